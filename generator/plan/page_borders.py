"""Decide where the numbered pages of a list begin.

Pages are numbered from the oldest post. The place where a page begins is a *border*.
Posts near a border decide it, not the number of posts before it:

- A page has from 3/4 to 5/4 of the page size. So some posts could begin the next page.
- The one whose path has the least checksum (CRC-32) begins it.

If a post is added with an old date, or is removed, only borders near it move. All other
pages stay the same; pages of equal length would all change. The same posts always give
the same pages, whatever was built before (ADR 11).
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import Any, NamedTuple
from zlib import crc32

from generator.index.transactions import atomic
from generator.plan.touched import Touched

#: The place of a post in a list: its stamp and its path.
Place = tuple[int, str]


class Starts(NamedTuple):
    """The places of the first posts of page 1, page 2 and so on, and last of the front page.

    Empty for a list without numbered pages: its front page shows all posts.
    """

    places: tuple[Place, ...]

    @property
    def pages(self) -> int:
        """How many numbered pages there are."""
        return max(0, len(self.places) - 1)

    def page_of(self, place: Place) -> int:
        """Return the number of the page that shows a place in the list, 0 for the front."""
        number = max(1, bisect_right(self.places, place))
        return number if number <= self.pages else 0

    def span(self, number: int) -> tuple[Place | None, Place | None]:
        """Return the places where a page and the next one begin; None at the ends of the list."""
        if not self.places:
            return None, None
        if not number:
            return self.places[-1], None
        return (self.places[number - 1] if number > 1 else None), self.places[number]


def starts(connection: sqlite3.Connection, term: int) -> Starts:
    """Return where the pages of a term's list begin."""
    rows = connection.execute("SELECT stamp, path FROM pages WHERE term_id = ? ORDER BY number", (term,))
    return Starts(tuple(rows))


def stale_pages(connection: sqlite3.Connection, term: int) -> set[int]:
    """Return the numbers of the pages of a list on which something has changed; 0 is the front."""
    begin = starts(connection, term)
    rows = connection.execute("SELECT stamp, path FROM places WHERE term_id = ?", (term,))
    changed = {begin.page_of(place) for place in rows}
    moved = connection.execute("SELECT number FROM moved_pages WHERE term_id = ?", (term,))
    return changed.union(row[0] for row in moved)


def renew(connection: sqlite3.Connection, touched: Touched, taxonomy: str, size: int) -> None:
    """Compute the borders in touched lists of a taxonomy again; a page holds about `size` posts.

    Numbered pages that this changes are noted (`Touched.move_pages`).
    """
    terms = connection.execute(_TOUCHED, (taxonomy,)).fetchall()
    if not terms:
        return
    with atomic(connection):
        for term, start, last in terms:
            before = starts(connection, term)
            changes = (start, json.loads(last)) if last and start is not None else None
            after = Starts(_starts(connection, term, before.places, changes, size))
            if before != after:
                _store(connection, touched, term, before, after)


#: Touched lists: term, the earliest stamp that changed (NULL: all), and the last place that changed, as JSON.
_TOUCHED = """
    SELECT terms.id, touched.start,
        (SELECT json_array(stamp, path) FROM places WHERE term_id = terms.id
         ORDER BY stamp DESC, path DESC LIMIT 1)
    FROM touched CROSS JOIN terms ON terms.taxonomy = touched.kind AND terms.name = touched.key
    WHERE touched.kind = ?
"""


def _store(
    connection: sqlite3.Connection, touched: Touched, term: int, before: Starts, after: Starts
) -> None:
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before.places, after.places)))  # noqa: B905
    connection.execute("DELETE FROM pages WHERE term_id = ? AND number > ?", (term, same))
    connection.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?)",
        ((term, number, *place) for number, place in enumerate(after.places[same:], same + 1)),
    )
    touched.move_pages(term, _moved(before, after))


def _moved(before: Starts, after: Starts) -> set[int]:
    """Return the numbers of the pages whose borders differ. If the last page is a different one, add both."""
    pages = range(1, after.pages + 1)
    moved = {number for number in pages if number > before.pages or before.span(number) != after.span(number)}
    last = {before.pages, after.pages} if before.pages != after.pages else set()
    return moved | {number for number in last if 0 < number <= after.pages}


def _starts(
    connection: sqlite3.Connection,
    term: int,
    known: tuple[Place, ...],
    changes: tuple[int, Sequence[Any]] | None,
    size: int,
) -> tuple[Place, ...]:
    """Return the places where all pages of a list begin.

    `known` are those of the last build; `changes` are the first stamp and the last
    place that changed since. Without `changes` all borders are computed. Otherwise:

    - Known borders before the first change stay, except the last two: changed posts may decide those.
    - If a border after the last change is computed and equals a known one, all later known borders stay.
    """
    kept = known[: max(0, bisect_right(known, (changes[0], "")) - 2)] if changes else ()
    if len(kept) < 2:
        kept = ()
    query = "SELECT stamp, path FROM post_terms WHERE term_id = ? {} ORDER BY stamp, path"
    since = "AND (stamp, path) >= (?, ?)" if kept else ""
    rows = connection.execute(query.format(since), (term, *(kept[-1] if kept else ())))
    found = list(kept)
    for border in borders(rows, size):
        if not found:
            found.append(_first(connection, term))
        place = bisect_left(known, border)
        if changes and border > tuple(changes[1]) and known[place : place + 1] == (border,):
            return (*found, *known[place:])
        found.append(border)
    return tuple(found)


def _first(connection: sqlite3.Connection, term: int) -> Place:
    query = "SELECT stamp, path FROM post_terms WHERE term_id = ? ORDER BY stamp, path LIMIT 1"
    first: Place = connection.execute(query, (term,)).fetchone()
    return first


def borders(places: Iterable[Place], size: int) -> Iterator[Place]:
    """Yield the places where pages begin, except the first page.

    `places` are those of all posts in a list from the first post of some page on.
    A page has from 3/4 to 5/4 of `size` posts. A border is fixed when all posts that
    can decide it are there, and at least 3/4 of `size` remain for the front page.
    The front page has less than twice `size`.
    """
    stream = iter(places)
    least, most = size - size // 4, size + size // 4
    ahead: list[tuple[int, Place]] = []
    while True:
        wanted = islice(stream, least + most - len(ahead))
        ahead += [(crc32(place[1].encode("utf-8", "surrogateescape")), place) for place in wanted]
        if len(ahead) < least + most:
            return
        cut = min(range(least, most + 1), key=lambda offset: (ahead[offset][0], offset))
        yield ahead[cut][1]
        del ahead[:cut]
