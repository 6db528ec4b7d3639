"""Make the home page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple, Self

from generator.addresses.calendar import YEARS
from generator.addresses.links import href
from generator.addresses.routes import Route
from generator.config.groups import Groups, OptionGroup
from generator.config.schema import Permalink
from generator.config.yaml.reader import Rules
from generator.config.yaml.scalars import Range
from generator.core.wording import counted
from generator.kinds.kind import Maker, Resources, Shown, Source, View
from generator.kinds.parts.indexes import index_url
from generator.kinds.parts.inputs import options
from generator.kinds.parts.lead_pictures import Thumbnails, card_columns, card_rows, thumbnails
from generator.kinds.parts.sentences import listed_posts
from generator.kinds.parts.terms import CARD_FROM, CardRow, card, category_feed, term_link
from generator.kinds.single import Part, SingleKind
from generator.plan.task import Task
from generator.plan.touched import Touched
from generator.taxonomy.definitions import CATEGORY
from generator.theme.inputs import Inputs
from generator.theme.view_models import Section, Term

_HOME = Route("index.html", replaceable=True)
_NEWEST = f"""
    SELECT {{columns}} FROM posts AS p {CARD_FROM}
    WHERE p.live = 1 AND p.role = 'post' ORDER BY p.stamp DESC, p.path DESC LIMIT ?
"""
_ORDERS = {
    "largest": "posts DESC, sort, name",
    "recent": "(SELECT max(stamp) FROM post_terms WHERE term_id = terms.id) DESC, sort, name",
}
_SECTION = f"""
    SELECT {{columns}} FROM (SELECT post_id, stamp, path FROM post_terms WHERE term_id = ?
                        ORDER BY stamp DESC, path DESC LIMIT ?) AS t
    JOIN posts AS p ON p.id = t.post_id {CARD_FROM} ORDER BY t.stamp DESC, t.path DESC
"""


@dataclass(frozen=True, slots=True)
class HomeOptions:
    """What the home page shows."""

    posts: int = 30
    """Newest posts at the top (0 to 500)."""
    sections: int = 12
    """Categories below them (0 to 100)."""
    section_posts: int = 5
    """Newest posts in each section (1 to 50)."""
    order: Literal["largest", "recent"] = "largest"
    """Which categories become sections: those with the most posts, or with the newest post."""


HOME = OptionGroup(
    "home",
    HomeOptions,
    "What the home page shows.",
    rules=Rules(
        ranges={
            "home.posts": Range(0, 500, "30"),
            "home.sections": Range(0, 100, "12"),
            "home.section_posts": Range(1, 50, "5"),
        }
    ),
)


class SectionRow(NamedTuple):
    """A category on the home page: label, slug, its number of posts, and the newest of them."""

    label: str
    slug: str
    posts: int
    cards: list[CardRow]


class HomeRow(NamedTuple):
    """The home page: the newest posts, and sections."""

    newest: list[CardRow]
    sections: list[SectionRow]


@dataclass(frozen=True)
class HomeKind(SingleKind):
    """The newest posts of all, and of some categories. The fields are the options under `home`.

    `thumbnails` is how those of pictures are made.
    """

    posts: int
    sections: int
    section_posts: int
    order: str
    thumbnails: Thumbnails

    key: ClassVar[str] = "home"
    title: ClassVar[str] = "the home page"
    routes: ClassVar[tuple[Route, ...]] = (_HOME,)
    templates: ClassVar[tuple[str, ...]] = ("home",)
    from_sample: ClassVar[bool] = True
    options: ClassVar[Groups] = (HOME,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the options under `home`."""
        home = HOME.of(source.config)
        return cls(
            home.posts, home.sections, home.section_posts, home.order, thumbnails(source.config, source.theme)
        )

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the page."""
        newest = self._cards(connection, _NEWEST, self.posts)
        yield Part(_HOME.path(), "home", HomeRow(newest, list(self._sections(connection))))

    def _cards(self, connection: sqlite3.Connection, query: str, *values: int) -> list[CardRow]:
        whole = query.format(columns=card_columns(self.thumbnails))
        return card_rows(connection.execute(whole, values), self.thumbnails)

    def _sections(self, connection: sqlite3.Connection) -> Iterator[SectionRow]:
        query = f"""SELECT id, label, slug, posts FROM terms WHERE taxonomy = 'category' AND name != ''
                    ORDER BY {_ORDERS[self.order]} LIMIT ?"""
        for number, label, slug, posts in connection.execute(query, (self.sections,)).fetchall():
            cards = self._cards(connection, _SECTION, number, self.section_posts)
            yield SectionRow(label, slug, posts, cards)

    def own_inputs(self) -> Inputs:
        """Return the options under `home`."""
        names = ("posts", "sections", "section_posts", "order")
        made = {"pictures.widths": tuple(self.thumbnails)} if self.thumbnails.smaller.widths else {}
        return options({**{f"home.{name}": getattr(self, name) for name in names}, **made})

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of home.html."""
        settings = resources.settings
        permalink = settings.permalink

        def make(task: Task[HomeRow]) -> View:
            context = {
                "posts": tuple(card(permalink, row) for row in task.payload.newest),
                "sections": tuple(_section(row, permalink) for row in task.payload.sections),
                "categories_url": index_url(permalink, CATEGORY),
                "archive_url": YEARS.path(),
            }
            return View(context, settings.title, settings.description, schema="WebSite")

        return {"home": make}

    def contents(self, connection: sqlite3.Connection, task: Task[HomeRow]) -> Iterator[str]:
        """Name the newest posts, and count sections."""
        yield from listed_posts(task.payload.newest)
        sections = counted(len(task.payload.sections), "section")
        yield f"Below them are {sections} with the newest posts of categories."

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the page, if it shows the post."""
        touched.only(self.owner, self.key)
        for task in self.tasks(connection, touched):
            home: HomeRow = task.payload
            cards = (*home.newest, *(row for section in home.sections for row in section.cards))
            if any(row.url == post.url for row in cards):
                yield f"{task.path}, {self.title}"


def _section(row: SectionRow, permalink: Permalink) -> Section:
    feed = href(category_feed(permalink, row.slug))
    url = term_link(permalink, CATEGORY, row.label, row.slug).url
    term = Term(row.label, url, row.posts, "", feed=feed)
    return Section(term, tuple(card(permalink, one) for one in row.cards))
