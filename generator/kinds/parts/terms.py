"""Address the pages of terms, and order terms and posts in lists."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from generator.addresses import calendar
from generator.addresses.links import href
from generator.addresses.routes import Route
from generator.taxonomy.definitions import CATEGORY, DAY, TAG
from generator.theme.view_models import Card, Link, Moment


class ListRoutes(NamedTuple):
    """Where the pages of a list lie: the front page with the newest posts, and the numbered pages."""

    front: Route
    numbered: Route


#: The routes of lists, by taxonomy.
LIST_ROUTES = {
    CATEGORY: ListRoutes(
        Route("category/{slug}.html", of_term=True),
        Route("category/{slug}/{number}.html", "Older posts of a category; a full page stays as it is"),
    ),
    TAG: ListRoutes(
        Route("tag/{slug}.html", of_term=True),
        Route("tag/{slug}/{number}.html", "Older posts with a tag; a full page stays as it is"),
    ),
    DAY: ListRoutes(
        calendar.DAY,
        Route(
            "archive/{year}/{month}/{day}/{number}.html", "More posts of a day; a full page stays as it is"
        ),
    ),
}
#: The order of lists of all terms: by letter, those without a letter last.
BY_LETTER = "letter = '#', letter, sort, label, name"
#: The columns of `CardRow`, in a query that has the posts as `p`, from their table joined with `CARD_FROM`.
CARD = "p.url, p.title, p.date, p.summary, c.label, c.slug"
CARD_FROM = "LEFT JOIN terms AS c ON c.id = p.section"


class CardRow(NamedTuple):
    """A post as a list shows it. `date` is ISO 8601; label and slug are its category's, None without one."""

    url: str
    title: str
    date: str
    summary: str
    label: str | None
    slug: str | None


class TermRow(NamedTuple):
    """A category or tag as a list of terms names it."""

    label: str
    slug: str


@lru_cache(maxsize=4096)
def term_path(taxonomy: str, slug: str, number: int = 0) -> str:
    """Return the output path of the front page of a term (0) or of a numbered page; a day is `2021/12/28`."""
    routes = LIST_ROUTES[taxonomy]
    route = routes.numbered if number else routes.front
    if taxonomy == DAY:
        year, month, day = slug.split("/")
        return route.path(year=year, month=month, day=day, number=number)
    return route.path(slug=slug, number=number)


@lru_cache(maxsize=4096)
def term_link(taxonomy: str, label: str, slug: str) -> Link:
    """Return the link to a category's or tag's front page."""
    return Link(label, href(term_path(taxonomy, slug)))


def card(row: CardRow) -> Card:
    """Return a post as a list shows it."""
    category = term_link(CATEGORY, row.label or "", row.slug) if row.slug else None
    return Card(row.title, row.url, Moment(row.date), row.summary, category)
