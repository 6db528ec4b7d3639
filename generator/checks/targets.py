"""Resolve the addresses that links have, each once, however many posts have it."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator

from generator.addresses.segments import fold
from generator.checks.published import Published, is_in_own_folder
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


#: Links to other sites.
_WEB_LINKS = """CREATE TEMP TABLE web_links AS
    SELECT path, line, column, written, target FROM refs WHERE kind = 'web'"""
_LED_AWAY = """
    SELECT r.path, r.line, r.column, r.written, r.elsewhere FROM refs AS r
    LEFT JOIN targets AS t ON r.kind = 'address' AND t.target = r.target
    WHERE r.elsewhere != '' AND CASE r.kind WHEN 'address' THEN t.how = 'missing'
        ELSE NOT EXISTS (SELECT 1 FROM sources WHERE sources.path = r.target) END
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


def collect_web_links(connection: sqlite3.Connection) -> None:
    """Fill the table `web_links`, also with links that lead to the site of the original: nothing is here."""
    connection.execute(_WEB_LINKS)
    rows = connection.execute(_LED_AWAY).fetchall()
    led_away = (row for row in rows if not is_in_own_folder(connection, row[0], row[3]))
    connection.executemany("INSERT INTO web_links VALUES (?, ?, ?, ?, ?)", led_away)


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
