"""From the rows of a task to the small values that templates see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from generator.addresses.links import href
from generator.kinds.lists import term_path
from generator.theme.view_models import Card, Link, Moment, Section, Term


@lru_cache(maxsize=4096)
def term_link(taxonomy: str, label: str, slug: str) -> Link:
    """Return the link to a category's or tag's front page."""
    return Link(label, href(term_path(taxonomy, slug)))


def day_url(day: str) -> str:
    """Return the href of the page of a day, month or year, named `2021-12-28` or a beginning of it."""
    return f"archive/{day.replace('-', '/')}.html"


def card(row: Sequence[Any]) -> Card:
    """Return a post as a list shows it; see `generator.kinds.lists.CARD` for the row."""
    url, title, date, summary, label, slug = row[:6]
    return Card(title, url, Moment(date), summary, term_link("category", label, slug) if slug else None)


def cards(rows: Iterable[Sequence[Any]]) -> tuple[Card, ...]:
    """Return posts as a list shows them, in the order of the rows."""
    return tuple(card(row) for row in rows)


def section(row: Sequence[Any]) -> Section:
    """Return a section of the home page from (label, slug, posts, cards)."""
    label, slug, posts, rows = row
    term = Term(label, term_link("category", label, slug).url, posts, "", feed=href(f"category/{slug}.xml"))
    return Section(term, cards(rows))


def link(title: str | None, url: str | None) -> Link | None:
    """Return a link, or None where there is none."""
    return None if title is None or url is None else Link(title, url)
