"""Tasks for the archives of the site's feed (RFC 5005, section 4): what is too old for the feed itself.

Each month has its documents, of so many posts each, counted from the oldest, and one with the rest. Those
that are full are there at once; the rest, of which there may be none, becomes one when a post of a later
month is there. Until then the feed itself shows it, so that feed and archives always hold every post. A
document never changes but for late arrivals and corrections, and once when the next one comes, to which it
then leads.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator
from typing import NamedTuple

from generator.kinds.lists import CARD_FROM
from generator.plan.task import Task

#: Posts in a document: some 100 KB, and at most so many more than `feed.size` in the feed itself.
SIZE = 100

#: What a document shows of a post, as a feed does, but for the label of its category, which may change.
_ENTRIES = f"""
    SELECT p.url, p.title, p.date, p.summary, '', c.slug, p.details
    FROM json_each(?) AS wanted CROSS JOIN posts AS p ON p.id = wanted.value {CARD_FROM}
    ORDER BY p.stamp DESC, p.path DESC
"""
_OF_MONTH = """
    FROM terms AS days CROSS JOIN post_terms AS t ON t.term_id = days.id
    WHERE days.taxonomy = 'day' AND days.name > :month AND days.name < :month || '~'
"""
_NEWEST_OF_MONTH = f"SELECT t.post_id {_OF_MONTH} ORDER BY t.stamp DESC, t.path DESC LIMIT :wanted"
_BESIDE = """
    SELECT posts,
        (SELECT max(month) FROM months WHERE month < :month),
        (SELECT min(month) FROM months WHERE month > :month)
    FROM months WHERE month = :month
"""


class Month(NamedTuple):
    """A month with posts; `after` is the next one that has any, or None: then it is not over."""

    name: str
    posts: int
    before: str | None
    after: str | None

    @property
    def full(self) -> int:
        """The number of its full documents."""
        return self.posts // SIZE

    @property
    def first(self) -> str:
        """The path of its oldest document, or "" when it has none yet."""
        return document_path(self.name, 1) if self.full else self.rest

    @property
    def rest(self) -> str:
        """The path of the document with what fills none, or "" when further posts are to be expected."""
        return document_path(self.name) if self.after else ""


def document_path(month: str, number: int = 0) -> str:
    """Return the output path of a full document of a month, or (0) of the one with the rest."""
    return f"feed/{month}-{number}.xml" if number else f"feed/{month}.xml"


def archive_tasks(connection: sqlite3.Connection) -> Iterator[Task]:
    """Yield tasks for the documents of touched months, from the first that may have changed.

    Payload: paths of the documents before and after it, or "", and its entries, newest first.
    """
    rows = connection.execute("SELECT key, start FROM touched WHERE kind = 'feed-archive'").fetchall()
    for name, start in rows:
        month = month_of(connection, name)
        if month:
            yield from _documents(connection, month, start)


def _documents(connection: sqlite3.Connection, month: Month, start: int | None) -> Iterator[Task]:
    first = _first_stale(connection, month, start)
    paths = ((document_path(month.name, number),) for number in range(1, first))
    connection.executemany("INSERT OR IGNORE INTO planned VALUES (?)", paths)
    skipped = (first - 1) * SIZE
    found = connection.execute(
        _NEWEST_OF_MONTH, {"month": month.name, "wanted": month.posts - skipped}
    ).fetchall()
    posts = array("q", [row[0] for row in reversed(found)])
    for number in [*range(first, month.full + 1), *([0] if month.after else [])]:
        begin = (number - 1 if number else month.full) * SIZE - skipped
        wanted = json.dumps(posts[begin : begin + SIZE].tolist())
        payload = (*_links(connection, month, number), connection.execute(_ENTRIES, (wanted,)).fetchall())
        yield Task(document_path(month.name, number), "feed-archive", month.name, "feed-archive", payload)


def _first_stale(connection: sqlite3.Connection, month: Month, start: int | None) -> int:
    """Return the number of the first full document that may be stale.

    Of those that the posts before the change fill only the last one may have
    another document after it now. There may be none: then it is that after the last.
    """
    if start is None:
        return 1
    query = f"SELECT count(*) {_OF_MONTH} AND t.stamp < :start"
    before = connection.execute(query, {"month": month.name, "start": start}).fetchone()[0]
    return max(1, min(int(before) // SIZE, month.full))


def _links(connection: sqlite3.Connection, month: Month, number: int) -> tuple[str, str]:
    """Return the paths of the documents before and after one of a month, or ""."""
    place = number or month.full + 1
    before = document_path(month.before) if month.before else ""
    if place > 1:
        before = document_path(month.name, place - 1)
    if place <= month.full:
        return before, document_path(month.name, place + 1) if place < month.full else month.rest
    next_month = month_of(connection, month.after or "")
    return before, next_month.first if next_month else ""


def month_of(connection: sqlite3.Connection, name: str) -> Month | None:
    """Return a month, or None if it has no posts."""
    row = connection.execute(_BESIDE, {"month": name}).fetchone()
    return Month(name, *row) if row else None


def newest_document(connection: sqlite3.Connection) -> tuple[str, int]:
    """Return the path of the newest document of all, or "", and how many posts are newer than those in it."""
    row = connection.execute("SELECT max(month) FROM months").fetchone()
    month = month_of(connection, row[0] or "")
    if not month:
        return "", 0
    older = document_path(month.before) if month.before else ""
    return document_path(month.name, month.full) if month.full else older, month.posts - month.full * SIZE
