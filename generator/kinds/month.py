"""Make the page of a month: its calendar, and headlines under their days."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, ClassVar, NamedTuple

from generator.addresses.calendar import MONTH, period_url
from generator.addresses.routes import Route
from generator.core.wording import counted
from generator.kinds.kind import Maker, Resources, Shown, View
from generator.kinds.parts.calendar import (
    Beside,
    PeriodKind,
    PeriodRow,
    beside_links,
    day_counts,
    home_and_years,
    month_view,
    period_title,
)
from generator.plan.task import Task
from generator.plan.touched import Touched
from generator.theme.view_models import DayHeadlines, Headline, Link, Moment

#: A month with more posts than this shows only the newest of each day.
ALL_POSTS = 300
#: Headlines of a day in such a month. A month has at most 31 days, so a page has a limit at any size.
DAY_POSTS = 5

#: A search for each day in the list of its posts, from its end, so that a day of thousands is not read.
_HEADLINES = """
    SELECT p.url, p.title, p.date FROM terms AS d CROSS JOIN posts AS p
    WHERE d.taxonomy = 'day' AND d.name > :period AND d.name < :period || '~' AND p.id IN (
        SELECT post_id FROM post_terms WHERE term_id = d.id ORDER BY stamp DESC, path DESC LIMIT :limit)
    ORDER BY d.name DESC, p.stamp DESC, p.path DESC
"""


class HeadlineRow(NamedTuple):
    """A post as the page of its month shows it. `date` is ISO 8601."""

    url: str
    title: str
    date: str


class MonthRow(NamedTuple):
    """A month: the fields of `PeriodRow`, and posts, the newest first."""

    name: str
    days: list[tuple[str, int]]
    beside: Beside
    headlines: list[HeadlineRow]


class MonthKind(PeriodKind):
    """The days of a month, each with its number of posts and their headlines."""

    owner: ClassVar[str] = "month"
    title: ClassVar[str] = "the calendar of"
    length: ClassVar[int] = 7
    route: ClassVar[Route] = MONTH

    def row(self, connection: sqlite3.Connection, period: PeriodRow) -> MonthRow:
        """Return the month with its headlines."""
        return MonthRow(*period, headlines_of(connection, period))

    def contents(self, connection: sqlite3.Connection, task: Task[Any]) -> Iterator[str]:
        """Count posts, days and headlines."""
        yield from super().contents(connection, task)
        yield f"It lists {counted(len(task.payload.headlines), 'headline')}."

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the page, with a word on whether it lists the post or only counts it."""
        touched.only(self.owner, post.date[: self.length])
        for task in self.tasks(connection, touched) if post.role == "post" else ():
            listed = any(row.url == post.url for row in task.payload.headlines)
            yield f"{task.path}, the calendar that {'lists' if listed else 'counts'} it"

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of month.html."""
        words = resources.words

        def make(task: Task[MonthRow]) -> View:
            name, days, beside, headlines = task.payload
            counts = day_counts(days)
            context = {
                "month": month_view(int(name[:4]), int(name[5:]), counts),
                "days": tuple(reversed(counts.values())),
                "headlines": _by_day(headlines, dict(days)),
                "year_url": period_url(name[:4]),
                **beside_links(beside, words, words.month),
            }
            year = Link(period_title(name[:4], words, words.year), period_url(name[:4]))
            trail = (*home_and_years(words), year)
            return View(context, period_title(name, words, words.month), schema="CollectionPage", trail=trail)

        return {self.owner: make}


def headlines_of(connection: sqlite3.Connection, period: PeriodRow) -> list[HeadlineRow]:
    """Return the posts that the page of a month lists: all of them, or the newest of each day."""
    total = sum(posts for _, posts in period.days)
    values = {"period": period.name, "limit": -1 if total <= ALL_POSTS else DAY_POSTS}
    return list(map(HeadlineRow._make, connection.execute(_HEADLINES, values)))


def _by_day(rows: list[HeadlineRow], counts: Mapping[str, int]) -> tuple[DayHeadlines, ...]:
    """Return the days with their headlines, and the number of posts that are left out."""
    found = []
    for day, group in groupby(rows, key=lambda row: row.date[:10]):
        posts = tuple(Headline(title, url, Moment(date)) for url, title, date in group)
        found.append(DayHeadlines(Moment(f"{day}T00:00:00"), posts, counts[day] - len(posts)))
    return tuple(found)
