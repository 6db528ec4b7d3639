"""Plan and show pages of the calendar: a day's count, a month, a year."""

from __future__ import annotations

import calendar
import sqlite3
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, ClassVar, NamedTuple

from generator.addresses.calendar import YEARS, period_url
from generator.addresses.routes import Route
from generator.core.wording import counted
from generator.kinds.kind import Kind, Shown
from generator.kinds.parts.stale import CHANGED_DAYS, beside_rules
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.theme.patterns import filled
from generator.theme.view_models import Count, Link, Month

#: The least number of posts that counts as the most, so that a day with one post is never dark.
_LEAST_MOST = 16


class Beside(NamedTuple):
    """The names of the days, months or years before and after one that have posts."""

    before: str | None
    after: str | None


class PeriodRow(NamedTuple):
    """A month or year (`2021-12`, `2021`): its days with their numbers of posts, and its neighbours."""

    name: str
    days: list[tuple[str, int]]
    beside: Beside


class PeriodKind(Kind):
    """Pages of the calendar that count the posts of each day of a period."""

    #: How long the name of a period is: `2021-12` or `2021`.
    length: ClassVar[int]
    route: ClassVar[Route]

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.routes = (cls.route,)
        cls.templates = (cls.owner,)
        cls.owners = f"SELECT DISTINCT substr(name, 1, {cls.length}) AS key FROM terms WHERE taxonomy = 'day'"
        cls.related_changes = (
            Rule(
                f"""SELECT substr(name, 1, {cls.length}) AS key, NULL AS start FROM ({CHANGED_DAYS})""",
                "its posts changed",
            ),
            *beside_rules(cls.length),
        )

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[Any]]:
        """Yield a task for each touched period that has posts."""
        for period in touched.keys(self.owner):
            days = connection.execute(_DAYS, {"period": period}).fetchall()
            if days:
                query = _BESIDE.format(length=self.length)
                beside = Beside(*connection.execute(query, {"period": period}).fetchone())
                row = self.row(connection, PeriodRow(period, days, beside))
                yield Task(period_url(period), self.owner, period, self.owner, row)

    def row(self, connection: sqlite3.Connection, period: PeriodRow) -> PeriodRow | tuple[Any, ...]:
        """Return the payload of a period: `PeriodRow`, or one that has its fields and more."""
        return period

    def keys_of(self, connection: sqlite3.Connection, parameters: Mapping[str, str]) -> Iterator[str]:
        """Yield the name of the period."""
        yield "-".join(parameters.values())

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether the period has posts."""
        found = self.route.match(path)
        period = "-".join((found or {}).values())
        return connection.execute(_HAS_POSTS, {"period": period}).fetchone() is not None

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Name the period."""
        return f"the calendar of {key}"

    def contents(self, connection: sqlite3.Connection, task: Task[Any]) -> Iterator[str]:
        """Count posts and days."""
        days: list[tuple[str, int]] = task.payload.days
        yield f"It counts {counted(sum(count for _, count in days), 'post')} on {counted(len(days), 'day')}."

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the page that counts a post."""
        if post.role == "post":
            yield f"{period_url(post.date[: self.length])}, the calendar that counts it"


_DAYS = """SELECT name, posts FROM terms
           WHERE taxonomy = 'day' AND name > :period AND name < :period || '~' ORDER BY name"""
_BESIDE = """SELECT (SELECT substr(max(month), 1, {length}) FROM months WHERE month < :period),
                    (SELECT substr(min(month), 1, {length}) FROM months WHERE month > :period || '~')"""
_HAS_POSTS = """SELECT 1 FROM months
                WHERE month = :period OR month > :period || '-' AND month < :period || '.'"""


def day_counts(days: list[tuple[str, int]]) -> dict[str, Count]:
    """Return the days that have posts by their names, in the order of time."""
    most = max(posts for _, posts in days)
    return {day: Count(str(int(day[8:])), period_url(day), posts, level(posts, most)) for day, posts in days}


def level(posts: int, most: int) -> int:
    """Return how dark a day or month is, from 1 to 4: the square root of posts / most, in quarters."""
    return 1 + sum(16 * posts > step * step * max(most, _LEAST_MOST) for step in (1, 2, 3))


def month_view(year: int, month: int, counts: Mapping[str, Count]) -> Month:
    """Return a month with its weeks, as templates see it."""
    name = f"{year:04}-{month:02}"
    weeks = tuple(
        tuple(count_of(f"{name}-{day:02}", counts) if day else None for day in week)
        for week in calendar.Calendar().monthdayscalendar(year, month)
    )
    total = sum(day.count for week in weeks for day in week if day)
    return Month(year, month, period_url(name) if total else "", total, weeks)


def count_of(day: str, counts: Mapping[str, Count]) -> Count:
    """Return a day with its number of posts, 0 where it has none."""
    return counts.get(day) or Count(str(int(day[8:])), "", 0)


def beside_links(names: Beside, words: SimpleNamespace, pattern: str) -> dict[str, Link | None]:
    """Return links to the periods before and after, named by a pattern of the catalogue."""
    before, after = (
        Link(period_title(name, words, pattern), period_url(name)) if name else None for name in names
    )
    return {"previous": before, "next": after}


def period_title(name: str, words: SimpleNamespace, pattern: str) -> str:
    """Return the name of a day, month or year (`2021-12-28` or a beginning of it) for readers."""
    year, month, day = (int(part) for part in (name + "-01-01").split("-")[:3])
    return filled(words, pattern, year=year, month=month, day=day)


def home_and_years(words: SimpleNamespace) -> tuple[Link, ...]:
    """Return the pages above those of the calendar: the home page and the calendar of all years."""
    return Link(words.home, ""), Link(words.archive, YEARS.path())
