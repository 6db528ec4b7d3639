"""Compare the ledger of an output that is not on this machine with the list of what is there.

Only this module writes the temporary table `held`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from generator.ledger.outputs import split

_TABLE = """
-- The files that are there; a digest of NULL: their bytes are not known.
CREATE TEMP TABLE held (folder TEXT, name TEXT, digest BLOB, PRIMARY KEY (folder, name)) WITHOUT ROWID
"""
_DIFFERENT = """FROM ledger.outputs LEFT JOIN held USING (folder, name)
    WHERE held.digest IS NOT outputs.digest"""
#: SQL: the owners (kind, key) of outputs that are not there as the ledger has them.
OWNERS = f"SELECT DISTINCT kind, key {_DIFFERENT}"


def load(connection: sqlite3.Connection, files: Iterable[tuple[str, bytes | None]]) -> None:
    """Take the list of what is there: paths with the digests of their bytes."""
    connection.execute("DROP TABLE IF EXISTS temp.held")
    connection.execute(_TABLE)
    connection.executemany(
        "INSERT OR REPLACE INTO held VALUES (?, ?, ?)", ((*split(path), digest) for path, digest in files)
    )


def add_unknown(connection: sqlite3.Connection, paths: Iterable[str]) -> Iterator[str]:
    """Add paths at which a file may be, and yield those that the list does not have."""
    for path in paths:
        added = connection.execute("INSERT OR IGNORE INTO held VALUES (?, ?, NULL)", split(path))
        if added.rowcount:
            yield path


def mark_stale(connection: sqlite3.Connection) -> None:
    """Have outputs that are not there as the ledger has them made again, by a fingerprint that none has."""
    connection.execute(
        f"""UPDATE ledger.outputs SET fingerprint = x'' WHERE (folder, name) IN
            (SELECT outputs.folder, outputs.name {_DIFFERENT})"""
    )


def digests(connection: sqlite3.Connection, paths: Iterable[str], *, listed: bool) -> dict[str, bytes]:
    """Return the digests of files that are there, by path.

    They are taken from the list or, if nothing was `listed` since the ledger is known to be right, from that.
    """
    rows = connection.execute(
        f"""SELECT folder || name, digest FROM {"held" if listed else "ledger.outputs"}
            WHERE digest IS NOT NULL AND (folder, name) IN
            (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))""",
        (json.dumps([split(path) for path in paths]),),
    )
    return dict(rows)
