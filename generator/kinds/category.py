"""List the posts of a category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from generator.kinds.kind import Source
from generator.kinds.parts.lead_pictures import thumbnails
from generator.kinds.parts.list_pages import LISTS
from generator.kinds.parts.term_pages import TermKind
from generator.taxonomy.definitions import CATEGORY


@dataclass(frozen=True)
class CategoryKind(TermKind):
    """The newest posts of a category."""

    owner: ClassVar[str] = CATEGORY
    title: ClassVar[str] = "a page of the category"
    option: ClassVar[str] = "categories"
    pattern: ClassVar[str] = "category"

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the size of pages and the categories that site.yaml describes."""
        config = source.config
        return cls(
            LISTS.of(config).page_size,
            config.permalink,
            thumbnails(source.config, source.theme),
            source.taxonomies[CATEGORY],
        )
