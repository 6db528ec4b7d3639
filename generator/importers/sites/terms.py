"""Describe the pages of single categories and tags of a site, which an archive makes itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from generator.addresses.segments import slugify
from generator.importers.article import Fields, Value

Group = Literal["categories", "tags"]
#: Folders of the pages of terms in Backfile.
FOLDERS: dict[Group, str] = {"categories": "category", "tags": "tag"}


class TermPage(NamedTuple):
    """The page of a category or tag. `slug` is the term's slug in Backfile; `file` its old output path."""

    group: Group
    name: str
    label: str
    slug: str
    file: str

    @property
    def target(self) -> str:
        """The output path of the term's page in Backfile."""
        return f"{FOLDERS[self.group]}/{self.slug or slugify(self.name)}.html"


def described_terms(term_pages: Iterable[TermPage]) -> Fields:
    """Return the labels and slugs of categories and tags, as site.yaml has them."""
    groups: dict[str, dict[str, Value]] = {"categories": {}, "tags": {}}
    for term_page in term_pages:
        described: dict[str, Value] = {}
        if term_page.label and term_page.label != term_page.name:
            described["label"] = term_page.label
        if term_page.slug and term_page.slug != term_page.name:
            described["slug"] = term_page.slug
        if described:
            groups[term_page.group][term_page.name] = described
    return {name: terms for name, terms in groups.items() if terms}
