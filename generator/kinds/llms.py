"""Write llms.txt, which describes the site to language models."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

from generator.addresses.calendar import YEARS
from generator.addresses.links import href
from generator.addresses.routes import Route
from generator.config.groups import Groups, OptionGroup
from generator.formats.llms import Item, llms
from generator.kinds.kind import Common, Maker, Resources, Source
from generator.kinds.parts.feeds import SITE_FEED
from generator.kinds.parts.indexes import index_url
from generator.kinds.parts.inputs import options, program, site
from generator.kinds.parts.navigation import PAGE_ORDER
from generator.kinds.parts.opml import FEED_LIST
from generator.kinds.parts.sitemaps import SITEMAP_INDEX
from generator.kinds.parts.terms import BY_LETTER, TermRow, term_path
from generator.kinds.single import Part, SingleKind
from generator.taxonomy.definitions import CATEGORY, TAG
from generator.theme.inputs import Inputs

_FILE = Route("llms.txt", replaceable=True)
LLMS_TXT = OptionGroup(
    "llms_txt",
    bool,
    "Whether there is a file llms.txt, in which language models find the main pages.",
    default=True,
)
#: Categories that the file names; a model is given all of its text at once.
LLMS_CATEGORIES = 100
#: Static pages that the file names.
LLMS_PAGES = 100
_LARGEST = f"""
    SELECT label, slug FROM (SELECT * FROM terms WHERE taxonomy = 'category' AND name != ''
                             ORDER BY posts DESC, sort, name LIMIT ?)
    ORDER BY {BY_LETTER}
"""


_PAGES = f"SELECT title, url FROM posts WHERE role = 'page' AND live = 1 {PAGE_ORDER} LIMIT ?"


class PageLinkRow(NamedTuple):
    """A static page as a list names it."""

    title: str
    url: str


class LlmsRow(NamedTuple):
    """The largest categories, by letter, and static pages in the order of the navigation."""

    categories: list[TermRow]
    pages: list[PageLinkRow]


@dataclass(frozen=True)
class LlmsKind(SingleKind):
    """Links to the parts of the site, in Markdown."""

    key: ClassVar[str] = "llms"
    title: ClassVar[str] = "the description of the site for language models"
    routes: ClassVar[tuple[Route, ...]] = (_FILE,)
    options: ClassVar[Groups] = (LLMS_TXT,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind as `llms_txt` says."""
        return cls(enabled=LLMS_TXT.of(source.config))

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the file."""
        categories = list(map(TermRow._make, connection.execute(_LARGEST, (LLMS_CATEGORIES,))))
        pages = list(map(PageLinkRow._make, connection.execute(_PAGES, (LLMS_PAGES,))))
        yield Part(_FILE.path(), "llms", LlmsRow(categories, pages))

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return settings and words."""
        settings = common.settings
        described = {**site(settings), **options({"description": settings.description})}
        return {"llms": {**program(), **described, **common.theme.words}}

    def own_inputs(self) -> Inputs:
        """Return whether there is such a file."""
        return options({"llms_txt": self.enabled})

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of the file."""
        return {"llms": lambda task: _llms(resources, task.payload)}


def _llms(resources: Resources, row: LlmsRow) -> bytes:
    settings, words = resources.settings, resources.words
    way, permalink = settings.base or "./", settings.permalink
    pages = [Item(title, way + url) for title, url in row.pages]
    lists = [
        Item(words.all_categories, way + index_url(permalink, CATEGORY)),
        Item(words.all_tags, way + index_url(permalink, TAG)),
        Item(words.all_days, way + YEARS.path()),
    ]
    named = [Item(label, way + href(term_path(permalink, CATEGORY, slug))) for label, slug in row.categories]
    optional = [Item("Atom", way + SITE_FEED.path(format="xml"))]
    if settings.base:
        optional += [Item("OPML", way + FEED_LIST.path()), Item("Sitemap", way + SITEMAP_INDEX.path())]
    sections = (
        (words.home, [Item(settings.title, way), *pages]),
        (words.archive, lists),
        (words.categories, named),
        ("Optional", optional),  # The standard's title for links that a model may skip.
    )
    return llms(settings.title, settings.description, sections)
