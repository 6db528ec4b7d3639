"""Read an export once to learn what its items are, where they were, and how the site made addresses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from generator.importers.wordpress.dates import offset_of
from generator.importers.wordpress.export import Head, Item, Term, read_items
from generator.importers.wordpress.permalinks import Patterns, kept_path, own_path
from generator.importers.wordpress.places import Places, place_of
from generator.importers.wordpress.shortcode_tags import names_in
from generator.importers.wordpress.terms import GROUPS

#: Statuses with which readers see an item.
SHOWN = frozenset({"publish", "inherit"})
#: What WordPress keeps for itself among the items.
INTERNAL = frozenset(
    {
        "attachment", "custom_css", "customize_changeset", "nav_menu_item", "oembed_cache", "revision",
        "user_request", "wp_block", "wp_font_face", "wp_font_family", "wp_global_styles", "wp_navigation",
        "wp_template", "wp_template_part",
    }
)  # fmt: skip


@dataclass(slots=True)
class Survey:
    """What a first reading has found.

    `kinds` are numbers of items by type, `offsets` numbers of posts by their offset from UTC.
    """

    places: Places = field(default_factory=Places)
    patterns: Patterns = field(default_factory=Patterns)
    kinds: Counter[str] = field(default_factory=Counter)
    offsets: Counter[timedelta] = field(default_factory=Counter)
    shortcodes: set[str] = field(default_factory=set)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    """Categories and tags that readers see, by taxonomy and name."""
    others: Counter[str] = field(default_factory=Counter)
    """Names of other taxonomies, with the number of items that have terms of them."""
    comments: int = 0
    numbered: bool = False
    """Whether items had addresses with their numbers, `/?p=12`."""
    uploads: int = 0
    """Files of the site itself, which an export does not hold."""


def survey_of(file: Path, head: Head, kinds: frozenset[str]) -> Survey:
    """Return what the items of an export show; `kinds` are those that become posts."""
    survey = Survey()
    for found in read_items(file, head):
        if isinstance(found.item, Item):
            _look_at(found.item, survey, head, kinds)
    return survey


def _look_at(item: Item, survey: Survey, head: Head, kinds: frozenset[str]) -> None:
    survey.kinds[item.kind] += 1
    path = kept_path(item, head)
    categories = ordered_categories(item, path)
    category = categories[0].name if categories else ""
    survey.places.add(place_of(item, path, item.date[:10], category, item.slug))
    if item.kind == "attachment":
        survey.uploads += own_path(item.url, head) is not None
    if item.kind not in kinds and item.kind != "page":
        return
    survey.shortcodes.update(names_in(item.body))
    survey.comments += item.comments
    survey.numbered |= own_path(item.guid, head) is not None
    survey.others.update({term.kind for term in item.terms if term.kind not in GROUPS})
    if item.status not in SHOWN or item.password:
        return
    if (offset := offset_of(item)) is not None:
        survey.offsets[offset] += 1
    if item.kind == "post":
        survey.patterns.add(path, item)
    for term in item.terms:
        if term.kind in GROUPS and term.name:
            survey.terms.setdefault((term.kind, term.name), term)


def ordered_categories(item: Item, path: str) -> list[Term]:
    """Return the categories of an item, first the one that its address names."""
    parts = path.split("/")
    found = [term for term in item.terms if term.kind == "category" and term.name]
    return sorted(found, key=lambda term: term.slug not in parts)
