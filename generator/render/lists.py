"""Pages that list posts and terms: home, categories, tags, days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.addresses.links import href
from generator.kinds.cards import card, cards, day_url, section
from generator.kinds.lists import term_path
from generator.plan.task import Task
from generator.render.calendar import beside_links
from generator.theme.view_models import Link, Moment, Pager, Term

#: How many numbered pages on either side of a page are named.
_AROUND = 2


def home_context(task: Task) -> dict[str, Any]:
    """Return what home.html sees."""
    posts, sections = task.payload
    return {
        "posts": cards(posts),
        "sections": tuple(section(row) for row in sections),
        "categories_url": "categories.html",
        "archive_url": "archive.html",
    }


def term_context(task: Task, words: Any) -> dict[str, Any]:
    """Return what term.html and day.html see, with neighbouring days in `words`.

    Payload: see `generator.kinds.lists.list_tasks`.
    """
    taxonomy, name, slug, label, description, posts, number, older, newer, beside, rows = task.payload
    pager = _pager(taxonomy, slug, number, older, newer)
    shown = {"posts": tuple(card(row) for row in reversed(rows)), "pager": pager, "taxonomy": taxonomy}
    if taxonomy == "day":
        return shown | _day(name, beside, words)
    feed = href(f"category/{slug}.xml") if taxonomy == "category" else ""
    return shown | {"term": Term(label, pager.front, posts, "", description, feed)}


def _pager(taxonomy: str, slug: str, number: int, older: int | None, newer: int | None) -> Pager:
    return Pager(
        number=number,
        older=href(term_path(taxonomy, slug, older)) if older else "",
        newer="" if newer is None else href(term_path(taxonomy, slug, newer)),
        front=href(term_path(taxonomy, slug)),
        pages=tuple(
            Link(str(page), href(term_path(taxonomy, slug, page))) if page else None
            for page in page_window(number, older or 0, newer or 0)
        ),
    )


def page_window(number: int, older: int, newer: int) -> Iterator[int]:
    """Yield the numbers of the pages around one, from the newest, and the first; 0 where some are left out.

    Of newer ones there is only the next: which others there are changes as the list grows.
    """
    highest = newer or number or older
    lowest = max(1, (number or older) - _AROUND)
    yield from range(highest, lowest - 1, -1)
    if lowest > 2:
        yield 0
    if lowest > 1:
        yield 1


def _day(name: str, beside: tuple[str | None, str | None], words: Any) -> dict[str, Any]:
    urls = {"month_url": day_url(name[:7]), "year_url": day_url(name[:4])}
    return {"day": Moment(f"{name}T00:00:00")} | urls | beside_links(beside, words.date)


def terms_context(task: Task) -> dict[str, Any]:
    """Return what terms.html sees."""
    taxonomy, rows = task.payload
    terms = tuple(
        Term(label, href(term_path(taxonomy, slug)), posts, letter) for label, slug, posts, letter in rows
    )
    return {
        "terms": terms,
        "letters": tuple(dict.fromkeys(term.letter for term in terms)),
        "taxonomy": taxonomy,
    }
