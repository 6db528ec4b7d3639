"""List all categories, and all tags."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self

from generator.addresses.links import href
from generator.addresses.routes import Route
from generator.config.schema import Permalink
from generator.core.wording import counted
from generator.kinds.kind import Maker, Resources, Source, View
from generator.kinds.parts.indexes import index_route
from generator.kinds.parts.terms import BY_LETTER, term_path
from generator.kinds.single import Part, SingleKind
from generator.plan.task import Task
from generator.taxonomy.definitions import CATEGORY, TAG
from generator.theme.view_models import Link, Term

_INDEX = f"""SELECT label, slug, posts, letter FROM terms WHERE taxonomy = ? AND name != ''
             ORDER BY {BY_LETTER}"""


class IndexedTerm(NamedTuple):
    """A term: label, slug, number of posts, and its letter (A to Z, or #)."""

    label: str
    slug: str
    posts: int
    letter: str


class IndexRow(NamedTuple):
    """A taxonomy and all its terms, by letter."""

    taxonomy: str
    terms: list[IndexedTerm]


@dataclass(frozen=True)
class TermIndexKind(SingleKind):
    """All terms of a taxonomy, by letter."""

    permalink: Permalink

    taxonomy: ClassVar[str]
    templates: ClassVar[tuple[str, ...]] = ("terms",)

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.routes = cls.routes_on(Permalink())

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the patterns of addresses."""
        return cls(source.config.permalink)

    @classmethod
    def routes_on(cls, permalink: Permalink) -> tuple[Route, ...]:
        """Return the route of the list."""
        return (index_route(permalink, cls.taxonomy),)

    @property
    def own_routes(self) -> tuple[Route, ...]:
        """The route of the list on this site."""
        return self.routes_on(self.permalink)

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the page."""
        terms = list(map(IndexedTerm._make, connection.execute(_INDEX, (self.taxonomy,))))
        yield Part(self.own_routes[0].path(), "terms", IndexRow(self.taxonomy, terms))

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of terms.html."""
        words, permalink = resources.words, resources.settings.permalink
        home = Link(words.home, "")

        def make(task: Task[IndexRow]) -> View:
            title = words.all_tags if task.payload.taxonomy == TAG else words.all_categories
            return View(_context(task.payload, permalink), title, schema="CollectionPage", trail=(home,))

        return {"terms": make}

    def contents(self, connection: sqlite3.Connection, task: Task[IndexRow]) -> Iterator[str]:
        """Count the terms."""
        yield f"It shows {counted(len(task.payload.terms), 'label')}, each with its number of posts."


class CategoriesKind(TermIndexKind):
    """All categories, by letter."""

    key: ClassVar[str] = "categories"
    pattern: ClassVar[str] = "categories"
    title: ClassVar[str] = "the list of all categories"
    taxonomy: ClassVar[str] = CATEGORY


class TagsKind(TermIndexKind):
    """All tags, by letter."""

    key: ClassVar[str] = "tags"
    pattern: ClassVar[str] = "tags"
    title: ClassVar[str] = "the list of all tags"
    taxonomy: ClassVar[str] = TAG


def _context(row: IndexRow, permalink: Permalink) -> dict[str, Any]:
    terms = tuple(
        Term(one.label, href(term_path(permalink, row.taxonomy, one.slug)), one.posts, one.letter)
        for one in row.terms
    )
    letters = tuple(dict.fromkeys(term.letter for term in terms))
    return {"terms": terms, "letters": letters, "taxonomy": row.taxonomy}
