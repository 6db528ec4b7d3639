"""Dates that can't be what their author meant."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from generator.checks.codes import finding
from generator.core.model import Problem

#: A year, in microseconds: who plans further ahead has mistyped a digit.
_FAR = 366 * 86_400_000_000

_NAMED = """
    SELECT facts.path, line, column, named_day, written_day FROM facts JOIN posts USING (path)
    WHERE role = 'post' AND named_day != '' AND written_day != ''
        AND named_day != written_day AND named_day != substr(date, 1, 10)
"""
_ORDER = """
    SELECT facts.path, line, column, substr(date, 1, 10), json_extract(details, '$.updated'), expires <= stamp
    FROM posts JOIN facts USING (path)
    WHERE role = 'post' AND (expires <= stamp
        OR substr(json_extract(details, '$.updated'), 1, 10) < substr(date, 1, 10))
"""
_AHEAD = """
    SELECT facts.path, line, column, substr(date, 1, 10) FROM posts JOIN facts USING (path)
    WHERE role = 'post' AND stamp > ?
"""


def odd_dates(connection: sqlite3.Connection, now: int) -> Iterator[Problem]:
    """Yield dates that contradict the file's name, each other, or all expectation.

    `now` is in microseconds since the epoch. A date may differ from the file's name by what its time zone
    makes of it.
    """
    for path, line, column, named, written in connection.execute(_NAMED):
        message = f"the file's name says {named}, its date says {written}; the date counts"
        yield finding("date.file-name", path, (line, column), message, "mend the date, or rename the file")
    for path, line, column, day, updated, expired in connection.execute(_ORDER):
        if expired:
            message = f"the post expires before its date, {day}, so that it is never shown"
        else:
            message = f"the post was updated on {updated[:10]}, before its date, {day}"
        yield finding("date.order", path, (line, column), message, "mend one of the two")
    for path, line, column, day in connection.execute(_AHEAD, (now + _FAR,)):
        message = f"the post is dated {day}, more than a year from now; it is held back until then"
        yield finding("date.far", path, (line, column), message, "mend the year")
