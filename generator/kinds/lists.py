"""Tasks for the pages of categories, tags and days.

Numbered pages count from the oldest post (see `generator.plan.page_borders`); the
front page shows the rest, from three quarters to just under two pages' worth.
So a new post changes the front page and nothing else, but for once in a page's
worth of posts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.plan.page_borders import Place, stale_pages, starts
from generator.plan.task import Task
from generator.taxonomy.definitions import DAY, Taxonomy

#: What a list shows of a post: url, title, date, summary, and label and slug of its category.
CARD = """p.url, p.title, p.date, p.summary, c.label, c.slug"""
#: Where a query for cards gets them from; its posts are `p`.
CARD_FROM = "LEFT JOIN terms AS c ON c.id = p.section"
#: The order in which lists of all terms go: by letter, what has none last.
BY_LETTER = "letter = '#', letter, sort, label, name"

_TERMS = """
    SELECT terms.id, terms.taxonomy, terms.name, terms.slug, terms.label, terms.posts, touched.start
    FROM touched JOIN terms ON terms.taxonomy = touched.kind AND terms.name = touched.key
    WHERE touched.kind IN ('category', 'tag', 'day')
"""
_ROWS = f"""
    SELECT {CARD} FROM (SELECT post_id, stamp, path FROM post_terms
                        WHERE term_id = ? {{bounds}} ORDER BY stamp, path) AS t
    CROSS JOIN posts AS p ON p.id = t.post_id {CARD_FROM} ORDER BY t.stamp, t.path
"""


class Listed(NamedTuple):
    """A term whose list is planned."""

    number: int
    taxonomy: str
    name: str
    slug: str
    label: str
    posts: int
    start: int | None


def term_path(taxonomy: str, slug: str, number: int = 0) -> str:
    """Return the output path of a term's front page, or of a numbered one."""
    folder = "archive" if taxonomy == DAY else taxonomy
    return f"{folder}/{slug}/{number}.html" if number else f"{folder}/{slug}.html"


def list_tasks(connection: sqlite3.Connection, taxonomies: Mapping[str, Taxonomy]) -> Iterator[Task]:
    """Yield tasks for the pages of touched terms on which something may have changed.

    Payload: taxonomy, name, slug, label, description, number of posts (on the
    front only), page number (0 for the front), the numbers of the pages before
    and after it or None, neighbours, cards.
    """
    for row in connection.execute(_TERMS).fetchall():
        term = Listed(*row)
        begin = starts(connection, term.number)
        _plan_paths(connection, term, begin.pages)
        described = (
            taxonomies[term.taxonomy].definition(term.name).description if term.taxonomy != DAY else ""
        )
        beside = _days_beside(connection, term.name) if term.taxonomy == DAY else ()
        for number in _numbers(connection, term, begin.pages):
            # A full page leads to no other day: it would change with the next one.
            others = (*_beside(number, begin.pages), (None, None) if number else beside)
            posts = 0 if number else term.posts
            head = (term.taxonomy, term.name, term.slug, term.label, described, posts, number)
            payload = (*head, *others, _cards(connection, term.number, begin.span(number)))
            path = term_path(term.taxonomy, term.slug, number)
            yield Task(path, term.taxonomy, term.name, "day" if term.taxonomy == DAY else "term", payload)


def _beside(number: int, pages: int) -> tuple[int | None, int | None]:
    """Return the numbers of the pages with older and newer posts; 0 is the front."""
    older = (number or pages + 1) - 1
    newer = None if not number else number + 1 if number < pages else 0
    return older or None, newer


def _numbers(connection: sqlite3.Connection, term: Listed, pages: int) -> list[int]:
    """Return the numbers of the pages that may be stale; the front, which tells how many posts, is one."""
    if term.start is None:
        return [*range(1, pages + 1), 0]
    return [*sorted(stale_pages(connection, term.number) - {0}), 0]


def _cards(
    connection: sqlite3.Connection, term: int, span: tuple[Place | None, Place | None]
) -> list[tuple[Any, ...]]:
    since, until = span
    bounds = ("AND (stamp, path) >= (?, ?)" if since else "") + (
        " AND (stamp, path) < (?, ?)" if until else ""
    )
    places = (*(since or ()), *(until or ()))
    return connection.execute(_ROWS.format(bounds=bounds), (term, *places)).fetchall()


def _plan_paths(connection: sqlite3.Connection, term: Listed, pages: int) -> None:
    paths = ((term_path(term.taxonomy, term.slug, number),) for number in range(pages + 1))
    connection.executemany("INSERT OR IGNORE INTO planned VALUES (?)", paths)


def _days_beside(connection: sqlite3.Connection, name: str) -> tuple[str | None, str | None]:
    row = connection.execute(
        """SELECT (SELECT name FROM terms WHERE taxonomy = 'day' AND name < ? ORDER BY name DESC LIMIT 1),
                  (SELECT name FROM terms WHERE taxonomy = 'day' AND name > ? ORDER BY name LIMIT 1)""",
        (name, name),
    ).fetchone()
    return row[0], row[1]
