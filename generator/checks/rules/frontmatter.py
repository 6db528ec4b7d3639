"""Find keys of front matter that are probably misspelt, and dates that are probably wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from generator.checks.codes import finding
from generator.checks.context import Context
from generator.core.model import Problem
from generator.core.wording import quoted

#: A year, in microseconds: a date further ahead has probably a wrong digit.
_FAR = 366 * 86_400_000_000

#: Of each key the first place (SQLite takes the other columns from the row with the minimum), and the files.
_MISSPELT = """
    SELECT min(path), line, column, key, meant, count(DISTINCT path) FROM misspelt JOIN sources USING (path)
    GROUP BY key, meant
"""
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


def check(context: Context) -> Iterator[Problem]:
    """Yield unknown keys, each once, that are similar to a known key, and dates that contradict something."""
    yield from _misspelt_keys(context.connection)
    yield from _other_days(context.connection)
    yield from _wrong_order(context.connection)
    yield from _far_ahead(context.connection, context.now)


def _misspelt_keys(connection: sqlite3.Connection) -> Iterator[Problem]:
    for path, line, column, key, meant, files in connection.execute(_MISSPELT):
        message = f"the key {quoted(key)} has no meaning, so its value is not used"
        if files > 1:
            message += f"; {files:,} files have it"
        yield finding("front-matter.unknown-key", path, (line, column), message, f"did you mean {meant}?")


def _other_days(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield dates that contradict the file's name. The time zone may make a different day of a date."""
    for path, line, column, named, written in connection.execute(_NAMED):
        message = f"the file's name has the date {named}, the front matter has {written}, which is used"
        yield finding("date.file-name", path, (line, column), message, "correct the date, or rename the file")


def _wrong_order(connection: sqlite3.Connection) -> Iterator[Problem]:
    for path, line, column, day, updated, expired in connection.execute(_ORDER):
        if expired:
            message = f"the post expires before its date, {day}, so it is never shown"
        else:
            message = f"the post was updated on {updated[:10]}, before its date, {day}"
        yield finding("date.order", path, (line, column), message, "correct one of the two")


def _far_ahead(connection: sqlite3.Connection, now: int) -> Iterator[Problem]:
    for path, line, column, day in connection.execute(_AHEAD, (now + _FAR,)):
        message = f"the post is dated {day}, more than a year from now; it is held back until then"
        yield finding("date.far", path, (line, column), message, "correct the year")
