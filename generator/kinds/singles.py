"""Tasks for the outputs of which an archive has one: home, indexes, the site's feeds, robots.txt."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.addresses.links import href
from generator.addresses.segments import REPLACEABLE
from generator.kinds.calendar import SITEMAP_URLS, sitemap_path
from generator.kinds.feeds import FeedExtent, all_feeds, site_feed
from generator.kinds.lists import BY_LETTER, CARD, CARD_FROM, term_path
from generator.plan.task import Task

_NEWEST = f"""
    SELECT {CARD} FROM posts AS p {CARD_FROM}
    WHERE p.live = 1 AND p.role = 'post' ORDER BY p.stamp DESC, p.path DESC LIMIT ?
"""
_SECTIONS = {
    "largest": "posts DESC, sort, name",
    "recent": "(SELECT max(stamp) FROM post_terms WHERE term_id = terms.id) DESC, sort, name",
}
_SECTION = f"""
    SELECT {CARD} FROM (SELECT post_id, stamp, path FROM post_terms WHERE term_id = ?
                        ORDER BY stamp DESC, path DESC LIMIT ?) AS t
    JOIN posts AS p ON p.id = t.post_id {CARD_FROM} ORDER BY t.stamp DESC, t.path DESC
"""
_INDEX = f"""SELECT label, slug, posts, letter FROM terms WHERE taxonomy = ? AND name != ''
             ORDER BY {BY_LETTER}"""


#: What a sitemap of news may hold: posts of two days, in microseconds (of the newest post, since the clock
#: must not show in the output), and so many of them (Google Search Central, "Create a news sitemap").
NEWS_SPAN = 2 * 86_400_000_000
NEWS_URLS = 1_000
NEWS_PATH = "sitemap/news.xml"
_NEWS = """
    SELECT url, title, date, json_extract(details, '$.lang') FROM posts
    WHERE live = 1 AND role = 'post' AND stamp >=
        (SELECT max(stamp) - ? FROM posts WHERE live = 1 AND role = 'post')
    ORDER BY stamp DESC, path DESC LIMIT ?
"""
#: Categories that llms.txt names; a model is given all of its text at once.
LLMS_CATEGORIES = 100
_LARGEST = f"""
    SELECT label, slug FROM (SELECT * FROM terms WHERE taxonomy = 'category' AND name != ''
                             ORDER BY posts DESC, sort, name LIMIT ?)
    ORDER BY {BY_LETTER}
"""


class Extent(NamedTuple):
    """How much the home page and the feeds show; `sitemaps` is False for a site without a URL."""

    posts: int
    sections: int
    section_posts: int
    order: str
    feed: FeedExtent
    sitemaps: bool
    news: bool
    llms: bool
    headers: bool

    def home(self) -> dict[str, object]:
        """Return the options of the home page, by their names in site.yaml."""
        return {"posts": self.posts, "sections": self.sections, "section_posts": self.section_posts,
                "order": self.order}  # fmt: skip


def single_tasks(connection: sqlite3.Connection, extent: Extent) -> Iterator[Task]:
    """Yield tasks for the touched ones, but for those that a file under content/static/ replaces."""
    makers: dict[str, Callable[[], Iterator[tuple[str, str, tuple[object, ...]]]]] = {
        "home": lambda: _one("index.html", "home", _home(connection, extent)),
        "categories": lambda: _one("categories.html", "terms", _index(connection, "category")),
        "tags": lambda: _one("tags.html", "terms", _index(connection, "tag")),
        "archive": lambda: _one("archive.html", "archive", _months(connection)),
        "404": lambda: _one("404.html", "404", ()),
        "robots": lambda: _one("robots.txt", "robots", ()),
        "manifest": lambda: _one("manifest.webmanifest", "manifest", ()),
        "headers": lambda: _one("_headers", "headers", ()) if extent.headers else iter(()),
        "llms": lambda: _one("llms.txt", "llms", _largest(connection)) if extent.llms else iter(()),
        "opml": lambda: _one("feeds.opml", "opml", (all_feeds(connection),)) if extent.sitemaps else iter(()),
        "feed": lambda: _feeds(connection, extent.feed),
        "sitemap": lambda: _sitemaps(connection, extent) if extent.sitemaps else iter(()),
    }
    replaced = {row[0] for row in connection.execute(
        f"SELECT address FROM files WHERE taken = 0 AND address IN {REPLACEABLE}"
    )}  # fmt: skip
    for row in connection.execute("SELECT key FROM touched WHERE kind = 'single'").fetchall():
        for path, page, payload in makers[row[0]]():
            if path not in replaced:
                yield Task(path, "single", row[0], page, payload)


def _one(path: str, page: str, payload: tuple[object, ...]) -> Iterator[tuple[str, str, tuple[object, ...]]]:
    yield path, page, payload


def _feeds(
    connection: sqlite3.Connection, extent: FeedExtent
) -> Iterator[tuple[str, str, tuple[object, ...]]]:
    payload = site_feed(connection, extent)
    yield from ((f"feed.{suffix}", "feed", payload) for suffix in extent.suffixes)


def _newest(connection: sqlite3.Connection, count: int) -> list[tuple[object, ...]]:
    return connection.execute(_NEWEST, (count,)).fetchall()


def _home(connection: sqlite3.Connection, extent: Extent) -> tuple[object, ...]:
    """Return the newest cards, and sections as (label, slug, posts, cards)."""
    sections = connection.execute(
        f"""SELECT id, label, slug, posts FROM terms WHERE taxonomy = 'category' AND name != ''
            ORDER BY {_SECTIONS[extent.order]} LIMIT ?""",
        (extent.sections,),
    ).fetchall()
    filled = [
        (*shown, connection.execute(_SECTION, (number, extent.section_posts)).fetchall())
        for number, *shown in sections
    ]
    return (_newest(connection, extent.posts), filled)


def _index(connection: sqlite3.Connection, taxonomy: str) -> tuple[object, ...]:
    return (taxonomy, connection.execute(_INDEX, (taxonomy,)).fetchall())


def _largest(connection: sqlite3.Connection) -> tuple[object, ...]:
    """Return (label, slug) of the largest categories, in the order of the alphabet."""
    return (connection.execute(_LARGEST, (LLMS_CATEGORIES,)).fetchall(),)


def _months(connection: sqlite3.Connection) -> tuple[object, ...]:
    return (connection.execute("SELECT month, posts FROM months ORDER BY month DESC").fetchall(),)


def _sitemaps(
    connection: sqlite3.Connection, extent: Extent
) -> Iterator[tuple[str, str, tuple[object, ...]]]:
    """Yield the sitemap of everything but posts, and the index of all sitemaps."""
    entries: list[tuple[str, str]] = []
    urls = _standing_urls(connection)
    for number in itertools.count(1):
        part = list(itertools.islice(urls, SITEMAP_URLS))
        if not part:
            break
        entries.append((sitemap_path("pages", number), ""))
        yield entries[-1][0], "sitemap", (part,)
    for month, posts, updated in connection.execute(
        "SELECT month, posts, updated FROM months ORDER BY month"
    ):
        parts = (posts + SITEMAP_URLS - 1) // SITEMAP_URLS
        entries += [(sitemap_path(month, number), updated) for number in range(1, parts + 1)]
    if extent.news:
        news = connection.execute(_NEWS, (NEWS_SPAN, NEWS_URLS)).fetchall()
        if news:
            entries.append((NEWS_PATH, news[0][2]))
            yield NEWS_PATH, "sitemap-news", (news,)
    yield "sitemap.xml", "sitemap-index", (entries,)


def _standing_urls(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield (url, "") for the home page, static pages, and the front pages of categories and tags."""
    yield "", ""
    rows = connection.execute(
        "SELECT url FROM posts WHERE role = 'page' AND live = 1 ORDER BY path"
    ).fetchall()
    yield from ((row[0], "") for row in rows)
    terms = connection.execute(
        "SELECT taxonomy, slug FROM terms WHERE taxonomy != 'day' AND name != '' ORDER BY taxonomy, slug"
    ).fetchall()
    yield from ((href(term_path(taxonomy, slug)), "") for taxonomy, slug in terms)
