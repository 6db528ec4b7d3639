"""Address sitemaps, and write those that list URLs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.addresses.routes import Route
from generator.config.groups import OptionGroup
from generator.kinds.kind import Common, Maker, Resources
from generator.kinds.parts.inputs import options, program

#: URLs that a sitemap may hold (sitemaps.org, protocol 0.9).
SITEMAP_URLS = 50_000

SITEMAP_INDEX = Route("sitemap.xml")
#: Posts of a month; a month with more than 50,000 has several.
MONTH = Route("sitemap/{period}.xml")
MONTH_NEXT = Route("sitemap/{period}-{number}.xml", "More of them, above 50,000")
#: Home page, static pages, categories and tags.
PAGES = Route("sitemap/pages.xml", "The home page, static pages, categories and tags, for search engines")
PAGES_NEXT = Route("sitemap/pages-{number}.xml", "More of them, above 50,000")
#: Posts of two days, for Google News.
NEWS = Route("sitemap/news.xml", "The posts of the last two days, for Google News (`sitemaps.news`)")


@dataclass(frozen=True, slots=True)
class SitemapOptions:
    """Sitemaps besides those of all pages."""

    news: bool = False
    """Whether there is one of the last two days for Google News; then each post changes one more file."""


SITEMAPS = OptionGroup(
    "sitemaps",
    SitemapOptions,
    "Sitemaps besides those of all pages.",
    need_url=("news",),
)


class SitemapRow(NamedTuple):
    """URLs, each with the day or instant of its last change (ISO 8601), or ""."""

    urls: list[tuple[str, str]]


def numbered(first: Route, others: Route, number: int, **parameters: str) -> str:
    """Return the path of a sitemap, of which there may be several; they count from 1."""
    return first.path(**parameters) if number == 1 else others.path(number=number, **parameters)


def sitemap_inputs(common: Common) -> dict[str, str]:
    """Return the inputs of sitemaps: the site's URL, the program, and the library for XML."""
    return {**program(), **options({"url": common.settings.base})}


def sitemap_maker(resources: Resources) -> Maker:
    """Return the writer of a sitemap."""
    from generator.formats.sitemap import sitemap

    base = resources.settings.base
    return lambda task: sitemap(base, task.payload.urls)
