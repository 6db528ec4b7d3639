"""Tasks for the pages of categories, tags and days, and for the feeds of categories.

Numbered pages count from the oldest post. All of them are full; the front page
shows the rest, from one page's worth to just under two. So a new post changes
the front page and nothing else, but for once in a page's worth of posts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.plan.task import Task
from generator.taxonomy.definitions import DAY, Taxonomy

#: What a list shows of a post: url, title, date, summary, and label and slug of its category.
CARD = """p.url, p.title, p.date, p.summary, c.label, c.slug"""
#: Where a query for cards gets them from; its posts are `p`.
CARD_FROM = "LEFT JOIN terms AS c ON c.id = p.section"

_TERMS = """
    SELECT terms.id, terms.taxonomy, terms.name, terms.slug, terms.label, terms.posts, touched.start
    FROM touched JOIN terms ON terms.taxonomy = touched.kind AND terms.name = touched.key
    WHERE touched.kind IN ('category', 'tag', 'day')
"""
_ROWS = f"""
    SELECT {CARD} FROM (SELECT post_id, stamp, path FROM post_terms WHERE term_id = ?
                        ORDER BY stamp, path LIMIT ? OFFSET ?) AS t
    JOIN posts AS p ON p.id = t.post_id {CARD_FROM} ORDER BY t.stamp, t.path
"""
_NEWEST = f"""
    SELECT {CARD}, p.details FROM (SELECT post_id, stamp, path FROM post_terms WHERE term_id = ?
                                   ORDER BY stamp DESC, path DESC LIMIT ?) AS t
    JOIN posts AS p ON p.id = t.post_id {CARD_FROM} ORDER BY t.stamp DESC, t.path DESC
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


def numbered_pages(posts: int, size: int) -> int:
    """Return how many numbered pages so many posts fill; the front page has the rest."""
    return max(0, posts // size - 1)


def term_path(taxonomy: str, slug: str, number: int = 0) -> str:
    """Return the output path of a term's front page, or of a numbered one."""
    folder = "archive" if taxonomy == DAY else taxonomy
    return f"{folder}/{slug}/{number}.html" if number else f"{folder}/{slug}.html"


def list_tasks(
    connection: sqlite3.Connection, taxonomies: Mapping[str, Taxonomy], size: int
) -> Iterator[Task]:
    """Yield tasks for the pages of touched terms, from the first that may have changed to the front.

    Payload: taxonomy, name, slug, label, description, page number (0 for the
    front), the numbers of the pages before and after it or None, neighbours, cards.
    """
    for row in connection.execute(_TERMS).fetchall():
        term = Listed(*row)
        pages = numbered_pages(term.posts, size)
        _plan_paths(connection, term, pages)
        described = (
            taxonomies[term.taxonomy].definition(term.name).description if term.taxonomy != DAY else ""
        )
        beside = _days_beside(connection, term.name) if term.taxonomy == DAY else ()
        for number in [*range(_first_page(connection, term, pages, size), pages + 1), 0]:
            offset = (number - 1) * size if number else pages * size
            cards = connection.execute(_ROWS, (term.number, size if number else -1, offset)).fetchall()
            older = (number or pages + 1) - 1
            newer = None if not number else number + 1 if number < pages else 0
            head = (
                term.taxonomy,
                term.name,
                term.slug,
                term.label,
                described,
                term.posts if not number else 0,
            )
            # A full page leads to no other day: it would change with the next one.
            payload = (*head, number, older or None, newer, (None, None) if number else beside, cards)
            path = term_path(term.taxonomy, term.slug, number)
            yield Task(path, term.taxonomy, term.name, "day" if term.taxonomy == DAY else "term", payload)


def _first_page(connection: sqlite3.Connection, term: Listed, pages: int, size: int) -> int:
    """Return the number of the first page that may be stale.

    The last full page leads to the front until there is a further one; the
    posts on the front before the change would fill at most two, so the two
    pages before that of the earliest change are looked at again.
    """
    if term.start is None:
        return 1
    row = connection.execute(
        "SELECT count(*) FROM post_terms WHERE term_id = ? AND stamp < ?", (term.number, term.start)
    ).fetchone()
    return max(1, min(int(row[0]) // size + 1, pages) - 2)


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


def feed_tasks(connection: sqlite3.Connection, size: int) -> Iterator[Task]:
    """Yield a task for the feed of each touched category. Payload: label, slug, newest cards with details."""
    rows = connection.execute(
        """SELECT id, name, slug, label FROM touched JOIN terms ON name = key AND taxonomy = 'category'
           WHERE kind = 'feed' AND name != ''"""
    ).fetchall()
    for number, name, slug, label in rows:
        cards = connection.execute(_NEWEST, (number, size)).fetchall()
        yield Task(f"category/{slug}.xml", "feed", name, "feed", (label, slug, cards))
