"""List the posts that have a tag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.routes import Route
from generator.config.schema import Permalink
from generator.kinds.kind import Source
from generator.kinds.parts.lead_pictures import thumbnails
from generator.kinds.parts.list_pages import LISTS
from generator.kinds.parts.term_pages import TermKind
from generator.kinds.parts.terms import feed_route
from generator.taxonomy.definitions import TAG


@dataclass(frozen=True)
class TagKind(TermKind):
    """The newest posts with a tag."""

    owner: ClassVar[str] = TAG
    title: ClassVar[str] = "a page of the tag"
    option: ClassVar[str] = "tags"
    pattern: ClassVar[str] = "tag"

    @classmethod
    def reserved_on(cls, permalink: Permalink) -> tuple[Route, ...]:
        """Return the addresses of pages, and those of feeds: tags have none yet, and they are kept free."""
        return (*cls.routes_on(permalink), feed_route(permalink, TAG))

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the size of pages and the tags that site.yaml describes."""
        config = source.config
        return cls(
            LISTS.of(config).page_size,
            config.permalink,
            thumbnails(source.config, source.theme),
            source.taxonomies[TAG],
        )
