"""Write the list of all sitemaps, and the sitemaps of pages and of news."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self

from generator.addresses.links import href
from generator.addresses.routes import Route
from generator.config.groups import Groups
from generator.config.schema import Permalink
from generator.core.wording import counted
from generator.kinds.kind import Common, Maker, Phase, Resources, Shown, Source
from generator.kinds.parts.inputs import options, program, site
from generator.kinds.parts.sitemaps import (
    MONTH,
    MONTH_NEXT,
    NEWS,
    PAGES,
    PAGES_NEXT,
    SITEMAP_INDEX,
    SITEMAP_URLS,
    SITEMAPS,
    SitemapRow,
    numbered,
    sitemap_inputs,
    sitemap_maker,
)
from generator.kinds.parts.terms import term_path
from generator.kinds.single import Part, SingleKind
from generator.plan.task import Task
from generator.plan.touched import Touched
from generator.theme.inputs import Inputs

#: Limits of a sitemap of news: posts of two days, in microseconds (of the newest post, since the clock
#: must not show in the output), and so many of them (Google Search Central, "Create a news sitemap").
NEWS_SPAN = 2 * 86_400_000_000
NEWS_URLS = 1_000
_NEWS = """
    SELECT url, title, date, json_extract(details, '$.lang') FROM posts
    WHERE live = 1 AND role = 'post' AND stamp >=
        (SELECT max(stamp) - ? FROM posts WHERE live = 1 AND role = 'post')
    ORDER BY stamp DESC, path DESC LIMIT ?
"""
#: As many as `_page_urls` yields.
_PAGE_COUNT = """
    SELECT 1 + (SELECT count(*) FROM posts WHERE role = 'page' AND live = 1)
             + (SELECT count(*) FROM terms WHERE taxonomy != 'day' AND name != '')
"""


class NewsItem(NamedTuple):
    """A post in the sitemap of news; `language` is None for the site's."""

    url: str
    title: str
    date: str
    language: str | None


class NewsRow(NamedTuple):
    """The posts of the last two days, newest first."""

    posts: list[NewsItem]


@dataclass(frozen=True)
class SitemapsKind(SingleKind):
    """The list of all sitemaps. A site without a URL has none; `news`: with one for Google News."""

    news: bool
    permalink: Permalink

    key: ClassVar[str] = "sitemap"
    title: ClassVar[str] = "the list of all sitemaps"
    phase: ClassVar[Phase] = "feeds"
    routes: ClassVar[tuple[Route, ...]] = (SITEMAP_INDEX, PAGES, PAGES_NEXT, NEWS)
    options: ClassVar[Groups] = (SITEMAPS,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind; it needs the site's URL."""
        config = source.config
        return cls(SITEMAPS.of(config).news, config.permalink, enabled=bool(config.url))

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the sitemaps of everything but posts, that of news, and the list of all."""
        entries: list[tuple[str, str]] = []
        for path, urls in _pages(connection, self.permalink):
            entries.append((path, ""))
            yield Part(path, "sitemap", SitemapRow(urls))
        entries += _months(connection)
        news = (
            list(map(NewsItem._make, connection.execute(_NEWS, (NEWS_SPAN, NEWS_URLS)))) if self.news else []
        )
        if news:
            entries.append((NEWS.path(), news[0].date))
            yield Part(NEWS.path(), "sitemap-news", NewsRow(news))
        yield Part(SITEMAP_INDEX.path(), "sitemap-index", SitemapRow(entries))

    def parts_count(self, connection: sqlite3.Connection) -> int:
        """Return the number of sitemaps; that of news may be empty."""
        urls = int(connection.execute(_PAGE_COUNT).fetchone()[0])
        return -(-urls // SITEMAP_URLS) + self.news + 1

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return settings, and the library for XML."""
        urls = sitemap_inputs(common)
        news = {**program(), **site(common.settings)}
        return {"sitemap": urls, "sitemap-index": urls, "sitemap-news": news}

    def own_inputs(self) -> Inputs:
        """Return whether there is a sitemap of news."""
        return options({"sitemaps.news": self.news})

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writers of sitemaps."""
        from generator.formats.sitemap import news_sitemap, sitemap_index

        settings = resources.settings
        head = (settings.base, settings.publisher[0], settings.language)
        return {
            "sitemap": sitemap_maker(resources),
            "sitemap-index": lambda task: sitemap_index(settings.base, task.payload.urls),
            "sitemap-news": lambda task: news_sitemap(*head, task.payload.posts),
        }

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether the site has the sitemap."""
        return self.enabled and (
            path in (SITEMAP_INDEX.path(), PAGES.path()) or (self.news and path == NEWS.path())
        )

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Say which sitemap it is."""
        if path == SITEMAP_INDEX.path():
            return self.title
        if path == NEWS.path():
            return "the sitemap with the news of the last two days"
        return "the sitemap with the home page, static pages, categories and tags"

    def contents(self, connection: sqlite3.Connection, task: Task[tuple[list[object]]]) -> Iterator[str]:
        """Count URLs or sitemaps."""
        noun = "sitemap" if task.page == "sitemap-index" else "URL"
        yield f"It names {counted(len(task.payload[0]), noun)}."

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the sitemap that names a static page."""
        if self.enabled and post.role == "page":
            yield f"{PAGES.path()}, a sitemap"


def _months(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield path and last change of the sitemaps of all months."""
    for month, posts, updated in connection.execute(
        "SELECT month, posts, updated FROM months ORDER BY month"
    ):
        parts = (posts + SITEMAP_URLS - 1) // SITEMAP_URLS
        for number in range(1, parts + 1):
            yield numbered(MONTH, MONTH_NEXT, number, period=month), updated


def _pages(
    connection: sqlite3.Connection, permalink: Permalink
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield path and URLs of the sitemaps of everything but posts."""
    urls = _page_urls(connection, permalink)
    for number in itertools.count(1):
        part = list(itertools.islice(urls, SITEMAP_URLS))
        if not part:
            break
        yield numbered(PAGES, PAGES_NEXT, number), part


def _page_urls(connection: sqlite3.Connection, permalink: Permalink) -> Iterator[tuple[str, str]]:
    """Yield (url, "") for the home page, static pages, and the front pages of categories and tags."""
    yield "", ""
    query = "SELECT url FROM posts WHERE role = 'page' AND live = 1 ORDER BY path"
    yield from ((url, "") for (url,) in connection.execute(query).fetchall())
    terms = connection.execute(
        "SELECT taxonomy, slug FROM terms WHERE taxonomy != 'day' AND name != '' ORDER BY taxonomy, slug"
    ).fetchall()
    yield from ((href(term_path(permalink, taxonomy, slug)), "") for taxonomy, slug in terms)
