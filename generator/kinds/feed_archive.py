"""Write the archives of the site's feed (RFC 5005, section 4): the posts that are too old for the feed.

The posts of a month are cut into documents of `SIZE` posts, from the oldest on:

- A full document is made at once.
- A document with the remaining posts, if any, is made when a later month has a post. Until then the feed
  itself shows these posts, so that feed and archives together always hold every post.
- A document changes only if old posts change or are added, and once when the next document is made, to which
  it then has a link.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

from generator.addresses.routes import Route
from generator.kinds.kind import Common, Kind, Maker, Phase, Resources, Shown, Source
from generator.kinds.parts.feed_ids import FORMER, OF_CONTESTED_ALIASES
from generator.kinds.parts.feed_settings import FEED, EntryRow, SummaryRow
from generator.kinds.parts.feeds import ArchiveRow, FeedWriter, feed_contents, feed_inputs
from generator.kinds.parts.inputs import options
from generator.kinds.parts.stale import CHANGED_DAYS, OF_MOVED
from generator.kinds.parts.terms import CARD_FROM
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.theme.inputs import Inputs

_FULL = Route("feed/{period}-{number}.xml", "100 older posts of a month, for feed readers")
_REST = Route("feed/{period}.xml", "The other posts of the month, once it is over")
#: Posts in a document: some 100 KB, and at most so many more than `feed.size` in the feed itself.
SIZE = 100

#: The columns of a post in a feed, but without what may change: the label of its category, and its picture.
_ENTRIES = f"""
    SELECT p.url, p.title, p.date, p.summary, '', c.slug, p.details, {FORMER}, '[]'
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
        """The path of the document with the remaining posts, or "" while the month is not over."""
        return document_path(self.name) if self.after else ""


def document_path(month: str, number: int = 0) -> str:
    """Return the output path of a full document of a month, or (0) of the one with the rest."""
    return _FULL.path(period=month, number=number) if number else _REST.path(period=month)


#: Months that are new or gone, or that lost all posts of a day: too many do no harm.
_NEW_MONTHS = f"""SELECT name AS month FROM (
        SELECT substr(terms.name, 1, 7) AS name, sum(delta) AS delta {OF_MOVED} = 'day' GROUP BY 1)
        JOIN months ON month = name WHERE posts = delta
    UNION SELECT substr(name, 1, 7) FROM gone_terms WHERE taxonomy = 'day'"""
#: The two months before each that changed: the nearer one may be over now, so that the other leads to it.
#: Only their last documents can lead elsewhere.
_EARLIER_MONTHS = f"""SELECT earlier.month FROM (
        SELECT substr(name, 1, 7) AS month FROM ({CHANGED_DAYS}) GROUP BY 1) AS moved, months AS earlier
    WHERE earlier.month IN (SELECT month FROM months WHERE month < moved.month ORDER BY month DESC LIMIT 2)"""
_LAST_DOCUMENTS = 1 << 62


@dataclass(frozen=True)
class FeedArchiveKind(Kind):
    """Older posts of a month, for feed readers."""

    enabled: bool

    owner: ClassVar[str] = "feed-archive"
    title: ClassVar[str] = "an archive of the site's feed with posts of"
    without: ClassVar[str] = "feed: {archives: false} leaves the archives of the feed out"
    phase: ClassVar[Phase] = "feeds"
    routes: ClassVar[tuple[Route, ...]] = (_FULL, _REST)
    owners: ClassVar[str] = "SELECT month AS key FROM months"
    related_changes: ClassVar[tuple[Rule, ...]] = (
        Rule(
            f"""SELECT substr(terms.name, 1, 7) AS key, min(moved_terms.stamp) AS start
                {OF_MOVED} = 'day' GROUP BY 1
                UNION ALL SELECT substr(name, 1, 7), NULL FROM gone_terms WHERE taxonomy = 'day'""",
            "its posts changed",
        ),
        Rule(
            f"""SELECT month AS key, {_LAST_DOCUMENTS} AS start FROM months
                WHERE month IN ({_EARLIER_MONTHS})""",
            "the next month changed",
        ),
        Rule(
            f"""SELECT later AS key, NULL AS start FROM
                    (SELECT (SELECT min(months.month) FROM months WHERE months.month > new.month) AS later
                     FROM ({_NEW_MONTHS}) AS new) WHERE later IS NOT NULL""",
            "the previous month is new or gone",
        ),
        Rule(
            f"SELECT substr(posts.date, 1, 7) AS key, NULL AS start FROM {OF_CONTESTED_ALIASES}",
            "an alias of one of its posts changed",
        ),
    )

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind as `feed.archives` says."""
        return cls(FEED.of(source.config).archives)

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[ArchiveRow]]:
        """Yield tasks for the documents of touched months, from the first that may have changed."""
        for month, start in self._months(connection):
            yield from _documents(connection, touched, month, start)

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return the number of documents from the first that may have changed."""
        return sum(
            month.full + 1 - _first_stale(connection, month, start) + bool(month.after)
            for month, start in self._months(connection)
        )

    def _months(self, connection: sqlite3.Connection) -> Iterator[tuple[Month, int | None]]:
        """Yield the touched months that have posts, each with the stamp from which on it changed."""
        query = "SELECT key, start FROM touched WHERE kind = ?"
        for name, start in connection.execute(query, (self.owner,)).fetchall() if self.enabled else ():
            if month := month_of(connection, name):
                yield month, start

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return settings, words and libraries."""
        return {self.owner: feed_inputs(common)}

    def own_inputs(self) -> Inputs:
        """Return whether there are archives."""
        return options({"feed.archives": self.enabled})

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of archives."""
        return {self.owner: FeedWriter(resources).archive}

    def keys_of(self, connection: sqlite3.Connection, parameters: Mapping[str, str]) -> Iterator[str]:
        """Yield the name of the month."""
        yield parameters["period"]

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether a month has so many documents."""
        full, rest = _FULL.match(path), _REST.match(path)
        month = month_of(connection, (full or rest or {})["period"]) if self.enabled else None
        if month is None:
            return False
        return int(full["number"]) <= month.full if full else path == month.rest

    def contents(self, connection: sqlite3.Connection, task: Task[ArchiveRow]) -> Iterator[str]:
        """Name the posts."""
        yield from feed_contents(task.payload.entries)

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the document that shows a post."""
        month = month_of(connection, post.date[:7]) if self.enabled and post.role == "post" else None
        if month:
            number = posts_before(connection, post) // SIZE + 1
            path = month.rest if number > month.full else document_path(month.name, number)
            if path:
                yield f"{path}, an archive of the site's feed"


_BEFORE_IN_MONTH = """SELECT count(*) FROM terms AS d JOIN post_terms AS t ON t.term_id = d.id
    WHERE d.taxonomy = 'day' AND d.name LIKE ? AND (d.name, t.stamp, t.path) < (?, ?, ?)"""


def posts_before(connection: sqlite3.Connection, post: Shown) -> int:
    """Return how many posts of a post's month come before it."""
    place = (f"{post.date[:7]}-%", post.date[:10], post.stamp, post.path)
    return int(connection.execute(_BEFORE_IN_MONTH, place).fetchone()[0])


def _documents(
    connection: sqlite3.Connection, touched: Touched, month: Month, start: int | None
) -> Iterator[Task[ArchiveRow]]:
    first = _first_stale(connection, month, start)
    touched.plan(document_path(month.name, number) for number in range(1, first))
    skipped = (first - 1) * SIZE
    found = connection.execute(
        _NEWEST_OF_MONTH, {"month": month.name, "wanted": month.posts - skipped}
    ).fetchall()
    posts = array("q", [row[0] for row in reversed(found)])
    for number in [*range(first, month.full + 1), *([0] if month.after else [])]:
        begin = (number - 1 if number else month.full) * SIZE - skipped
        wanted = json.dumps(posts[begin : begin + SIZE].tolist())
        rows: list[EntryRow] = list(map(SummaryRow._make, connection.execute(_ENTRIES, (wanted,))))
        payload = ArchiveRow(*_links(connection, month, number), rows)
        yield Task(document_path(month.name, number), "feed-archive", month.name, "feed-archive", payload)


def _first_stale(connection: sqlite3.Connection, month: Month, start: int | None) -> int:
    """Return the number of the first full document that may be stale.

    Of the documents that posts before the change fill, only the last may be stale: the document
    after it may be a different one. If there is no full document, the number is 1.
    """
    if start is None:
        return 1
    # Changes are mostly among the newest posts, so fewer come after them.
    query = f"SELECT count(*) {_OF_MONTH} AND t.stamp >= :start"
    after = connection.execute(query, {"month": month.name, "start": start}).fetchone()[0]
    return max(1, min((month.posts - int(after)) // SIZE, month.full))


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
