"""Pages of the calendar: all years, a year, a month."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

from generator.kinds.cards import day_url
from generator.plan.task import Task
from generator.theme.view_models import Count, HalfYear, Link, Moment, Month

#: A most that is less than this counts as this, so that a day with one post is never a dark one.
_LEAST_MOST = 16


def archive_context(task: Task) -> dict[str, Any]:
    """Return what archive.html sees: years and their months, newest first."""
    years = []
    most = max((posts for _, posts in task.payload[0]), default=0)
    for year, group in groupby(task.payload[0], key=lambda row: row[0][:4]):
        months = tuple(
            Count(str(int(month[5:])), day_url(month), posts, level(posts, most)) for month, posts in group
        )
        years.append((Count(year, day_url(year), sum(month.count for month in months)), months))
    return {"years": tuple(years)}


def year_context(task: Task, words: Any) -> dict[str, Any]:
    """Return what year.html sees, with neighbouring years in `words`."""
    year, days, beside = task.payload
    counts = _day_counts(days)
    months = tuple(_month(int(year), month, counts) for month in range(1, 13))
    halves = tuple(_half_year(int(year), first, counts) for first in (1, 7))
    total = Count(year, day_url(year), sum(posts for _, posts in days))
    return {"year": total, "months": months, "halves": halves} | beside_links(beside, words.year)


def month_context(task: Task, words: Any) -> dict[str, Any]:
    """Return what month.html sees, with neighbouring months in `words`."""
    name, days, beside = task.payload
    counts = _day_counts(days)
    month = _month(int(name[:4]), int(name[5:]), counts)
    newest = tuple(reversed(counts.values()))
    return {"month": month, "days": newest, "year_url": day_url(name[:4])} | beside_links(beside, words.month)


def _day_counts(days: list[tuple[str, int]]) -> dict[str, Count]:
    """Return the days that have posts by their names, in the order of time."""
    most = max(posts for _, posts in days)
    return {day: Count(str(int(day[8:])), day_url(day), posts, level(posts, most)) for day, posts in days}


def level(posts: int, most: int) -> int:
    """Return how dark a day, or month, is: by the root of its share in the most, in quarters."""
    return 1 + sum(16 * posts > step * step * max(most, _LEAST_MOST) for step in (1, 2, 3))


def _month(year: int, month: int, counts: Mapping[str, Count]) -> Month:
    name = f"{year:04}-{month:02}"
    weeks = tuple(
        tuple(_count(f"{name}-{day:02}", counts) if day else None for day in week)
        for week in calendar.Calendar().monthdayscalendar(year, month)
    )
    total = sum(day.count for week in weeks for day in week if day)
    return Month(year, month, day_url(name) if total else "", total, weeks)


def _count(day: str, counts: Mapping[str, Count]) -> Count:
    return counts.get(day) or Count(str(int(day[8:])), "", 0)


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
    return Moment(f"{name}T00:00:00"), _count(name, counts)


def beside_links(names: tuple[str | None, str | None], pattern: str) -> dict[str, Link | None]:
    """Return links to the periods before and after, named by a pattern of the catalogue."""
    before, after = (Link(period_title(name, pattern), day_url(name)) if name else None for name in names)
    return {"previous": before, "next": after}


def period_title(name: str, pattern: str) -> str:
    """Return the name of a day, month or year (`2021-12-28` or a beginning of it) for readers."""
    year, month, day = (int(part) for part in (name + "-01-01").split("-")[:3])
    return pattern.format(year=year, month=month, day=day)
