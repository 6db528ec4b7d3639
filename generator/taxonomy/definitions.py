"""What site.yaml says about categories and tags, turned round for looking up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Definition(NamedTuple):
    """A category or tag that site.yaml describes."""

    label: str = ""
    description: str = ""
    slug: str = ""


class Taxonomy(NamedTuple):
    """The categories, or the tags, of a site. `canonical` leads from other spellings to names."""

    name: str
    canonical: Mapping[str, str]
    defined: Mapping[str, Definition]

    def resolve(self, names: list[str]) -> list[str]:
        """Return names in the spelling that counts, each once, in their order."""
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

#: The category that stands for having none. It has no page, but its posts are each other's neighbours.
NONE = ""
