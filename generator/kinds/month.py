"""Make the calendar of a month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from generator.addresses.calendar import MONTH, period_url
from generator.addresses.routes import Route
from generator.kinds.kind import Maker, Resources, View
from generator.kinds.parts.calendar import (
    PeriodKind,
    PeriodRow,
    beside_links,
    day_counts,
    home_and_years,
    month_view,
    period_title,
)
from generator.plan.task import Task
from generator.theme.view_models import Link


class MonthKind(PeriodKind):
    """The days of a month, each with its number of posts."""

    owner: ClassVar[str] = "month"
    title: ClassVar[str] = "the calendar of"
    length: ClassVar[int] = 7
    route: ClassVar[Route] = MONTH

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of month.html."""
        words = resources.words

        def make(task: Task[PeriodRow]) -> View:
            name, days, beside = task.payload
            counts = day_counts(days)
            context = {
                "month": month_view(int(name[:4]), int(name[5:]), counts),
                "days": tuple(reversed(counts.values())),
                "year_url": period_url(name[:4]),
                **beside_links(beside, words.month),
            }
            year = Link(period_title(name[:4], words.year), period_url(name[:4]))
            trail = (*home_and_years(words), year)
            return View(context, period_title(name, words.month), schema="CollectionPage", trail=trail)

        return {self.owner: make}
