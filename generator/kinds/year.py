"""Make the calendar of a year, with a heat map for each half of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from generator.addresses.calendar import YEAR, period_url
from generator.addresses.routes import Route
from generator.kinds.kind import Maker, Resources, View
from generator.kinds.parts.calendar import (
    PeriodKind,
    PeriodRow,
    beside_links,
    count_of,
    day_counts,
    home_and_years,
    month_view,
    period_title,
)
from generator.plan.task import Task
from generator.theme.view_models import Count, HalfYear, Moment


class YearKind(PeriodKind):
    """The days and months of a year, each with its number of posts."""

    owner: ClassVar[str] = "year"
    title: ClassVar[str] = "the calendar of"
    length: ClassVar[int] = 4
    route: ClassVar[Route] = YEAR

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of year.html."""
        words = resources.words

        def make(task: Task[PeriodRow]) -> View:
            name, days, beside = task.payload
            counts = day_counts(days)
            context = {
                "year": Count(name, period_url(name), sum(posts for _, posts in days)),
                "months": tuple(month_view(int(name), month, counts) for month in range(1, 13)),
                "halves": tuple(_half_year(int(name), first, counts) for first in (1, 7)),
                **beside_links(beside, words, words.year),
            }
            title = period_title(name, words, words.year)
            return View(context, title, schema="CollectionPage", trail=home_and_years(words))

        return {self.owner: make}


def _half_year(year: int, first: int, counts: Mapping[str, Count]) -> HalfYear:
    """Return the heat map of the six months from `first` on."""
    begin, last = date(year, first, 1), date(year, first + 5, 31 if first == 7 else 30)
    monday = begin.toordinal() - begin.weekday()
    weeks = tuple(
        tuple(_heat(monday + 7 * week + day, begin, last, counts) for day in range(7))
        for week in range((last.toordinal() - monday) // 7 + 1)
    )
    columns = ((date(year, month, 1).toordinal() - monday) // 7 for month in range(first, first + 6))
    return HalfYear(tuple(zip(columns, range(first, first + 6), strict=True)), weeks)


def _heat(number: int, begin: date, last: date, counts: Mapping[str, Count]) -> tuple[Moment, Count] | None:
    """Return the day of an ordinal number, or None when it is not in the half year."""
    if not begin.toordinal() <= number <= last.toordinal():
        return None
    name = date.fromordinal(number).isoformat()
    return Moment(f"{name}T00:00:00"), count_of(name, counts)
