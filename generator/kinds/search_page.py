"""Make the page on which readers search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.routes import Route
from generator.kinds.kind import Maker, Resources, Source, View
from generator.kinds.parts.inputs import options
from generator.kinds.parts.search import PAGE, SEARCH
from generator.kinds.single import Part, SingleKind
from generator.theme.inputs import Inputs
from generator.theme.view_models import Link


@dataclass(frozen=True)
class SearchPageKind(SingleKind):
    """The page with a field for the query, filters and results."""

    key: ClassVar[str] = "search"
    title: ClassVar[str] = "the search page"
    routes: ClassVar[tuple[Route, ...]] = (PAGE,)
    templates: ClassVar[tuple[str, ...]] = ("search",)
    from_sample: ClassVar[bool] = True
    shows_posts: ClassVar[bool] = False

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind; a site without search has no such page."""
        return cls(enabled=SEARCH.of(source.config).mode != "off")

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the page."""
        yield Part(PAGE.path(), "search")

    def own_inputs(self) -> Inputs:
        """Return whether the site has search."""
        return options({"search.mode": self.enabled})

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of search.html."""
        words = resources.words
        home = Link(words.home, "")
        return {"search": lambda _: View({}, words.search, schema="SearchResultsPage", trail=(home,))}
