"""Plan and show the pages of a list of posts: those of a category, a tag or a day.

Numbered pages count from the oldest post (see `generator.plan.page_borders`); the
front page shows the newest posts: from 3/4 of a page's worth to just under two.
So most new posts change the front page only. About once in a page's worth of posts,
a new post also begins a numbered page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, NamedTuple

from generator.addresses.routes import Route
from generator.config.groups import Groups, OptionGroup
from generator.config.schema import Permalink
from generator.config.yaml.reader import Rules
from generator.config.yaml.scalars import Range
from generator.kinds.kind import Kind, Shown
from generator.kinds.parts.inputs import options
from generator.kinds.parts.lead_pictures import LISTS_CHANGED, Thumbnails, card_columns, card_rows
from generator.kinds.parts.pagers import pager
from generator.kinds.parts.sentences import listed_posts
from generator.kinds.parts.stale import cards_relabelled
from generator.kinds.parts.terms import CARD_FROM, CardRow, ListRoutes, card, list_routes, term_path
from generator.plan import page_borders
from generator.plan.page_borders import Place, stale_pages, starts
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.theme.inputs import Inputs

_UNTIL = "AND (stamp, path) < (?, ?)"
#: Digits that the number of a page may have; SQLite has no larger numbers.
_DIGITS = 18

_TERMS = """
    SELECT terms.id, terms.name, terms.slug, terms.label, terms.posts, touched.start
    FROM touched JOIN terms ON terms.taxonomy = touched.kind AND terms.name = touched.key
    WHERE touched.kind = ?
"""
_ROWS = f"""
    SELECT {{columns}} FROM (SELECT post_id, stamp, path FROM post_terms
                        WHERE term_id = ? {{bounds}} ORDER BY stamp, path) AS t
    CROSS JOIN posts AS p ON p.id = t.post_id {CARD_FROM} ORDER BY t.stamp, t.path
"""
_TERM = "SELECT id, slug, label FROM terms WHERE taxonomy = ? AND name = ?"
_BY_SLUG = "SELECT name FROM terms WHERE taxonomy = ? AND slug = ? AND name != ''"
_OF_POST = """SELECT terms.id, name, label, slug FROM json_each(?) AS j
              JOIN terms ON terms.id = j.value WHERE name != '' AND taxonomy = ? ORDER BY j.key"""


@dataclass(frozen=True, slots=True)
class ListOptions:
    """Pages of categories, tags and days."""

    page_size: int = 50
    """Posts on a numbered page, a quarter more or less (5 to 1000). The front page has up to twice that."""


LISTS = OptionGroup(
    "lists",
    ListOptions,
    "Pages of categories, tags and days.",
    rules=Rules(ranges={"lists.page_size": Range(5, 1000, "50")}),
)


class ListedTerm(NamedTuple):
    """A term whose list is planned; `start` is the earliest stamp that changed in it, None for all."""

    number: int
    name: str
    slug: str
    label: str
    posts: int
    start: int | None


class ListRow(NamedTuple):
    """A page of a list.

    - `posts`: the number of all posts of the term, on the front page; else 0.
    - `number`: 0 for the front page; `older` and `newer` are the numbers beside it, None at the ends.
    - `beside`: names of the days before and after, () for a category or tag.
    - `cards`: the posts of the page, oldest first.
    """

    taxonomy: str
    name: str
    slug: str
    label: str
    description: str
    posts: int
    number: int
    older: int | None
    newer: int | None
    beside: tuple[str | None, ...]
    cards: list[CardRow]


@dataclass(frozen=True)
class ListKind(Kind):
    """Pages of a list. `page_size` is about how many posts a numbered page holds.

    `thumbnails` is how those of pictures are made.
    """

    page_size: int
    permalink: Permalink
    thumbnails: Thumbnails

    #: The page (`Task.page`) and template.
    page: ClassVar[str]
    options: ClassVar[Groups] = (LISTS,)

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if "owner" in cls.__dict__:
            cls.routes = cls.routes_on(Permalink())
            cls.owners = f"SELECT name AS key FROM terms WHERE taxonomy = '{cls.owner}' AND name != ''"
            cls.related_changes = _RULES

    @classmethod
    def routes_on(cls, permalink: Permalink) -> tuple[Route, ...]:
        """Return the routes of the front page and of numbered pages."""
        return list_routes(permalink, cls.owner)

    @property
    def own_routes(self) -> ListRoutes:
        """The routes of the front page and of numbered pages on this site."""
        return list_routes(self.permalink, self.owner)

    def touch_changes(self, touched: Touched) -> None:
        """Touch the lists that may show a different picture."""
        if self.thumbnails.smaller.widths:
            touched.by_rules(self.owner, (LISTS_CHANGED.rule,))
            touched.add_places(self.owner, LISTS_CHANGED.places)

    def prepare(self, connection: sqlite3.Connection, touched: Touched) -> None:
        """Compute again where the numbered pages of touched lists begin."""
        page_borders.renew(connection, touched, self.owner, self.page_size)

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[ListRow]]:
        """Yield tasks for the pages of touched lists on which something may have changed."""
        for term in self._terms(connection):
            begin = starts(connection, term.number)
            touched.plan(self._path(term.slug, number) for number in range(begin.pages + 1))
            head = (self.owner, term.name, term.slug, term.label, self.description(term.name))
            beside = self.beside(connection, term.name)
            for number in _numbers(connection, term, begin.pages):
                # A full page has no link to a different day: it would change when a day is new.
                others = (*_beside(number, begin.pages), self.nothing_beside() if number else beside)
                cards = self._cards(connection, term.number, begin.span(number))
                payload = ListRow(*head, 0 if number else term.posts, number, *others, cards)
                yield Task(self._path(term.slug, number), self.owner, term.name, self.page, payload)

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return the number of front pages, and of numbered pages that may have changed."""
        terms = self._terms(connection)
        return sum(len(_numbers(connection, one, starts(connection, one.number).pages)) for one in terms)

    def _terms(self, connection: sqlite3.Connection) -> list[ListedTerm]:
        """Return the touched terms."""
        return list(map(ListedTerm._make, connection.execute(_TERMS, (self.owner,))))

    def description(self, name: str) -> str:
        """Return the description of a term."""
        return ""

    def beside(self, connection: sqlite3.Connection, name: str) -> tuple[str | None, ...]:
        """Return the neighbours that the front page of a list leads to."""
        return ()

    def nothing_beside(self) -> tuple[str | None, ...]:
        """Return the neighbours of a numbered page: none, in the form of `beside`."""
        return (None, None)

    def _cards(
        self, connection: sqlite3.Connection, term: int, span: tuple[Place | None, Place | None]
    ) -> list[CardRow]:
        since, until = span
        bounds = ("AND (stamp, path) >= (?, ?) " if since else "") + (_UNTIL if until else "")
        places = (*(since or ()), *(until or ()))
        query = _ROWS.format(columns=card_columns(self.thumbnails), bounds=bounds)
        return card_rows(connection.execute(query, (term, *places)), self.thumbnails)

    def _path(self, slug: str, number: int = 0) -> str:
        return term_path(self.permalink, self.owner, slug, number)

    def own_inputs(self) -> Inputs:
        """Return the size of a page, on which its borders depend, and how thumbnails are made."""
        made = {"pictures.widths": tuple(self.thumbnails)} if self.thumbnails.smaller.widths else {}
        return options({"lists.page_size": self.page_size, **made})

    def keys_of(self, connection: sqlite3.Connection, parameters: Mapping[str, str]) -> Iterator[str]:
        """Yield the name of the term."""
        yield from (row[0] for row in connection.execute(_BY_SLUG, (self.owner, self.slug_in(parameters))))

    def slug_in(self, parameters: Mapping[str, str]) -> str:
        """Return the slug of a term from the parameters of a route."""
        return parameters["slug"]

    def touch_output(self, connection: sqlite3.Connection, touched: Touched, key: str, path: str) -> None:
        """Touch one page of the list, so that the others are not planned."""
        row = connection.execute(_TERM, (self.owner, key)).fetchone()
        number = self._number(path)
        if row is None or path == self._path(row[1]):
            touched.only_page(self.owner, key, row[0] if row else 0, 0)
        elif number.isdecimal() and len(number) <= _DIGITS:
            touched.only_page(self.owner, key, row[0], int(number))
        else:
            touched.only(self.owner, key)

    def _number(self, path: str) -> str:
        """Return the digits in the address of a numbered page; "" for other addresses."""
        return (self.own_routes.numbered.match(path) or {}).get("number", "")

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether the term has posts, and so many pages; the borders of pages are computed again."""
        routes = self.own_routes
        if found := routes.front.match(path):
            return any(self.keys_of(connection, found))
        found = routes.numbered.match(path) or {}
        return any(
            int(found["number"]) <= self._pages(connection, key) for key in self.keys_of(connection, found)
        )

    def _pages(self, connection: sqlite3.Connection, key: str) -> int:
        touched = Touched(connection)
        touched.only(self.owner, key)
        self.prepare(connection, touched)
        return starts(connection, connection.execute(_TERM, (self.owner, key)).fetchone()[0]).pages

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Name the list and the page of it."""
        _, slug, label = connection.execute(_TERM, (self.owner, key)).fetchone() or (0, "", key)
        called = f" {label} ({key})" if label and label != key else f" {key}"
        of = f"of the {self.owner}{called}"
        if slug and path == self._path(slug):
            return f"the front page {of}"
        return f"page {self._number(path)} {of}, which is full and stays as it is"

    def contents(self, connection: sqlite3.Connection, task: Task[ListRow]) -> Iterator[str]:
        """Name the posts."""
        yield from listed_posts(task.payload.cards[::-1])

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the page of each list that shows a post."""
        for number, name, label, slug in connection.execute(_OF_POST, (post.terms, self.owner)).fetchall():
            begin = starts(connection, number)
            page = begin.page_of((post.stamp, post.path))
            which = f"page {page} of" if page else "the front page of" if begin.pages else "the page of"
            yield f"{self._path(slug, page)}, {which} the {self.owner} {label or name}"


_RULES = (
    Rule(
        """SELECT name AS key, stamp AS start FROM moved_terms JOIN terms USING (id)
           WHERE taxonomy = :kind AND name != ''""",
        "its list changed",
    ),
    Rule(
        "SELECT name AS key, NULL AS start FROM gone_terms WHERE taxonomy = :kind AND name != ''",
        "its last post is gone",
    ),
    Rule(
        "SELECT name AS key, NULL AS start FROM relabelled JOIN terms USING (id) WHERE taxonomy = :kind",
        "it has a different label",
    ),
    cards_relabelled(":kind"),
)


def _beside(number: int, pages: int) -> tuple[int | None, int | None]:
    """Return the numbers of the pages with older and newer posts; 0 is the front."""
    older = (number or pages + 1) - 1
    newer = None if not number else number + 1 if number < pages else 0
    return older or None, newer


def _numbers(connection: sqlite3.Connection, term: ListedTerm, pages: int) -> list[int]:
    """Return the numbers of the pages that may be stale; the front page, which counts the posts, is one."""
    if term.start is None:
        return [*range(1, pages + 1), 0]
    return [*sorted(stale_pages(connection, term.number) - {0}), 0]


def list_context(row: ListRow, permalink: Permalink) -> dict[str, Any]:
    """Return the variables that templates of all lists have: posts (newest first), pager, taxonomy."""
    made = pager(partial(term_path, permalink, row.taxonomy, row.slug), row.number, row.older, row.newer)
    posts = tuple(card(permalink, one) for one in reversed(row.cards))
    return {"posts": posts, "pager": made, "taxonomy": row.taxonomy}
