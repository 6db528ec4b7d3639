"""Find outputs that are missing, or that were changed by a different program, in folders of the output.

Only this module writes the temporary tables `suspect`, `present` and `retimed`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.system.folders import Listed

_TABLES = {
    # Folders of the output, "" or with a final slash, in which an output is not as the ledger has it.
    "suspect": "CREATE TEMP TABLE IF NOT EXISTS suspect (folder TEXT PRIMARY KEY) WITHOUT ROWID",
    # All files in these folders.
    "present": """CREATE TEMP TABLE IF NOT EXISTS present (
        folder TEXT, name TEXT, size INTEGER, mtime_ns INTEGER, PRIMARY KEY (folder, name)) WITHOUT ROWID""",
    # Outputs among them with the size in the ledger and a different time; `mtime_ns` is that of the file,
    # `digest` that of the bytes that it should have.
    "retimed": """CREATE TEMP TABLE IF NOT EXISTS retimed (
        folder TEXT, name TEXT, digest BLOB, mtime_ns INTEGER, PRIMARY KEY (folder, name)) WITHOUT ROWID""",
}
_DAMAGED = """FROM suspect CROSS JOIN ledger.outputs USING (folder) LEFT JOIN present USING (folder, name)
    WHERE present.name IS NULL OR present.size != outputs.size OR present.mtime_ns != outputs.mtime_ns"""
#: SQL: the owners (kind, key) of damaged outputs, after `accept_times`.
OWNERS = f"SELECT DISTINCT kind, key {_DAMAGED}"


class Retimed(NamedTuple):
    """An output with the time of its file, and the digest of the bytes that it should have."""

    folder: str
    name: str
    digest: bytes
    mtime_ns: int


def prepare(connection: sqlite3.Connection) -> None:
    """Make the temporary tables, with nothing in them."""
    for name, statement in _TABLES.items():
        connection.execute(statement)
        connection.execute(f"DELETE FROM temp.{name}")


def add_folder(connection: sqlite3.Connection, folder: str, files: Iterable[Listed]) -> None:
    """Add a folder in which an output is not as the ledger has it, and all files in the folder."""
    connection.execute("INSERT INTO suspect VALUES (?)", (folder,))
    connection.executemany("INSERT INTO present VALUES (?, ?, ?, ?)", ((folder, *file) for file in files))


def retimed(connection: sqlite3.Connection) -> Iterator[Retimed]:
    """Yield the outputs of the added folders that differ from the ledger in their time alone.

    That is common if a copy or a cache does not keep times.
    """
    connection.execute(
        """INSERT INTO retimed SELECT folder, name, outputs.digest, present.mtime_ns
           FROM present CROSS JOIN ledger.outputs USING (folder, name)
           WHERE present.mtime_ns != outputs.mtime_ns AND present.size = outputs.size"""
    )
    return (Retimed(*row) for row in connection.execute("SELECT * FROM retimed"))


def accept_times(connection: sqlite3.Connection, outputs: Iterable[Retimed]) -> None:
    """Save the new times of outputs whose bytes are as they were."""
    connection.executemany(
        "UPDATE ledger.outputs SET mtime_ns = ? WHERE folder = ? AND name = ?",
        ((one.mtime_ns, one.folder, one.name) for one in outputs),
    )


def mark_stale(connection: sqlite3.Connection) -> None:
    """Have damaged outputs written again, by a fingerprint that no output has."""
    connection.execute(
        f"""UPDATE ledger.outputs SET fingerprint = x'' WHERE (folder, name) IN
            (SELECT outputs.folder, outputs.name {_DAMAGED})"""
    )
