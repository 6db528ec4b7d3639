"""Keep the ledger: every file that was written to one output folder, and what it was made from.

The ledger is a database of its own, attached to the index as `ledger`: the
index can be deleted, but only the ledger knows which files Backfile may delete.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from generator.index.damage import discard, why_useless
from generator.index.transactions import execute_script
from generator.ledger import changes, search_record, surveyed_folders
from generator.ledger.history import TABLES as HISTORY
from generator.ledger.history import Build, KnownReason, record_build

VERSION = 9
#: Versions with the columns that `page_digests` reads.
_READABLE = (3, 4, 5, 6, 7, 8, VERSION)

_TABLES = f"""
CREATE TABLE ledger.meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE ledger.outputs (
    folder      TEXT NOT NULL,     -- relative to the output folder, "" or with a final slash
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,     -- with key: the owner, see the table `touched` of the index
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL,     -- of everything that it was made from
    digest      BLOB NOT NULL,     -- of its bytes
    size        INTEGER NOT NULL,
    mtime_ns    INTEGER NOT NULL,
    source      BLOB NOT NULL,     -- digest of the post that it shows; empty for other outputs
    -- The digests of the bytes and the source before the last write. If a build is killed before it moves
    -- the new page into the output, these are the digests of the page that is there.
    old_digest  BLOB,
    old_source  BLOB,
    -- See generator.ledger.history; both NULL for an output that an older program wrote.
    build       INTEGER,           -- that wrote it last; NULL if it was there already, with the right bytes
    reason      INTEGER,           -- why it was written
    PRIMARY KEY (folder, name)
) WITHOUT ROWID;
CREATE INDEX ledger.outputs_owner ON outputs (kind, key);
{HISTORY}
{changes.TABLE}
{search_record.TABLES}
{surveyed_folders.TABLE}
PRAGMA ledger.user_version = {VERSION};
"""
#: Scripts that bring a ledger from each older version to the next. A ledger is never deleted because it is
#: old, since only it knows which files Backfile may delete.
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
    6: f"""
{search_record.TABLES}
PRAGMA ledger.user_version = 7;
""",
    7: f"""
{surveyed_folders.TABLE}
{surveyed_folders.FILL};
PRAGMA ledger.user_version = 8;
""",
    8: f"""
DROP TABLE ledger.search_segments;
DROP TABLE ledger.search_groups;
{search_record.TABLES}
PRAGMA ledger.user_version = 9;
""",
}


class Output(NamedTuple):
    """A file that was written, or was there already with the right bytes. `kind` and `key` are its owner."""

    path: str
    kind: str
    key: str
    fingerprint: bytes
    digest: bytes
    size: int
    mtime_ns: int
    source: bytes = b""


def attach(connection: sqlite3.Connection, path: Path) -> str:
    """Attach the ledger at a path, or make one there. Returns why an unusable ledger was deleted, or ""."""
    discarded = why_useless(path, VERSION, *_MIGRATIONS)
    if discarded:
        discard(path)
    connection.execute("ATTACH ? AS ledger", (str(path),))
    version = connection.execute("PRAGMA ledger.user_version").fetchone()[0]
    connection.execute("PRAGMA ledger.synchronous = OFF")
    for script in [_TABLES] if version == 0 else [_MIGRATIONS[old] for old in range(version, VERSION)]:
        execute_script(connection, script)
    return discarded


def get_mark(connection: sqlite3.Connection, key: str) -> str:
    """Return a value of the table `meta`, or ""."""
    row = connection.execute("SELECT value FROM ledger.meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def set_mark(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Save a value in the table `meta`."""
    connection.execute("INSERT OR REPLACE INTO ledger.meta VALUES (?, ?)", (key, value))


def inputs(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """Return the inputs that outputs of each kind shared in the last finished build: values by name.

    Returns nothing if the text is damaged, which SQLite does not detect; then
    all outputs are looked at.
    """
    try:
        found: dict[str, dict[str, str]] = json.loads(get_mark(connection, "inputs") or "{}")
    except ValueError:
        return {}
    return found


def save_inputs(connection: sqlite3.Connection, found: Mapping[str, Mapping[str, str]]) -> None:
    """Save the inputs that outputs of each kind share."""
    if found != inputs(connection):
        set_mark(connection, "inputs", json.dumps(found, ensure_ascii=False))


_NAMED = """SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)"""


def fingerprints(connection: sqlite3.Connection, paths: list[str]) -> dict[str, bytes]:
    """Return the fingerprints of outputs by path; paths that are not in the ledger are left out."""
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
                      WHEN fingerprint = x'' THEN {KnownReason.DAMAGED} ELSE excluded.reason END,
        build = coalesce(excluded.build, build),
        {", ".join(f"{column} = excluded.{column}" for column in _COLUMNS[2:])}"""


def record(connection: sqlite3.Connection, outputs: Collection[tuple[Output, bool]], build: Build) -> None:
    """Save outputs whose bytes are on disk, each with whether this build had to write it.

    The reason to write an output is that of its touched owner, except in the
    first build of this output.
    """
    if build.tracked:
        changes.add_written(
            connection, ((*split(one.path), one.key, one.digest, one.source) for one, _ in outputs)
        )
    why = KnownReason.FIRST if build.fresh else None
    rows = [
        (*split(one.path), *one[1:], build.number if written else None, why if written else KnownReason.FOUND,
         one.kind, one.key)
        for one, written in outputs
    ]  # fmt: skip
    connection.executemany(_RECORD, rows)
    if any(written for _, written in outputs):
        record_build(connection, build)


def states(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int, int]]:
    """Yield (folder, name, size, mtime_ns) of every output, as it was when it was written, by folder."""
    return connection.execute("SELECT folder, name, size, mtime_ns FROM ledger.outputs ORDER BY folder, name")


def states_in(connection: sqlite3.Connection, folder: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield the same of the outputs in one folder."""
    return connection.execute(
        "SELECT folder, name, size, mtime_ns FROM ledger.outputs WHERE folder = ?", (folder,)
    )


def has_more(connection: sqlite3.Connection, number: int) -> bool:
    """Tell whether there are more outputs than a number."""
    row = connection.execute("SELECT 1 FROM ledger.outputs LIMIT 1 OFFSET ?", (number,)).fetchone()
    return row is not None


def stale_paths(connection: sqlite3.Connection, *, everything: bool) -> Iterator[str]:
    """Yield the outputs of touched owners (with `everything`, of all owners) that are not planned."""
    owned = "" if everything else "touched AS t CROSS JOIN"
    its = "" if everything else "o.kind = t.kind AND o.key = t.key AND"
    rows = connection.execute(
        f"""SELECT folder || name AS path FROM {owned} ledger.outputs AS o
            WHERE {its} path NOT IN (SELECT path FROM planned) ORDER BY path"""
    ).fetchall()
    return (row[0] for row in rows)


def delete(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Delete outputs from the ledger, after their files were removed."""
    places = [split(path) for path in paths]
    changes.add_removed(connection, places)
    connection.executemany("DELETE FROM ledger.outputs WHERE folder = ? AND name = ?", places)


def page_digests(connection: sqlite3.Connection, path: str, source: bytes) -> list[bytes]:
    """Return the digests that the page at a path may have if it shows a post with this source digest."""
    row = connection.execute(
        "SELECT digest, source, old_digest, old_source FROM ledger.outputs WHERE folder = ? AND name = ?",
        split(path),
    ).fetchone()
    digest, shown, old_digest, old_shown = row or (None, None, None, None)
    return [one for one, of in ((digest, shown), (old_digest, old_shown)) if one and of == source]


@contextmanager
def opened_read_only(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Open the ledger of a different output for reading; yields None if it can't be used."""
    connection = sqlite3.connect(":memory:", isolation_level=None, uri=True)
    try:
        connection.execute("ATTACH ? AS ledger", (f"{path.resolve().as_uri()}?mode=ro",))
        version = connection.execute("PRAGMA ledger.user_version").fetchone()[0]
        yield connection if version in _READABLE else None
    except sqlite3.DatabaseError:
        yield None
    finally:
        connection.close()
