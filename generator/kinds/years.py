"""Make the calendar of all years and their months."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, ClassVar, NamedTuple

from generator.addresses.calendar import YEARS, period_url
from generator.addresses.routes import Route
from generator.core.wording import counted
from generator.kinds.kind import Maker, Resources, View
from generator.kinds.parts.calendar import level
from generator.kinds.single import Part, SingleKind
from generator.plan.task import Task
from generator.theme.view_models import Count, Link


class YearsRow(NamedTuple):
    """Months and their numbers of posts, newest first."""

    months: list[tuple[str, int]]


class YearsKind(SingleKind):
    """Each year with its months."""

    key: ClassVar[str] = "archive"
    title: ClassVar[str] = "the calendar of all years"
    routes: ClassVar[tuple[Route, ...]] = (YEARS,)
    templates: ClassVar[tuple[str, ...]] = ("archive",)

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the page."""
        months = connection.execute("SELECT month, posts FROM months ORDER BY month DESC").fetchall()
        yield Part(YEARS.path(), "archive", YearsRow(months))

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of archive.html."""
        words = resources.words
        home = Link(words.home, "")

        def make(task: Task[YearsRow]) -> View:
            return View(_context(task.payload.months), words.all_days, schema="CollectionPage", trail=(home,))

        return {"archive": make}

    def contents(self, connection: sqlite3.Connection, task: Task[YearsRow]) -> Iterator[str]:
        """Count months."""
        yield f"It counts the posts of {counted(len(task.payload.months), 'month')}."


def _context(rows: list[tuple[str, int]]) -> dict[str, Any]:
    years = []
    most = max((posts for _, posts in rows), default=0)
    for year, group in groupby(rows, key=lambda row: row[0][:4]):
        months = tuple(
            Count(str(int(month[5:])), period_url(month), posts, level(posts, most)) for month, posts in group
        )
        years.append((Count(year, period_url(year), sum(month.count for month in months)), months))
    return {"years": tuple(years)}
