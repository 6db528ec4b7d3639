"""The ledger: every file that was written to one output folder, and what it was made from.

It is a database of its own, attached to the index as `ledger`: the index can
be thrown away, but only the ledger knows which files are ours to delete.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from generator.index.damage import discard, why_useless
from generator.ledger import changes
from generator.ledger.history import DAMAGED, FIRST, FOUND, Build, note_build
from generator.ledger.history import TABLES as HISTORY
from generator.system.folders import Listed

VERSION = 6
#: Versions in which `page_digests` finds what it asks for.
_READABLE = (3, 4, 5, VERSION)

_TABLES = f"""
CREATE TABLE ledger.meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE ledger.outputs (
    folder      TEXT NOT NULL,     -- relative to the output folder, "" or with a final slash
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,     -- with key: the owner, see the table `touched` of the index
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL,     -- of all that it was made from
    digest      BLOB NOT NULL,     -- of its bytes
    size        INTEGER NOT NULL,
    mtime_ns    INTEGER NOT NULL,
    source      BLOB NOT NULL,     -- digest of the post that it shows; empty for other outputs
    -- The digests of the bytes and the source before the last ones, which are those of the page that is
    -- up when a build is killed before it puts the new one in its place.
    old_digest  BLOB,
    old_source  BLOB,
    -- See generator.ledger.history; both NULL for an output that an older program wrote.
    build       INTEGER,           -- that wrote it last; NULL for one that was there with the right bytes
    reason      INTEGER,           -- why
    PRIMARY KEY (folder, name)
) WITHOUT ROWID;
CREATE INDEX ledger.outputs_owner ON outputs (kind, key);
{HISTORY}
{changes.TABLE}
PRAGMA ledger.user_version = {VERSION};
"""
#: What brings a ledger from each older version to the next. Only a ledger knows which files are ours, so it
#: is never thrown away for being old.
_MIGRATIONS = {
    3: f"""
ALTER TABLE ledger.outputs ADD COLUMN build INTEGER;
ALTER TABLE ledger.outputs ADD COLUMN reason INTEGER;
{HISTORY}
DELETE FROM ledger.meta WHERE key LIKE 'kind:%';
PRAGMA ledger.user_version = 4;
""",
    4: """
DROP TABLE IF EXISTS ledger.folders;
PRAGMA ledger.user_version = 5;
""",
    5: f"""
{changes.TABLE}
PRAGMA ledger.user_version = 6;
""",
}


class Output(NamedTuple):
    """A file that was written, or found to be as it should."""

    path: str
    kind: str
    key: str
    fingerprint: bytes
    digest: bytes
    size: int
    mtime_ns: int
    source: bytes = b""


class Retimed(NamedTuple):
    """An output with its time as it is now, and the digest of the bytes that it should have."""

    folder: str
    name: str
    digest: bytes
    mtime_ns: int


def attach(connection: sqlite3.Connection, path: Path) -> str:
    """Attach the ledger at a path, or a new one. Returns why an old one had to go, or ""."""
    discarded = why_useless(path, VERSION, *_MIGRATIONS)
    if discarded:
        discard(path)
    connection.execute("ATTACH ? AS ledger", (str(path),))
    version = connection.execute("PRAGMA ledger.user_version").fetchone()[0]
    connection.execute("PRAGMA ledger.synchronous = OFF")
    for script in [_TABLES] if version == 0 else [_MIGRATIONS[old] for old in range(version, VERSION)]:
        connection.executescript(f"BEGIN; {script} COMMIT;")
    return discarded


def get_mark(connection: sqlite3.Connection, key: str) -> str:
    """Return a value that the ledger keeps, or ""."""
    row = connection.execute("SELECT value FROM ledger.meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def set_mark(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value in the ledger."""
    connection.execute("INSERT OR REPLACE INTO ledger.meta VALUES (?, ?)", (key, value))


def inputs(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """Return what outputs of each kind shared when they were last brought up to date: values by name.

    SQLite does not see damage within a text. What can't be read is as if it
    was not known: then all outputs are suspect.
    """
    try:
        found: dict[str, dict[str, str]] = json.loads(get_mark(connection, "inputs") or "{}")
    except ValueError:
        return {}
    return found


def keep_inputs(connection: sqlite3.Connection, found: Mapping[str, Mapping[str, str]]) -> None:
    """Keep what outputs of each kind share."""
    if found != inputs(connection):
        set_mark(connection, "inputs", json.dumps(found, ensure_ascii=False))


_NAMED = """SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)"""


def fingerprints(connection: sqlite3.Connection, paths: list[str]) -> dict[str, bytes]:
    """Return the fingerprints under which these outputs were made, for those that were."""
    rows = connection.execute(
        f"SELECT folder || name, fingerprint FROM ledger.outputs WHERE (folder, name) IN ({_NAMED})",
        (json.dumps([split(path) for path in paths]),),
    )
    return dict(rows)


def split(path: str) -> tuple[str, str]:
    """Return the folder of an output path, with its final slash, and the name."""
    cut = path.rfind("/") + 1
    return path[:cut], path[cut:]


_COLUMNS = ("folder", "name", "kind", "key", "fingerprint", "digest", "size", "mtime_ns", "source")
_RECORD = f"""
    INSERT INTO ledger.outputs ({", ".join(_COLUMNS)}, build, reason)
    VALUES ({", ".join("?" * len(_COLUMNS))}, ?, coalesce(?, (
        SELECT reasons.id FROM touched AS t JOIN ledger.reasons ON reasons.text = t.reason
        WHERE t.kind = ? AND t.key = ?)))
    ON CONFLICT (folder, name) DO UPDATE SET old_digest = digest, old_source = source,
        reason = CASE WHEN excluded.build IS NULL THEN reason
                      WHEN fingerprint = x'' THEN {DAMAGED} ELSE excluded.reason END,
        build = coalesce(excluded.build, build),
        {", ".join(f"{column} = excluded.{column}" for column in _COLUMNS[2:])}"""


def record(connection: sqlite3.Connection, outputs: Collection[tuple[Output, bool]], build: Build) -> None:
    """Enter outputs whose bytes are on disk, each with whether it had to be written by this build.

    The reason to write one is that its owner was touched for, but in the first
    build of all.
    """
    if build.tracked:
        changes.note(connection, ((*split(one.path), one.key, one.digest, one.source) for one, _ in outputs))
    why = FIRST if build.fresh else None
    rows = [
        (*split(one.path), *one[1:], build.number if written else None, why if written else FOUND,
         one.kind, one.key)
        for one, written in outputs
    ]  # fmt: skip
    connection.executemany(_RECORD, rows)
    if any(written for _, written in outputs):
        note_build(connection, build)


def states(connection: sqlite3.Connection) -> Iterator[tuple[str, int, int]]:
    """Yield (path, size, mtime_ns) of every output, as they were when they were written."""
    return connection.execute("SELECT folder || name, size, mtime_ns FROM ledger.outputs")


def is_large(connection: sqlite3.Connection) -> bool:
    """Tell whether there are so many outputs that looking at each is worth a process of its own."""
    row = connection.execute("SELECT count(*) FROM (SELECT 1 FROM ledger.outputs LIMIT 2000)").fetchone()
    return bool(row[0] == 2000)


def suspect(connection: sqlite3.Connection, folder: str, files: Iterable[Listed]) -> None:
    """Take note of a folder whose outputs are not all as they were, and of the files that are in it."""
    connection.execute("INSERT INTO suspect VALUES (?)", (folder,))
    connection.executemany("INSERT INTO present VALUES (?, ?, ?, ?)", ((folder, *file) for file in files))


def retimed(connection: sqlite3.Connection) -> Iterator[Retimed]:
    """Yield the outputs of which only the time is another than the ledger's, as far as can be told.

    A cache or a copy that does not keep times is the common case.
    """
    connection.execute(
        """INSERT INTO retimed SELECT folder, name, outputs.digest, present.mtime_ns
           FROM present CROSS JOIN ledger.outputs USING (folder, name)
           WHERE present.mtime_ns != outputs.mtime_ns AND present.size = outputs.size"""
    )
    return (Retimed(*row) for row in connection.execute("SELECT * FROM retimed"))


def accept_times(connection: sqlite3.Connection, outputs: Iterable[Retimed]) -> None:
    """Accept outputs that were found to have the bytes they had."""
    connection.executemany(
        "UPDATE ledger.outputs SET mtime_ns = ? WHERE folder = ? AND name = ?",
        ((one.mtime_ns, one.folder, one.name) for one in outputs),
    )


_DAMAGED = """FROM suspect CROSS JOIN ledger.outputs USING (folder) LEFT JOIN present USING (folder, name)
    WHERE present.name IS NULL OR present.size != outputs.size OR present.mtime_ns != outputs.mtime_ns"""
#: SQL: the owners of outputs in suspect folders that are missing, or that somebody else has changed.
DAMAGED_OWNERS = f"SELECT DISTINCT kind, key {_DAMAGED}"


def forget_damaged(connection: sqlite3.Connection) -> None:
    """Forget from what damaged outputs were made, so that they are made again."""
    connection.execute(
        f"""UPDATE ledger.outputs SET fingerprint = x'' WHERE (folder, name) IN
            (SELECT outputs.folder, outputs.name {_DAMAGED})"""
    )


def stale_paths(connection: sqlite3.Connection, *, everything: bool) -> Iterator[str]:
    """Yield outputs that touched owners (or with `everything`, all) no longer have."""
    owned = "" if everything else "touched AS t CROSS JOIN"
    its = "" if everything else "o.kind = t.kind AND o.key = t.key AND"
    rows = connection.execute(
        f"""SELECT folder || name AS path FROM {owned} ledger.outputs AS o
            WHERE {its} path NOT IN (SELECT path FROM planned) ORDER BY path"""
    ).fetchall()
    return (row[0] for row in rows)


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Strike out outputs that were removed."""
    places = [split(path) for path in paths]
    changes.note_removed(connection, places)
    connection.executemany("DELETE FROM ledger.outputs WHERE folder = ? AND name = ?", places)


def page_digests(connection: sqlite3.Connection, path: str, source: bytes) -> list[bytes]:
    """Return the digests that a page may have which shows a post of this source digest."""
    row = connection.execute(
        "SELECT digest, source, old_digest, old_source FROM ledger.outputs WHERE folder = ? AND name = ?",
        split(path),
    ).fetchone()
    digest, shown, old_digest, old_shown = row or (None, None, None, None)
    return [one for one, of in ((digest, shown), (old_digest, old_shown)) if one and of == source]


@contextmanager
def visit(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Open another output's ledger to look something up; None for one that can't be used as it is."""
    connection = sqlite3.connect(":memory:", isolation_level=None, uri=True)
    try:
        connection.execute("ATTACH ? AS ledger", (f"{path.resolve().as_uri()}?mode=ro",))
        version = connection.execute("PRAGMA ledger.user_version").fetchone()[0]
        yield connection if version in _READABLE else None
    except sqlite3.DatabaseError:
        yield None
    finally:
        connection.close()
