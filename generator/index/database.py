"""Opens the index, and starts it anew when it can't be used."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from generator.addresses.segments import fold
from generator.core.errors import BackfileError
from generator.index import schema
from generator.index.damage import discard, why_useless
from generator.index.transactions import execute_script
from generator.system.files import replacing

#: Pages kept in memory, in kilobytes: the same for a thousand posts and a million.
_CACHE_KB = 16_000
#: How long a copy waits for a build that is writing to what it copies, in seconds.
_PATIENCE = 1.0


class Opened(NamedTuple):
    """A connection, and why an index that was there had to go ("" if it had not)."""

    connection: sqlite3.Connection
    discarded: str


def open_index(path: Path) -> Opened:
    """Open the index at a path, or a new one where there is none or one that is of no use."""
    path.parent.mkdir(parents=True, exist_ok=True)
    discarded = why_useless(path, schema.VERSION)
    if discarded:
        discard(path)
    connection = connect(path)
    if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        execute_script(connection, f"{schema.TABLES} PRAGMA user_version = {schema.VERSION}")
    return Opened(connection, discarded)


def copy_index(index: Path, file: Path) -> None:
    """Begin another index with what is in this one, if that can be read now; if not, there is none then."""
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
    """Connect with the settings that all of the program's databases share.

    Transactions are explicit. Nothing is flushed: a killed process loses none
    of what it wrote, and after a power failure a cache is made anew.
    """
    return _prepared(sqlite3.connect(path, isolation_level=None, uri=True))


def view(path: Path) -> sqlite3.Connection:
    """Connect to an index that is there, to read it; it is left as it is. Raises sqlite3.DatabaseError.

    Raises BackfileError for one of another version of the program.
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
    connection.create_function("parents", 1, _parents, deterministic=True)
    return connection


def _parents(key: str) -> str:
    """Return the folders above a path as a JSON array, without final slashes."""
    parts = key.split("/")[:-1]
    return json.dumps(["/".join(parts[:end]) for end in range(1, len(parts) + 1)])


def get_meta(connection: sqlite3.Connection, key: str) -> str:
    """Return a value kept in the table `meta`, or ""."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value under a key."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def new_generation(connection: sqlite3.Connection) -> None:
    """Mark that the archive has changed.

    The mark is random, so that a ledger which has seen another index, or only
    half of a build, can never take this one for the one it knows.
    """
    set_meta(connection, "generation", os.urandom(8).hex())
