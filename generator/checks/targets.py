"""Resolve the addresses that links have, each once, however many posts have it."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator

from generator.addresses.segments import fold
from generator.checks.published import Published
from generator.index.transactions import atomic
from generator.parallel.executor import batches

#: Addresses that are resolved in one transaction.
_CHUNK = 1_000

_TABLES = """
-- Addresses of references. how: exact, folder, suffix (see Published.served), case (other capital letters),
-- unpublished, missing. path: the output, or the unpublished post; source: the source of the output.
CREATE TEMP TABLE targets (target TEXT PRIMARY KEY, how TEXT, path TEXT, source TEXT) WITHOUT ROWID;
CREATE TEMP TABLE unpublished (path TEXT PRIMARY KEY, key TEXT, why TEXT) WITHOUT ROWID;
CREATE INDEX temp.unpublished_key ON unpublished (key);
"""
_UNPUBLISHED = """
    INSERT INTO unpublished SELECT path, fold(address), CASE
        WHEN taken != 0 THEN 'a different post has its address'
        WHEN draft = 1 THEN 'it is a draft'
        WHEN expires <= :now THEN 'it has expired'
        ELSE 'it is dated in the future' END
    FROM posts WHERE live = 0
"""


def resolve_targets(connection: sqlite3.Connection, published: Published, now: int) -> None:
    """Fill the tables `targets` and `unpublished`. `now` is in microseconds since the epoch."""
    connection.executescript(_TABLES)
    connection.execute(_UNPUBLISHED, {"now": now})
    rows = connection.execute("SELECT DISTINCT target FROM refs WHERE kind = 'address'")
    for chunk in batches((row[0] for row in rows), _CHUNK):
        found = [(target, *_resolve(connection, published, target)) for target in chunk]
        with atomic(connection):
            connection.executemany("INSERT INTO targets VALUES (?, ?, ?, ?)", found)


def _resolve(connection: sqlite3.Connection, published: Published, target: str) -> tuple[str, str, str]:
    """Return the columns `how`, `path` and `source` of an address."""
    for how, found in published.served(target):
        return (how if _is_as_written(target, found.path) else "case"), found.path, found.source
    for request in _candidates(target):
        row = connection.execute("SELECT path FROM unpublished WHERE key = ?", (fold(request),)).fetchone()
        if row:
            return "unpublished", row[0], ""
    return "missing", "", ""


def _is_as_written(target: str, path: str) -> bool:
    plain = unicodedata.normalize("NFC", target).rstrip("/")
    return unicodedata.normalize("NFC", path).startswith(plain)


def _candidates(target: str) -> Iterator[str]:
    yield from (target, f"{target.rstrip('/')}.html", f"{target.rstrip('/')}/index.html")
