"""Whose output an address can be: the way back from a path to what the planner makes outputs of.

It may name too many, never too few: the planner is asked what each would have there.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from generator.addresses.segments import fold


class Owner(NamedTuple):
    """Kind and key, as the table `touched` of the index has them."""

    kind: str
    key: str


#: Outputs of which there is one, and all that one of them has.
_SINGLES = {
    "index.html": "home",
    "categories.html": "categories",
    "tags.html": "tags",
    "archive.html": "archive",
    "404.html": "404",
    "robots.txt": "robots",
    "llms.txt": "llms",
    "manifest.webmanifest": "manifest",
    "_headers": "headers",
    "feeds.opml": "opml",
    "feed.xml": "feed",
    "feed.rss": "feed",
    "feed.json": "feed",
    "sitemap.xml": "sitemap",
}
_TERM = re.compile(r"(category|tag)/([^/]+?)(?:/\d+)?\.html")
_FEED = re.compile(r"category/([^/]+)\.(?:xml|rss|json)")
_PERIOD = re.compile(r"archive/(\d{4})(?:/(\d\d)(?:/(\d\d)(?:/\d+)?)?)?\.html")
_DOCUMENT = re.compile(r"(feed|sitemap)/(\d{4}-\d\d)(?:-\d+)?\.xml")
_STANDING = re.compile(r"sitemap/(?:news|pages(?:-\d+)?)\.xml")
_LENGTHS = {1: "year", 2: "month", 3: "day"}
_DOCUMENTS = {"feed": "feed-archive", "sitemap": "sitemap"}


def owners(connection: sqlite3.Connection, path: str) -> Iterator[Owner]:
    """Yield the owners that an output path can belong to."""
    yield from _sources(connection, path)
    if path in _SINGLES:
        yield Owner("single", _SINGLES[path])
    if _STANDING.fullmatch(path):
        yield Owner("single", "sitemap")
    if path.startswith("assets/"):
        yield Owner("asset", "")
    yield from _terms(connection, path)
    yield from _periods(path)


def _sources(connection: sqlite3.Connection, path: str) -> Iterator[Owner]:
    """Yield who has the path by its address: a post, a page or a file, or a redirect."""
    key = fold(path)
    rows = connection.execute(
        """SELECT coalesce(posts.role, 'file'), claims.path FROM claims
           LEFT JOIN posts ON posts.id = claims.post_id
           WHERE claims.key = ? ORDER BY rank, claims.path LIMIT 1""",
        (key,),
    )
    yield from (Owner(*row) for row in rows.fetchall())
    if connection.execute("SELECT 1 FROM aliases WHERE key = ?", (key,)).fetchone():
        yield Owner("alias", key)


def _terms(connection: sqlite3.Connection, path: str) -> Iterator[Owner]:
    listed, feed = _TERM.fullmatch(path), _FEED.fullmatch(path)
    if listed:
        names = _named(connection, listed[1], listed[2])
        yield from (Owner(listed[1], name) for name in names)
    if feed:
        yield from (Owner("feed", name) for name in _named(connection, "category", feed[1]))


def _named(connection: sqlite3.Connection, taxonomy: str, slug: str) -> list[str]:
    rows = connection.execute("SELECT name FROM terms WHERE taxonomy = ? AND slug = ?", (taxonomy, slug))
    return [row[0] for row in rows]


def _periods(path: str) -> Iterator[Owner]:
    period, document = _PERIOD.fullmatch(path), _DOCUMENT.fullmatch(path)
    if period:
        parts = [part for part in period.groups() if part]
        yield Owner(_LENGTHS[len(parts)], "-".join(parts))
    if document:
        yield Owner(_DOCUMENTS[document[1]], document[2])
