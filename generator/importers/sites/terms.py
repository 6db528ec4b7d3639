"""Describe the pages of single categories and tags of a site, which an archive makes itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from generator.importers.article import Fields, Value
from generator.importers.sites.settings import pattern_at

Group = Literal["categories", "tags"]
#: The options under `permalink` for the pages of terms.
OPTIONS: tuple[tuple[str, Group], ...] = (("category", "categories"), ("tag", "tags"))


class TermPage(NamedTuple):
    """The page of a category or tag. `slug` is the term's slug in Backfile; `file` its old output path."""

    group: Group
    name: str
    label: str
    slug: str
    file: str


def patterns_of(term_pages: Iterable[TermPage]) -> dict[str, str]:
    """Return the patterns that most pages of categories, and of tags, had, by the options of site.yaml."""
    counts: dict[Group, Counter[str]] = {"categories": Counter(), "tags": Counter()}
    for page in term_pages:
        folder, _, end = page.file.rpartition(page.slug) if page.slug else ("", "", "")
        if end in (".html", ".htm", "/index.html") and folder.endswith("/"):
            counts[page.group][f"{folder}{{slug}}{end}"] += 1
    most = {group: max(found, key=lambda one: (found[one], one)) for group, found in counts.items() if found}
    return {option: pattern_at(most[group]) for option, group in OPTIONS if group in most}


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
