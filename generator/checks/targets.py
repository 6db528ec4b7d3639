"""Where the links of all bodies lead: each address is looked up once, however many posts name it."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator

from generator.addresses.segments import fold
from generator.checks.published import Published
from generator.parallel.executor import batches

#: Addresses that are looked up at a time.
_CHUNK = 1_000

_TABLES = """
-- Addresses that references name. how: exact, folder, suffix (see Published.served), case, idle (of a post
-- that is not published), missing. path: the output, or the post that is idle; source: what it is made from.
CREATE TEMP TABLE targets (target TEXT PRIMARY KEY, how TEXT, path TEXT, source TEXT) WITHOUT ROWID;
CREATE TEMP TABLE idle (path TEXT PRIMARY KEY, key TEXT, why TEXT) WITHOUT ROWID;
CREATE INDEX temp.idle_key ON idle (key);
"""
_IDLE = """
    INSERT INTO idle SELECT path, fold(address), CASE
        WHEN taken != 0 THEN 'another has its address'
        WHEN draft = 1 THEN 'it is a draft'
        WHEN expires <= :now THEN 'it has expired'
        ELSE 'it is dated in the future' END
    FROM posts WHERE live = 0
"""


def look_up(connection: sqlite3.Connection, published: Published, now: int) -> None:
    """Fill `targets` and `idle`. `now` is in microseconds since the epoch."""
    connection.executescript(_TABLES)
    connection.execute(_IDLE, {"now": now})
    rows = connection.execute("SELECT DISTINCT target FROM refs WHERE kind = 'address'")
    for chunk in batches((row[0] for row in rows), _CHUNK):
        found = [(target, *_standing(connection, published, target)) for target in chunk]
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO targets VALUES (?, ?, ?, ?)", found)
        connection.execute("COMMIT")


def _standing(connection: sqlite3.Connection, published: Published, target: str) -> tuple[str, str, str]:
    """Return how an address stands, the output that is meant, and its source."""
    for how, found in published.served(target):
        return (how if _is_as_written(target, found.path) else "case"), found.path, found.source
    for request in _wishes(target):
        row = connection.execute("SELECT path FROM idle WHERE key = ?", (fold(request),)).fetchone()
        if row:
            return "idle", row[0], ""
    return "missing", "", ""


def _is_as_written(target: str, path: str) -> bool:
    plain = unicodedata.normalize("NFC", target).rstrip("/")
    return unicodedata.normalize("NFC", path).startswith(plain)


def _wishes(target: str) -> Iterator[str]:
    yield from (target, f"{target.rstrip('/')}.html", f"{target.rstrip('/')}/index.html")
