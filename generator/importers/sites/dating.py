"""Read the date of a post; where its time is unreadable, its day counts, else that in the file's name."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.content.dates import date_from_name, parse_date, problem_of
from generator.core.model import Problem
from generator.core.wording import quoted
from generator.importers.article import RefusalError

#: A day before an unreadable time.
_DAY = re.compile(r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?=[ T])")
_CURE = "write it like 2021-12-28 07:35:22 +0800"


class Dated(NamedTuple):
    """The instant of a post, and what is wrong with its date, "" for nothing."""

    instant: datetime
    doubt: str = ""


def read_date(key: str, written: str, name: str, zone: ZoneInfo) -> Dated:
    """Return the instant that is written under a key; `name` is that of the file, without its suffix.

    Raises RefusalError if neither names one.
    """
    instant = parse_date(written, zone)
    if instant:
        return Dated(instant)
    reason = f"{key} is {quoted(written)}, which {problem_of(written)[1]}"
    begun = _DAY.match(written)
    if begun and (instant := parse_date(begun[0], zone)):
        return Dated(instant, f"{reason}; its day is used")
    day = date_from_name(name)
    named = parse_date(day, zone) if day else None
    if not named:
        raise RefusalError("import.date", reason, _CURE)
    return Dated(named, f"{reason}; the day in the file's name is used")


def date_problems(path: str, doubt: str) -> tuple[Problem, ...]:
    """Return what is wrong with a date as a warning, or nothing."""
    return (Problem(path, 0, 0, "import.date", doubt, _CURE, "warning"),) if doubt else ()
