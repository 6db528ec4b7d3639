"""Open the index, or make a new one if it can't be used."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from generator.addresses.folders import file_address
from generator.addresses.segments import fold
from generator.addresses.stem import stem
from generator.core.errors import BackfileError
from generator.index import schema
from generator.index.damage import discard, why_useless
from generator.index.transactions import execute_script
from generator.system.files import replacing

#: Size of SQLite's page cache in kilobytes, whatever the number of posts.
_CACHE_KB = 16_000
#: Seconds for which a copy waits for a build that writes to the index.
_PATIENCE = 1.0


class Opened(NamedTuple):
    """A connection, and why an unusable index was deleted ("" if none was)."""

    connection: sqlite3.Connection
    discarded: str


def open_index(path: Path) -> Opened:
    """Open the index at a path, or make one there; an unusable index is deleted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    discarded = why_useless(path, schema.VERSION)
    if discarded:
        discard(path)
    connection = connect(path)
    if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        execute_script(connection, f"{schema.TABLES} PRAGMA user_version = {schema.VERSION}")
    return Opened(connection, discarded)


def copy_index(index: Path, file: Path) -> None:
    """Copy an index to a new file; without one that can be read now, no file is made."""
    if not index.is_file() or why_useless(index, schema.VERSION):
        return
    uri = f"{index.as_uri()}?mode=ro"
    with (
        suppress(sqlite3.Error),
        replacing(file) as new,
        closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE)) as source,
        closing(sqlite3.connect(new)) as target,
    ):
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target)


def connect(path: Path) -> sqlite3.Connection:
    """Connect with the settings that all databases of the program share.

    Transactions are explicit. Nothing is flushed to disk: a killed process
    loses nothing that it committed, and after a power failure a cache is made
    anew.
    """
    return _prepared(sqlite3.connect(path, isolation_level=None, uri=True))


def view(path: Path) -> sqlite3.Connection:
    """Connect to an existing index for reading. Raises sqlite3.DatabaseError.

    Raises BackfileError for an index of a different version of the program.
    """
    connection = _prepared(sqlite3.connect(f"{path.as_uri()}?mode=ro", isolation_level=None, uri=True))
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != schema.VERSION:
            raise BackfileError(f"{path}: it is of another version of Backfile; build again")
    except Exception:
        connection.close()
        raise
    return connection


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    connection.execute("PRAGMA temp_store = FILE")
    connection.create_function("fold", 1, fold, deterministic=True)
    connection.create_function("stem", 1, stem, deterministic=True)
    connection.create_function("file_address", 1, file_address, deterministic=True)
    connection.create_function("parents", 1, _parents, deterministic=True)
    return connection


def _parents(key: str) -> str:
    """Return the folders above a path as a JSON array, without final slashes."""
    parts = key.split("/")[:-1]
    return json.dumps(["/".join(parts[:end]) for end in range(1, len(parts) + 1)])


def get_meta(connection: sqlite3.Connection, key: str) -> str:
    """Return a value of the table `meta`, or ""."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Save a value in the table `meta`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def new_generation(connection: sqlite3.Connection) -> None:
    """Give the index a new generation, because it has changed.

    A generation is random, so that a ledger never mistakes this index for a
    different one, or for its state after an unfinished build.
    """
    set_meta(connection, "generation", os.urandom(8).hex())
