"""Store the facts of files in the index of the check, so that a file is read only once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence

from generator import __version__
from generator.checks.facts import FORM, Facts, FactsJob, FactsRequest
from generator.content.packs.reader import PackedAt
from generator.core.digests import digest_values
from generator.index.database import get_meta, set_meta
from generator.index.transactions import atomic
from generator.parallel.executor import Executor, batches

#: Files that are sent to a worker together.
_BATCH = 64

_TABLES = """
CREATE TABLE IF NOT EXISTS facts (
    path        TEXT PRIMARY KEY,
    digest      BLOB NOT NULL,   -- of the bytes that were read
    named_day   TEXT NOT NULL,
    written_day TEXT NOT NULL,
    line        INTEGER NOT NULL, -- of the date
    column      INTEGER NOT NULL,
    text        BLOB NOT NULL,
    ids         TEXT NOT NULL    -- JSON array
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS facts_text ON facts (text) WHERE text != x'';
CREATE TABLE IF NOT EXISTS misspelt (path TEXT, line INTEGER, column INTEGER, key TEXT, meant TEXT);
CREATE INDEX IF NOT EXISTS misspelt_path ON misspelt (path);
CREATE TABLE IF NOT EXISTS refs (
    path TEXT, line INTEGER, column INTEGER, element TEXT, written TEXT, kind TEXT, target TEXT,
    fragment TEXT, elsewhere TEXT
);
CREATE INDEX IF NOT EXISTS refs_path ON refs (path);
CREATE INDEX IF NOT EXISTS refs_target ON refs (kind, target);
CREATE TABLE IF NOT EXISTS body_pictures (
    path    TEXT PRIMARY KEY,
    number  INTEGER NOT NULL,
    unnamed INTEGER NOT NULL     -- without alternative text
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS terms_slug ON terms (taxonomy, slug);
"""
_FILE_TABLES = ("facts", "misspelt", "refs", "body_pictures")

_STALE = """
    SELECT sources.path, coalesce(posts.title, ''), pack, frame_offset, frame_size FROM sources
    LEFT JOIN facts ON facts.path = sources.path LEFT JOIN posts ON posts.path = sources.path
    WHERE sources.role IN ('post', 'page') AND sources.digest != x'' AND facts.digest IS NOT sources.digest
    ORDER BY pack, frame_offset, sources.path
"""
_GONE = """SELECT path FROM facts WHERE NOT EXISTS (
               SELECT 1 FROM sources WHERE sources.path = facts.path AND sources.role IN ('post', 'page'))"""


def prepare(connection: sqlite3.Connection, reading_mark: str) -> None:
    """Make the tables; empty them if the rules by which files are read have changed."""
    connection.executescript(_TABLES)
    mark = digest_values(__version__, FORM, reading_mark).hex()
    if get_meta(connection, "facts") != mark:
        with atomic(connection):
            for table in _FILE_TABLES:
                connection.execute(f"DELETE FROM {table}")
            set_meta(connection, "facts", mark)


def count_stale(connection: sqlite3.Connection) -> int:
    """Return the number of files without up-to-date facts."""
    return int(connection.execute(f"SELECT count(*) FROM ({_STALE})").fetchone()[0])


def refresh(
    connection: sqlite3.Connection, executor: Executor, job: FactsJob, advance: Callable[[int], None]
) -> None:
    """Read the files that are new or changed, in workers.

    The references and misspelt keys of deleted files are deleted here; their facts stay until `forget_gone`.
    """
    # A table must not be changed while it is read, and may be too large for memory.
    connection.execute("DROP TABLE IF EXISTS temp.stale")
    connection.execute(f"CREATE TEMP TABLE stale AS {_STALE}")
    with atomic(connection):
        requests = (
            FactsRequest(path, title, PackedAt(*place) if place[0] else None)
            for path, title, *place in connection.execute("SELECT * FROM stale")
        )
        for found in executor.run(job, batches(requests, _BATCH)):
            _delete(connection, [one.path for one in found])
            _insert(connection, found)
            advance(len(found))
        for table in _FILE_TABLES[1:]:
            connection.executemany(
                f"DELETE FROM {table} WHERE path = ?", connection.execute(_GONE).fetchall()
            )


def forget_gone(connection: sqlite3.Connection) -> None:
    """Delete the facts of deleted files, after the rules have used them."""
    with atomic(connection):
        _delete(connection, [row[0] for row in connection.execute(_GONE).fetchall()])


def ids_of(connection: sqlite3.Connection, path: str) -> frozenset[str]:
    """Return the ids that the body of a source has in its page."""
    row = connection.execute("SELECT ids FROM facts WHERE path = ?", (path,)).fetchone()
    return frozenset(json.loads(row[0])) if row else frozenset()


def _delete(connection: sqlite3.Connection, paths: Sequence[str]) -> None:
    for table in _FILE_TABLES:
        connection.executemany(f"DELETE FROM {table} WHERE path = ?", ((path,) for path in paths))


def _insert(connection: sqlite3.Connection, found: Sequence[Facts]) -> None:
    connection.executemany(
        "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((*one[:7], json.dumps(one.ids, ensure_ascii=False)) for one in found),
    )
    connection.executemany(
        "INSERT INTO misspelt VALUES (?, ?, ?, ?, ?)",
        ((one.path, *row) for one in found for row in one.misspelt),
    )
    connection.executemany(
        "INSERT INTO refs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((one.path, *row) for one in found for row in one.references),
    )
    connection.executemany(
        "INSERT INTO body_pictures VALUES (?, ?, ?)",
        ((one.path, one.pictures, one.unnamed) for one in found if one.pictures),
    )
