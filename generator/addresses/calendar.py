"""Name the pages of the calendar: of a day, a month, a year, and of all years."""

from __future__ import annotations

from generator.addresses.routes import Route

#: The calendar of all years.
YEARS = Route("archive.html")
YEAR = Route("archive/{year}.html")
MONTH = Route("archive/{year}/{month}.html")
DAY = Route("archive/{year}/{month}/{day}.html")
_PERIODS = {1: YEAR, 2: MONTH, 3: DAY}


def period_url(name: str) -> str:
    """Return the href, and output path, of the page of a day, month or year (`2021-12-28` or a beginning)."""
    parts = name.split("-")
    return _PERIODS[len(parts)].path(**dict(zip(("year", "month", "day"), parts, strict=False)))
