"""Posts that are there twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from generator.checks.codes import finding
from generator.content.problems import quoted
from generator.core.model import Problem

#: Media that reprint the same report are no mistake, and a column has the same title every week: so the same
#: title counts within a category and a day, and the same text within a category.
_TITLES = """
    SELECT path, first, title FROM (
        SELECT path, title, first_value(path) OVER (
            PARTITION BY section, substr(date, 1, 10), lower(title) ORDER BY path) AS first
        FROM posts WHERE role = 'post' AND draft = 0 AND title != '')
    WHERE path != first AND path NOT IN (SELECT path FROM doubled)
"""
_BODIES = """
    CREATE TEMP TABLE doubled AS SELECT path, first FROM (
        SELECT facts.path AS path, first_value(facts.path) OVER (
            PARTITION BY text, section ORDER BY stamp, facts.path) AS first
        FROM facts JOIN posts USING (path) WHERE text IN (
            SELECT text FROM facts WHERE text != x'' GROUP BY text HAVING count(*) > 1)
        AND role = 'post' AND draft = 0)
    WHERE path != first
"""


def doubles(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield posts whose title, or whose text, another has already. One that has both is told once."""
    connection.execute(_BODIES)
    for path, first in connection.execute("SELECT path, first FROM doubled"):
        message = f"the post has the same text as {first}"
        yield finding("duplicate.body", path, (0, 0), message, "delete one of the two")
    for path, first, title in connection.execute(_TITLES):
        message = f"the post has the same title, {quoted(title)}, day and category as {first}"
        yield finding("duplicate.title", path, (0, 0), message, "delete one, or make the titles differ")
