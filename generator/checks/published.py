"""What a build would publish, asked for address by address: nothing is planned or rendered for it."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.addresses.segments import fold
from generator.kinds.archives import month_of
from generator.kinds.calendar import SITEMAP_URLS
from generator.kinds.singles import NEWS_PATH, Extent
from generator.plan import page_borders

#: Outputs of which an archive has one, whatever is in it.
_ALWAYS = frozenset(
    {"index.html", "categories.html", "tags.html", "archive.html", "404.html", "robots.txt", "feed.xml",
     "manifest.webmanifest"}
)  # fmt: skip
_TERM = re.compile(r"(category|tag)/([^/]+)\.html|archive/(\d{4}/\d\d/\d\d)\.html")
_NUMBERED = re.compile(r"(?:(category|tag)/([^/]+)|archive/(\d{4}/\d\d/\d\d))/([1-9]\d*)\.html")
_CALENDAR = re.compile(r"archive/(\d{4}(?:/\d\d)?)\.html")
_FEED = re.compile(r"(?:category/([^/]+)|feed)\.(xml|rss|json)")
_ARCHIVE = re.compile(r"feed/(\d{4}-\d\d)(?:-([1-9]\d*))?\.xml")
_SITEMAP = re.compile(r"sitemap/(pages|\d{4}-\d\d)(?:-([1-9]\d*))?\.xml")

_HOLDER = """SELECT claims.path, coalesce(posts.address, files.address) FROM claims
             LEFT JOIN posts ON posts.id = claims.post_id AND posts.live = 1
             LEFT JOIN files ON files.path = claims.path AND files.taken = 0
             WHERE claims.key = ? ORDER BY claims.rank, claims.path LIMIT 1"""
_ALIAS = """SELECT aliases.address FROM aliases WHERE key = ? AND lost = 0"""


class Found(NamedTuple):
    """An output. `source` is the path of the post, page or file that it is made from, "" for others."""

    path: str
    source: str = ""


class Published:
    """Answers what stands at an output path; `assets` are the paths of the theme's files."""

    def __init__(
        self, connection: sqlite3.Connection, extent: Extent, assets: frozenset[str], page_size: int
    ) -> None:
        self._connection = connection
        self._extent = extent
        self._assets = assets
        self._page_size = page_size
        self._singles = frozenset(_singles(extent))

    def find(self, path: str) -> Found | None:
        """Return the output at a path, whatever the capitals; its own path tells how it is really written.

        None for a path at which there is nothing.
        """
        key = fold(path)
        row = self._connection.execute(_HOLDER, (key,)).fetchone()
        if row and row[1]:
            return Found(row[1], row[0])
        alias = self._connection.execute(_ALIAS, (key,)).fetchone()
        if alias:
            return Found(alias[0])
        if path in self._singles or path in self._assets or self._is_generated(path):
            return Found(path)
        return None

    def served(self, path: str) -> Iterator[tuple[str, Found]]:
        """Yield the outputs that hosts may answer an address with, the surest first, and how it is meant.

        `exact`, `folder` (all hosts send the reader on) or `suffix` (some hosts add `.html`).
        """
        if path == "" or path.endswith("/"):
            tried = [("exact", f"{path}index.html"), ("suffix", f"{path.rstrip('/')}.html")]
        else:
            tried = [("exact", path), ("folder", f"{path}/index.html"), ("suffix", f"{path}.html")]
        for how, one in tried:
            if found := self.find(unicodedata.normalize("NFC", one)):
                yield how, found

    def _is_generated(self, path: str) -> bool:
        if match := _TERM.fullmatch(path):
            return self._term(match[1] or "day", match[2] or match[3]) is not None
        if match := _NUMBERED.fullmatch(path):
            return int(match[4]) <= self._pages(match[1] or "day", match[2] or match[3])
        if match := _CALENDAR.fullmatch(path):
            return self._has_period(match[1].replace("/", "-"))
        if match := _FEED.fullmatch(path):
            known = not match[1] or self._term("category", match[1]) is not None
            return known and match[2] in self._extent.feed.suffixes
        return self._is_document(path)

    def _is_document(self, path: str) -> bool:
        """Tell whether a path is an archive of the feed, or a sitemap."""
        if match := _ARCHIVE.fullmatch(path):
            month = month_of(self._connection, match[1])
            if month is None or not self._extent.feed.archives:
                return False
            return int(match[2]) <= month.full if match[2] else path == month.rest
        match = _SITEMAP.fullmatch(path)
        if match is None or not self._extent.sitemaps:
            return False
        if match[1] == "pages":
            return not match[2]
        row = self._connection.execute("SELECT posts FROM months WHERE month = ?", (match[1],)).fetchone()
        return bool(row and (int(match[2] or 1) - 1) * SITEMAP_URLS < row[0])

    def _has_period(self, period: str) -> bool:
        query = (
            "SELECT 1 FROM months WHERE month = :period OR month > :period || '-' AND month < :period || '.'"
        )
        return self._connection.execute(query, {"period": period}).fetchone() is not None

    def _term(self, taxonomy: str, slug: str) -> str | None:
        """Return the name of a term, by its slug; posts stand in it, or it would not be there."""
        row = self._connection.execute(
            "SELECT name FROM terms WHERE taxonomy = ? AND slug = ? AND name != ''", (taxonomy, slug)
        ).fetchone()
        return str(row[0]) if row else None

    def _pages(self, taxonomy: str, slug: str) -> int:
        """Return how many numbered pages a term has, counting anew."""
        name = self._term(taxonomy, slug)
        if name is None:
            return 0
        connection = self._connection
        connection.execute("DELETE FROM touched")
        connection.execute("DELETE FROM repaged")
        connection.execute("INSERT INTO touched VALUES (?, ?, NULL, '')", (taxonomy, name))
        page_borders.renew(connection, self._page_size)
        query = "SELECT id FROM terms WHERE taxonomy = ? AND name = ?"
        return page_borders.starts(
            connection, connection.execute(query, (taxonomy, name)).fetchone()[0]
        ).pages


def _singles(extent: Extent) -> Iterator[str]:
    yield from _ALWAYS
    for wanted, names in (
        (extent.llms, ("llms.txt",)),
        (extent.headers, ("_headers",)),
        (extent.sitemaps, ("feeds.opml", "sitemap.xml")),
        (extent.sitemaps and extent.news, (NEWS_PATH,)),
    ):
        yield from names if wanted else ()


def built_page(output: Path, path: str) -> str | None:
    """Return a page as it was last built; None for one that was not."""
    file = output / path
    try:
        return file.read_text("utf-8", "replace") if file.suffix == ".html" else None
    except OSError:
        return None
