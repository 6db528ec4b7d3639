"""The ledger: every file that was written to one output folder, and what it was made from.

It is a database of its own, attached to the index as `ledger`: the index can
be thrown away, but only the ledger knows which files are ours to delete.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.digests import content_digest

VERSION = 1

_TABLES = f"""
CREATE TABLE ledger.meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE ledger.outputs (
    path        TEXT PRIMARY KEY,  -- relative to the output folder
    kind        TEXT NOT NULL,     -- with key: the owner, see the table `touched` of the index
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL,     -- of all that it was made from
    digest      BLOB NOT NULL,     -- of its bytes
    size        INTEGER NOT NULL,
    mtime_ns    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX ledger.outputs_owner ON outputs (kind, key);
PRAGMA ledger.user_version = {VERSION};
"""


class Output(NamedTuple):
    """A file that was written, or found to be as it should."""

    path: str
    kind: str
    key: str
    fingerprint: bytes
    digest: bytes
    size: int
    mtime_ns: int


def attach(connection: sqlite3.Connection, path: Path) -> str:
    """Attach the ledger at a path, or a new one. Returns why an old one had to go, or ""."""
    discarded = ""
    try:
        connection.execute("ATTACH ? AS ledger", (str(path),))
        version = connection.execute("PRAGMA ledger.user_version").fetchone()[0]
        if version not in (0, VERSION):
            discarded = f"it has version {version} and this program works with {VERSION}"
    except sqlite3.DatabaseError as error:
        discarded = f"it is damaged ({error})"
    if discarded:
        _detach(connection)
        path.unlink()
        connection.execute("ATTACH ? AS ledger", (str(path),))
        version = 0
    connection.execute("PRAGMA ledger.synchronous = OFF")
    if version == 0:
        connection.executescript(f"BEGIN; {_TABLES} COMMIT;")
    return discarded


def _detach(connection: sqlite3.Connection) -> None:
    if any(row[1] == "ledger" for row in connection.execute("PRAGMA database_list")):
        connection.execute("DETACH ledger")


def get_mark(connection: sqlite3.Connection, key: str) -> str:
    """Return a value that the ledger keeps, or ""."""
    row = connection.execute("SELECT value FROM ledger.meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def set_mark(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value in the ledger."""
    connection.execute("INSERT OR REPLACE INTO ledger.meta VALUES (?, ?)", (key, value))


def fingerprints(connection: sqlite3.Connection, paths: list[str]) -> dict[str, bytes]:
    """Return the fingerprints under which these outputs were made, for those that were."""
    rows = connection.execute(
        "SELECT path, fingerprint FROM ledger.outputs WHERE path IN (SELECT value FROM json_each(?))",
        (json.dumps(paths),),
    )
    return dict(rows)


def record(connection: sqlite3.Connection, outputs: Iterable[Output]) -> None:
    """Enter outputs whose bytes are on disk."""
    connection.executemany("INSERT OR REPLACE INTO ledger.outputs VALUES (?, ?, ?, ?, ?, ?, ?)", outputs)


def survey(connection: sqlite3.Connection, present: Iterable[tuple[str, int, int]]) -> int:
    """Take the output folder, as (path, size, mtime_ns), into the table `present`.

    Returns the number of files that are not ours.
    """
    connection.executemany("INSERT INTO present VALUES (?, ?, ?)", present)
    row = connection.execute(
        "SELECT count(*) FROM present WHERE path NOT IN (SELECT path FROM ledger.outputs)"
    ).fetchone()
    return int(row[0])


def forgive(connection: sqlite3.Connection, read: Callable[[str], bytes | None]) -> None:
    """Accept files whose time is another than the ledger's but whose bytes are the same.

    `read` returns the bytes of an output path, or None. A cache or a copy that
    does not keep times is the common case.
    """
    rows = connection.execute(
        """SELECT path, digest, present.mtime_ns FROM ledger.outputs JOIN present USING (path)
           WHERE present.mtime_ns != outputs.mtime_ns AND present.size = outputs.size"""
    )
    same = [(mtime, path) for path, digest, mtime in rows if _is(read(path), digest)]
    connection.executemany("UPDATE ledger.outputs SET mtime_ns = ? WHERE path = ?", same)


def _is(data: bytes | None, digest: bytes) -> bool:
    return data is not None and content_digest(data) == digest


def touch_damaged(connection: sqlite3.Connection) -> int:
    """Touch the owners of outputs that are missing or were changed by another hand; return their number."""
    damaged = """FROM ledger.outputs LEFT JOIN present USING (path)
        WHERE present.path IS NULL OR present.size != outputs.size OR present.mtime_ns != outputs.mtime_ns"""
    connection.execute(
        f"""INSERT INTO touched SELECT DISTINCT kind, key, NULL, 'output missing or changed' {damaged}
            ON CONFLICT (kind, key) DO UPDATE SET start = NULL"""
    )
    cursor = connection.execute(
        f"UPDATE ledger.outputs SET fingerprint = x'' WHERE path IN (SELECT outputs.path {damaged})"
    )
    return cursor.rowcount


def stale_paths(connection: sqlite3.Connection, *, everything: bool) -> Iterator[str]:
    """Yield outputs that touched owners (or with `everything`, all) no longer have."""
    owned = (
        ""
        if everything
        else "AND EXISTS (SELECT 1 FROM touched AS t WHERE t.kind = o.kind AND t.key = o.key)"
    )
    rows = connection.execute(
        f"""SELECT path FROM ledger.outputs AS o
            WHERE path NOT IN (SELECT path FROM planned) {owned} ORDER BY path"""
    ).fetchall()
    return (row[0] for row in rows)


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Strike out outputs that were removed."""
    connection.executemany("DELETE FROM ledger.outputs WHERE path = ?", ((path,) for path in paths))


def page_digest(connection: sqlite3.Connection, path: str) -> bytes | None:
    """Return the digest that an output had when it was written, or None for one that is not ours."""
    row = connection.execute("SELECT digest FROM ledger.outputs WHERE path = ?", (path,)).fetchone()
    return bytes(row[0]) if row else None
