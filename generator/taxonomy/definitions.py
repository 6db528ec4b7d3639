"""Hold what site.yaml says about categories and tags, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

#: A taxonomy, as the table `terms` names it.
TaxonomyName = Literal["category", "tag", "day"]


class Definition(NamedTuple):
    """A category or tag that site.yaml describes."""

    label: str = ""
    description: str = ""
    slug: str = ""


class Taxonomy(NamedTuple):
    """The categories, or the tags, of a site. `canonical` are names by their other spellings."""

    name: Literal["category", "tag"]
    canonical: Mapping[str, str]
    defined: Mapping[str, Definition]

    def resolve(self, names: list[str]) -> list[str]:
        """Return names in their canonical spelling, each once, in their order."""
        return list(dict.fromkeys(self.canonical.get(name, name) for name in names))

    def definition(self, name: str) -> Definition:
        """Return what site.yaml says about a name, or an empty definition."""
        return self.defined.get(name, Definition())

    @property
    def fixed_slugs(self) -> dict[str, str]:
        """Slugs that site.yaml sets, by name."""
        return {name: one.slug for name, one in self.defined.items() if one.slug}


#: The taxonomy whose terms are days; their names are `2021-12-28`.
DAY: Final = "day"
CATEGORY: Final = "category"
TAG: Final = "tag"

#: The category of posts that name none. It has no page, but its posts are each other's neighbours.
NONE = ""
