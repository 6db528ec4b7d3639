"""Define the values that templates get: small ones made for a page, not the program's own objects.

Every `url` is a link from the site's root, percent-encoded and without a
leading slash; a template writes `{{ root }}{{ post.url }}`, where `root` leads
from the page at hand to the site's root. So pages work under any sub-path.
These classes are documented for theme authors in docs/themes.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.addresses.calendar import period_url
from generator.core.languages import Direction, direction_of

if TYPE_CHECKING:
    from markupsafe import Markup


class Publisher(NamedTuple):
    """Who publishes the archive."""

    name: str
    url: str
    logo: str


class Site(NamedTuple):
    """Values for all pages. `base` is the absolute URL of the root with a final slash, or "" if unknown."""

    title: str
    description: str
    language: str
    base: str
    publisher: Publisher
    options: Mapping[str, Any]
    formats: tuple[str, ...] = ()
    """Suffixes of the feeds besides `feed.xml`."""
    indexed: bool = True
    """Whether search engines may keep the site."""
    policy: str = ""
    """The Content Security Policy that pages are to hold, or ""."""
    search: bool = True
    """Whether the site has a search page."""
    categories_url: str = "categories.html"
    """The list of all categories."""
    tags_url: str = "tags.html"
    """The list of all tags."""

    @property
    def direction(self) -> Direction:
        """The direction of text in its language, as in the attribute `dir`: `ltr` or `rtl`."""
        return direction_of(self.language)


@lru_cache(maxsize=256)
def _zone(offset: str) -> str:
    """Return an offset of ISO 8601 as `UTC+8`."""
    hours, _, minutes = offset.partition(":")
    past = f":{minutes}" if minutes.strip("0") else ""
    whole = f"{hours[:1]}{int(hours[1:] or 0)}{past}"
    return "UTC" if whole in ("0", "+0", "-0") else f"UTC{whole}".replace("-", "−")


class Moment(NamedTuple):
    """A date in the site's time zone. `iso` goes into `datetime` attributes: ISO 8601, with an offset."""

    iso: str

    @property
    def year(self) -> int:
        """The year."""
        return int(self.iso[:4])

    @property
    def month(self) -> int:
        """The month, from 1."""
        return int(self.iso[5:7])

    @property
    def day(self) -> int:
        """The day of the month, from 1."""
        return int(self.iso[8:10])

    @property
    def time(self) -> str:
        """`07:35`, or "" where only the day is known: at midnight to the second."""
        return "" if self.iso[11:19] == "00:00:00" else self.iso[11:16]

    @property
    def weekday(self) -> int:
        """The day of the week, 0 for Monday."""
        return date(self.year, self.month, self.day).weekday()

    @property
    def zone(self) -> str:
        """The distance from UTC, `UTC+8` or `UTC+5:30`; "" where there is no time."""
        return _zone(self.iso[19:]) if self.time else ""

    @property
    def day_url(self) -> str:
        """Address of the page of its day."""
        return period_url(self.iso[:10])


class Link(NamedTuple):
    """A title and where it leads."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Term:
    """A category or tag. `feed` is "" where there is none; `letter` is its place from A to Z, or #."""

    label: str
    url: str
    count: int
    letter: str
    description: str = ""
    feed: str = ""


class Picture(NamedTuple):
    """A picture: its address from the root, or its URL, if it has an address of its own; pixels."""

    url: str
    width: int
    height: int


class Card(NamedTuple):
    """A post as a list shows it. `category` is None for a post without one.

    `picture` is None for a post without one that the archive has, and where the theme shows none in lists.
    """

    title: str
    url: str
    date: Moment
    summary: str
    category: Link | None
    picture: Picture | None = None


class Headline(NamedTuple):
    """A post as the page of its month shows it."""

    title: str
    url: str
    date: Moment


class DayHeadlines(NamedTuple):
    """A day on the page of its month: its newest posts, and the number of the others (`more`)."""

    day: Moment
    posts: tuple[Headline, ...]
    more: int


class Section(NamedTuple):
    """A category on the home page, with its newest posts."""

    term: Term
    posts: tuple[Card, ...]


class Post(NamedTuple):
    """A post on its own page. `body` is sanitised HTML; `category` is the first of `categories`."""

    title: str
    url: str
    date: Moment
    updated: Moment | None
    summary: str
    body: Markup
    category: Link | None
    categories: tuple[Link, ...]
    tags: tuple[Link, ...]
    authors: tuple[str, ...]
    source: str
    source_url: str
    image: str
    language: str
    previous: Link | None
    """The next older post of the category."""
    next: Link | None
    """The next newer one."""
    draft: bool = False
    image_alt: str = ""

    @property
    def direction(self) -> Direction:
        """The direction of text in its language."""
        return direction_of(self.language)


class StaticPage(NamedTuple):
    """A page of content/pages/."""

    title: str
    url: str
    summary: str
    body: Markup
    language: str

    @property
    def direction(self) -> Direction:
        """The direction of text in its language."""
        return direction_of(self.language)


class Pager(NamedTuple):
    """The place of a page in its list. The front page has `number` 0; `older` and `newer` are "" at the ends.

    `pages` are numbered pages from the newest: those around this one and the
    very first, None where some between them are left out. Nothing here grows
    with the list, so that a full page never changes again.
    """

    number: int
    older: str
    newer: str
    front: str
    pages: tuple[Link | None, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A year, month or day of the calendar with its number of posts; `url` is "" when it has none.

    `level` compares the number with the others of the calendar: 0 for none, then 1 to 4.
    """

    label: str
    url: str
    count: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """A month: `weeks` are rows of seven days from Monday, None outside the month."""

    year: int
    month: int
    url: str
    count: int
    weeks: tuple[tuple[Count | None, ...], ...]


class HalfYear(NamedTuple):
    """Six months as a heat map shows them: columns of weeks, each of seven days from Monday.

    A day is a pair of its date and its posts, or None outside the half year.
    `months` are pairs: the column that a month begins in, and its number.
    """

    months: tuple[tuple[int, int], ...]
    weeks: tuple[tuple[tuple[Moment, Count] | None, ...], ...]


class Translation(NamedTuple):
    """A page in another language, by its absolute URL."""

    language: str
    url: str


class Page(NamedTuple):
    """The page that is being rendered. `canonical` is its absolute URL, or "" when the site's is unknown.

    `kind` is the name of its template: home, post, page, term, day, terms,
    archive, year, month, 404. `image` is absolute, unless the site's URL is unknown;
    `data` is JSON-LD for a script element.
    """

    kind: str
    title: str
    url: str
    canonical: str
    description: str
    feed: Link | None = None
    language: str = ""
    image: str = ""
    translations: tuple[Translation, ...] = ()
    """The page itself and its translations; empty where it has none."""
    data: Markup | str = ""
