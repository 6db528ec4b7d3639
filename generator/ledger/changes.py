"""Record which outputs have changed since the last finished build, in the ledger.

Each output that has changed since then has a row here with its old state; its
new state is in `outputs`. A row is written in the same transaction as the
change itself, so a killed build loses none: the next build adds its own, and
its `changes.json` lists all of them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

TABLE = """
CREATE TABLE ledger.changes (
    folder TEXT NOT NULL,
    name   TEXT NOT NULL,
    kind   TEXT,                       -- the old state, as in `outputs`; all NULL: there was no output
    key    TEXT,
    digest BLOB,
    source BLOB,
    PRIMARY KEY (folder, name)
) WITHOUT ROWID;
"""

#: Bits of a fingerprint of the output.
_BITS = 128
_MODULUS = 1 << _BITS

_ADD = """
    INSERT INTO ledger.changes
    SELECT :folder, :name, kind, key, digest, source
    FROM (SELECT 1) LEFT JOIN ledger.outputs ON folder = :folder AND name = :name
    WHERE digest IS NOT :digest OR key IS NOT :key OR source IS NOT :source
    ON CONFLICT DO NOTHING"""
#: SQLite does not know which table is large, and might go through all outputs. A cross join keeps the order
#: (sqlite.org/optoverview.html, "Manual Control Of Query Plans Using CROSS JOIN").
_NOW = "ledger.changes AS was CROSS JOIN ledger.outputs AS now USING (folder, name)"
_POSTS = f"""
    WITH old AS (
        SELECT key AS path, folder || name AS address, source FROM ledger.changes WHERE kind = 'post'
    ), new AS (
        SELECT now.key AS path, folder || name AS address, now.source FROM {_NOW} WHERE now.kind = 'post'
    )
"""


class Changed(NamedTuple):
    """A post, by its path, with its output path; `former` is the old output path, if it was different."""

    path: str
    address: str
    former: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as an object of `changes.json`."""
        return {name: value for name, value in self._asdict().items() if value}


def add_written(connection: sqlite3.Connection, rows: Iterable[tuple[str, str, str, bytes, bytes]]) -> None:
    """Record outputs before they are saved in the ledger: rows of (folder, name, key, digest, source)."""
    names = ("folder", "name", "key", "digest", "source")
    connection.executemany(_ADD, (dict(zip(names, row, strict=True)) for row in rows))


def add_removed(connection: sqlite3.Connection, places: Iterable[tuple[str, str]]) -> None:
    """Record outputs before they are deleted from the ledger: rows of (folder, name)."""
    connection.executemany(
        """INSERT INTO ledger.changes SELECT folder, name, kind, key, digest, source
           FROM ledger.outputs WHERE folder = ? AND name = ? ON CONFLICT DO NOTHING""",
        places,
    )


def any_recorded(connection: sqlite3.Connection) -> bool:
    """Tell whether any output may differ from that of the last finished build."""
    return connection.execute("SELECT 1 FROM ledger.changes LIMIT 1").fetchone() is not None


def clear(connection: sqlite3.Connection) -> None:
    """Delete all rows: the outputs as they are now are those of the last finished build."""
    connection.execute("DELETE FROM ledger.changes")


def fingerprint(connection: sqlite3.Connection) -> str:
    """Return a digest of the whole output, which depends on nothing but the paths and bytes of its files.

    It is a sum, so that the next fingerprint follows from the changes.
    """
    return _text(_sum(connection.execute("SELECT folder || name, digest FROM ledger.outputs")))


def next_fingerprint(connection: sqlite3.Connection, before: str) -> str:
    """Return the fingerprint of the output as it is now; `before` is that of the last finished build."""
    was = connection.execute("SELECT folder || name, digest FROM ledger.changes WHERE digest IS NOT NULL")
    gone = _sum(was)
    come = _sum(connection.execute(f"SELECT folder || name, now.digest FROM {_NOW}"))
    return _text(int(before, 16) - gone + come)


def _sum(outputs: Iterable[tuple[str, bytes]]) -> int:
    total = 0
    for path, digest in outputs:
        mark = hashlib.sha256(path.encode("utf-8", "surrogatepass") + b"\0" + digest).digest()
        total += int.from_bytes(mark[: _BITS // 8], "big")
    return total


def _text(number: int) -> str:
    return f"{number % _MODULUS:0{_BITS // 4}x}"


def written(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the outputs that are new or have different bytes."""
    query = f"SELECT folder || name FROM {_NOW} WHERE was.digest IS NOT now.digest ORDER BY folder, name"
    return (row[0] for row in connection.execute(query))


def removed(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the outputs that were removed."""
    rows = connection.execute(
        """SELECT folder || name FROM ledger.changes AS was
           LEFT JOIN ledger.outputs AS now USING (folder, name)
           WHERE was.digest IS NOT NULL AND now.digest IS NULL ORDER BY folder, name"""
    )
    return (row[0] for row in rows)


def posts_added(connection: sqlite3.Connection) -> Iterator[Changed]:
    """Yield the posts that have a page and had none before."""
    query = f"{_POSTS} SELECT path, address FROM new WHERE path NOT IN (SELECT path FROM old) ORDER BY path"
    return (Changed(*row) for row in connection.execute(query))


def posts_changed(connection: sqlite3.Connection) -> Iterator[Changed]:
    """Yield the posts whose page shows a changed source, or has a different address."""
    # Not with `old` and `new`, which have no index: all posts may have changed.
    rows = connection.execute(
        """SELECT key, now.folder || now.name,
                  iif((now.folder, now.name) = (was.folder, was.name), '', was.folder || was.name)
           FROM ledger.changes AS was CROSS JOIN ledger.outputs AS now USING (kind, key)
           WHERE kind = 'post'
           AND (now.folder != was.folder OR now.name != was.name OR now.source != was.source) ORDER BY key"""
    )
    return (Changed(*row) for row in rows)


def posts_removed(connection: sqlite3.Connection) -> Iterator[Changed]:
    """Yield the posts that had a page and have none now, with the address of the page."""
    query = f"{_POSTS} SELECT path, address FROM old WHERE path NOT IN (SELECT path FROM new) ORDER BY path"
    return (Changed(*row) for row in connection.execute(query))
