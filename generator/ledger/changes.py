"""What has become of the outputs since the last build that came to its end, kept in the ledger.

Each output that is no longer as that build left it has a row here, with what
it was then; what it is now, the ledger says. A row is written in the same
transaction as the change of the ledger that it is about. So a build that is
killed loses none: the next one adds to them, and its `changes.json` tells all.
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
    kind   TEXT,                       -- what the output was then, as in `outputs`; all NULL: there was none
    key    TEXT,
    digest BLOB,
    source BLOB,
    PRIMARY KEY (folder, name)
) WITHOUT ROWID;
"""

#: Fingerprints are numbers of so many bits.
_BITS = 128
_MODULUS = 1 << _BITS

_NOTE = """
    INSERT INTO ledger.changes
    SELECT :folder, :name, kind, key, digest, source
    FROM (SELECT 1) LEFT JOIN ledger.outputs ON folder = :folder AND name = :name
    WHERE digest IS NOT :digest OR key IS NOT :key OR source IS NOT :source
    ON CONFLICT DO NOTHING"""
#: From the few to the many: SQLite, which knows no numbers, would look at all outputs. A cross join keeps
#: the order (sqlite.org/optoverview.html, "Manual Control Of Query Plans Using CROSS JOIN").
_NOW = "ledger.changes AS was CROSS JOIN ledger.outputs AS now USING (folder, name)"
_POSTS = f"""
    WITH old AS (
        SELECT key AS path, folder || name AS address, source FROM ledger.changes WHERE kind = 'post'
    ), new AS (
        SELECT now.key AS path, folder || name AS address, now.source FROM {_NOW} WHERE now.kind = 'post'
    )
"""


class Changed(NamedTuple):
    """A post, by its path, with its output path; `former` is the one it had, where that is another."""

    path: str
    address: str
    former: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as `changes.json` has it."""
        return {name: value for name, value in self._asdict().items() if value}


def note(connection: sqlite3.Connection, rows: Iterable[tuple[str, str, str, bytes, bytes]]) -> None:
    """Note outputs that are about to enter the ledger: (folder, name, key, digest, source)."""
    names = ("folder", "name", "key", "digest", "source")
    connection.executemany(_NOTE, (dict(zip(names, row, strict=True)) for row in rows))


def note_removed(connection: sqlite3.Connection, places: Iterable[tuple[str, str]]) -> None:
    """Note outputs that are about to leave the ledger: (folder, name)."""
    connection.executemany(
        """INSERT INTO ledger.changes SELECT folder, name, kind, key, digest, source
           FROM ledger.outputs WHERE folder = ? AND name = ? ON CONFLICT DO NOTHING""",
        places,
    )


def any_noted(connection: sqlite3.Connection) -> bool:
    """Tell whether any output may be another than the last finished build left."""
    return connection.execute("SELECT 1 FROM ledger.changes LIMIT 1").fetchone() is not None


def forget_all(connection: sqlite3.Connection) -> None:
    """Start anew from the outputs as they are."""
    connection.execute("DELETE FROM ledger.changes")


def fingerprint(connection: sqlite3.Connection) -> str:
    """Return what identifies the whole output: it follows from the paths and bytes of its files alone.

    It is a sum, so that the next one can be had from the changes.
    """
    return _text(_sum(connection.execute("SELECT folder || name, digest FROM ledger.outputs")))


def moved_on(connection: sqlite3.Connection, before: str) -> str:
    """Return the fingerprint of the output as it is now from that of the last finished build."""
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
    """Yield the outputs that have other bytes than they had, or that are new."""
    query = f"SELECT folder || name FROM {_NOW} WHERE was.digest IS NOT now.digest ORDER BY folder, name"
    return (row[0] for row in connection.execute(query))


def removed(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the outputs that are there no more."""
    rows = connection.execute(
        """SELECT folder || name FROM ledger.changes AS was
           LEFT JOIN ledger.outputs AS now USING (folder, name)
           WHERE was.digest IS NOT NULL AND now.digest IS NULL ORDER BY folder, name"""
    )
    return (row[0] for row in rows)


def posts_added(connection: sqlite3.Connection) -> Iterator[Changed]:
    """Yield the posts that have a page and had none."""
    query = f"{_POSTS} SELECT path, address FROM new WHERE path NOT IN (SELECT path FROM old) ORDER BY path"
    return (Changed(*row) for row in connection.execute(query))


def posts_changed(connection: sqlite3.Connection) -> Iterator[Changed]:
    """Yield the posts whose page shows another source than it did, or stands elsewhere."""
    # By the owner's index, not by `old` and `new`: those have none, and all posts may have changed.
    rows = connection.execute(
        """SELECT key, now.folder || now.name,
                  iif((now.folder, now.name) = (was.folder, was.name), '', was.folder || was.name)
           FROM ledger.changes AS was CROSS JOIN ledger.outputs AS now USING (kind, key)
           WHERE kind = 'post'
           AND (now.folder != was.folder OR now.name != was.name OR now.source != was.source) ORDER BY key"""
    )
    return (Changed(*row) for row in rows)


def posts_removed(connection: sqlite3.Connection) -> Iterator[Changed]:
    """Yield the posts that had a page and have none, with the address that it had."""
    query = f"{_POSTS} SELECT path, address FROM old WHERE path NOT IN (SELECT path FROM new) ORDER BY path"
    return (Changed(*row) for row in connection.execute(query))
