"""List the posts that have a tag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.routes import Route
from generator.kinds.kind import Source
from generator.kinds.parts.list_pages import LISTS
from generator.kinds.parts.term_pages import TermKind
from generator.taxonomy.definitions import TAG


@dataclass(frozen=True)
class TagKind(TermKind):
    """The newest posts with a tag."""

    owner: ClassVar[str] = TAG
    title: ClassVar[str] = "a page of the tag"
    option: ClassVar[str] = "tags"
    #: Tags have no feeds yet; their addresses are kept free.
    reserved: ClassVar[tuple[Route, ...]] = (Route("tag/{slug}.{format}"),)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the size of pages and the tags that site.yaml describes."""
        return cls(LISTS.of(source.config).page_size, source.taxonomies[TAG])
