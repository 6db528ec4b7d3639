"""List all feeds of the site in OPML."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

from generator.addresses.links import href
from generator.addresses.routes import Route
from generator.kinds.kind import Common, Maker, Resources, Source
from generator.kinds.parts.feeds import SITE_FEED
from generator.kinds.parts.inputs import program, site
from generator.kinds.parts.opml import FEED_LIST
from generator.kinds.parts.terms import BY_LETTER, TermRow, category_feed, term_path
from generator.kinds.single import Part, SingleKind
from generator.plan.task import Task
from generator.taxonomy.definitions import CATEGORY
from generator.theme.inputs import Inputs

_CATEGORIES = f"""SELECT label, slug FROM terms WHERE taxonomy = 'category' AND name != ''
                  ORDER BY {BY_LETTER}"""


class OpmlRow(NamedTuple):
    """All categories, by letter."""

    categories: list[TermRow]


@dataclass(frozen=True)
class OpmlKind(SingleKind):
    """All feeds. A site without a URL has no such list."""

    key: ClassVar[str] = "opml"
    title: ClassVar[str] = "the list of all feeds"
    routes: ClassVar[tuple[Route, ...]] = (FEED_LIST,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind; it needs the site's URL."""
        return cls(enabled=bool(source.config.url))

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the file."""
        yield Part(
            FEED_LIST.path(), "opml", OpmlRow(list(map(TermRow._make, connection.execute(_CATEGORIES))))
        )

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return settings."""
        return {"opml": {**program(), **site(common.settings)}}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of the file."""
        from generator.formats.opml import opml

        settings = resources.settings
        base, permalink = settings.base, settings.permalink

        def make(task: Task[OpmlRow]) -> bytes:
            listed = [
                (
                    label,
                    base + href(category_feed(permalink, slug)),
                    base + href(term_path(permalink, CATEGORY, slug)),
                )
                for label, slug in task.payload.categories
            ]
            return opml(
                settings.title, [(settings.title, base + SITE_FEED.path(format="xml"), base), *listed]
            )

        return {"opml": make}
