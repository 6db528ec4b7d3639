"""Write the OpenSearch description of the site's search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.routes import Route
from generator.kinds.kind import Common, Maker, Phase, Resources, Source
from generator.kinds.parts.inputs import options, program, site
from generator.kinds.parts.search import DESCRIPTION, PAGE, SEARCH
from generator.kinds.single import Part, SingleKind
from generator.theme.inputs import Inputs


@dataclass(frozen=True)
class SearchDescriptionKind(SingleKind):
    """The site's search, for the search fields of browsers. A site without a URL has none."""

    key: ClassVar[str] = "opensearch"
    title: ClassVar[str] = "the description of the site's search for browsers"
    phase: ClassVar[Phase] = "assets"
    routes: ClassVar[tuple[Route, ...]] = (DESCRIPTION,)
    shows_posts: ClassVar[bool] = False

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind; it needs the site's URL, and search."""
        return cls(enabled=bool(source.config.url) and SEARCH.of(source.config).mode != "off")

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the file."""
        yield Part(DESCRIPTION.path(), "opensearch")

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return settings and libraries."""
        return {"opensearch": {**program(), **site(common.settings)}}

    def own_inputs(self) -> Inputs:
        """Return whether the site has search."""
        return options({"search.mode": self.enabled})

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of the file."""
        from generator.formats.opensearch import opensearch

        settings = resources.settings
        page = settings.base + PAGE.path()
        return {"opensearch": lambda _: opensearch(settings.title, settings.language, page)}
