"""Years and months: levels, and the heat map of half a year."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from generator.body.accessibility import Labels
from generator.kinds.kind import Kind, Resources, View
from generator.kinds.month import HeadlineRow, MonthKind, MonthRow
from generator.kinds.parts.calendar import Beside, PeriodRow, level
from generator.kinds.year import YearKind
from generator.kinds.years import YearsKind, YearsRow
from generator.plan.task import Task

WORDS = SimpleNamespace(
    year="{year}", month="{year}-{month:02d}", home="home", archive="archive", all_days="all"
)
NOTHING: Any = None


def context(kind: Kind, page: str, payload: tuple[Any, ...]) -> dict[str, Any]:
    """Return the variables of the template of a page."""
    resources = Resources(NOTHING, NOTHING, WORDS, Labels("", "", "", "", ""), {}, NOTHING)
    view = kind.makers(resources)[page](Task("", "", "", page, payload))
    assert isinstance(view, View)
    return view.context


@pytest.mark.parametrize(
    ("posts", "most", "expected"),
    [(1, 1, 1), (2, 3, 2), (5, 5, 3), (16, 16, 4), (1, 500, 1), (32, 500, 2), (126, 500, 3), (282, 500, 4)],
)
def test_levels_follow_the_root_of_the_share(posts: int, most: int, expected: int) -> None:
    assert level(posts, most) == expected


def test_a_half_year_has_each_of_its_days_once_and_in_its_row() -> None:
    days = [("2024-02-29", 500), ("2024-12-31", 1)]
    first, second = context(YearKind(), "year", PeriodRow("2024", days, Beside(None, None)))["halves"]
    cells = [day for half in (first, second) for week in half.weeks for day in week if day]
    assert len(cells) == 366
    assert len({moment.iso for moment, _ in cells}) == 366
    assert all(week[row][0].weekday == row for week in first.weeks for row in range(7) if week[row])
    posts = {moment.iso[:10]: (count.count, count.level, count.url) for moment, count in cells if count.count}
    assert posts == {
        "2024-02-29": (500, 4, "archive/2024/02/29.html"),
        "2024-12-31": (1, 1, "archive/2024/12/31.html"),
    }
    assert [month for _, month in first.months] == [1, 2, 3, 4, 5, 6]
    for half in (first, second):
        for column, month in half.months:
            assert any(day and day[0].month == month and day[0].day == 1 for day in half.weeks[column])


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_the_first_and_the_last_year(year: str) -> None:
    row = PeriodRow(year, [(f"{year}-12-31", 1)], Beside(None, None))
    halves = context(YearKind(), "year", row)["halves"]
    assert sum(day is not None for half in halves for week in half.weeks for day in week) == 365


def test_a_month_knows_its_days() -> None:
    days = [("2021-12-01", 3), ("2021-12-28", 40)]
    headlines = [HeadlineRow("a.html", "甲", "2021-12-28T07:35:22+08:00")]
    found = context(MonthKind(), "month", MonthRow("2021-12", days, Beside(None, "2022-01"), headlines))
    assert [(day.label, day.count, day.level) for day in found["days"]] == [("28", 40, 4), ("1", 3, 2)]
    assert found["month"].count == 43
    ((day, posts, more),) = found["headlines"]
    assert (day.day, [post.title for post in posts], more) == (28, ["甲"], 39)
    assert (found["previous"], found["next"].title) == (None, "2022-01")


def test_months_of_the_archive_have_levels() -> None:
    ((year, months),) = context(YearsKind(), "archive", YearsRow([("2021-12", 400), ("2021-11", 4)]))["years"]
    assert (year.count, [(month.label, month.level) for month in months]) == (404, [("12", 4), ("11", 1)])
