"""Address the pages of terms, and order terms and posts in lists."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from generator.addresses import calendar, lists
from generator.addresses.links import href
from generator.addresses.routes import Route
from generator.config.schema import Permalink
from generator.taxonomy.definitions import CATEGORY, DAY, TAG
from generator.theme.view_models import Card, Link, Moment, Picture


class ListRoutes(NamedTuple):
    """Where the pages of a list lie: the front page with the newest posts, and the numbered pages."""

    front: Route
    numbered: Route


_NUMBERED = {
    CATEGORY: "Older posts of a category; a full page stays as it is",
    TAG: "Older posts with a tag; a full page stays as it is",
    DAY: "More posts of a day; a full page stays as it is",
}
_DAY_ROUTES = ListRoutes(calendar.DAY, Route("archive/{year}/{month}/{day}/{number}.html", _NUMBERED[DAY]))


@lru_cache(maxsize=64)
def list_routes(permalink: Permalink, taxonomy: str) -> ListRoutes:
    """Return the routes of the lists of a taxonomy, by the patterns of a site."""
    if taxonomy == DAY:
        return _DAY_ROUTES
    pattern = _pattern(permalink, taxonomy)
    return ListRoutes(
        Route(lists.page_pattern(pattern), of_term=True),
        Route(lists.numbered_pattern(pattern), _NUMBERED[taxonomy]),
    )


@lru_cache(maxsize=64)
def feed_route(permalink: Permalink, taxonomy: str) -> Route:
    """Return where the feeds of the categories, or of the tags, lie."""
    return Route(lists.feed_pattern(_pattern(permalink, taxonomy)))


def _pattern(permalink: Permalink, taxonomy: str) -> str:
    return permalink.category if taxonomy == CATEGORY else permalink.tag


#: The order of lists of all terms: by letter, those without a letter last.
BY_LETTER = "letter = '#', letter, sort, label, name"
#: The columns of `CardRow`, in a query that has the posts as `p`, from their table joined with `CARD_FROM`.
CARD = "p.url, p.title, p.date, p.summary, c.label, c.slug"
CARD_FROM = "LEFT JOIN terms AS c ON c.id = p.section"


class CardRow(NamedTuple):
    """A post as a list shows it. `date` is ISO 8601; label and slug are its category's, None without one.

    `picture` has output path, width and height of its thumbnail, with a blank between them; "" for none.
    """

    url: str
    title: str
    date: str
    summary: str
    label: str | None
    slug: str | None
    picture: str = ""


class TermRow(NamedTuple):
    """A category or tag as a list of terms names it."""

    label: str
    slug: str


@lru_cache(maxsize=4096)
def term_path(permalink: Permalink, taxonomy: str, slug: str, number: int = 0) -> str:
    """Return the output path of the front page of a term (0) or of a numbered page; a day is `2021/12/28`."""
    routes = list_routes(permalink, taxonomy)
    route = routes.numbered if number else routes.front
    if taxonomy == DAY:
        year, month, day = slug.split("/")
        return route.path(year=year, month=month, day=day, number=number)
    return route.path(slug=slug, number=number)


def category_feed(permalink: Permalink, slug: str, suffix: str = "xml") -> str:
    """Return the output path of the feed of a category in a format."""
    return feed_route(permalink, CATEGORY).path(slug=slug, format=suffix)


@lru_cache(maxsize=4096)
def term_link(permalink: Permalink, taxonomy: str, label: str, slug: str) -> Link:
    """Return the link to a category's or tag's front page."""
    return Link(label, href(term_path(permalink, taxonomy, slug)))


def card(permalink: Permalink, row: CardRow) -> Card:
    """Return a post as a list shows it."""
    category = term_link(permalink, CATEGORY, row.label or "", row.slug) if row.slug else None
    return Card(row.title, row.url, Moment(row.date), row.summary, category, _picture(row.picture))


def _picture(text: str) -> Picture | None:
    if not text:
        return None
    path, width, height = text.split(" ")
    return Picture(path, int(width), int(height))
