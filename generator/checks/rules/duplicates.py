"""Find posts that an archive has twice."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.codes import finding
from generator.checks.context import Context
from generator.core.model import Problem
from generator.core.wording import quoted

#: Several media may reprint a report, and a column has the same title every week. So equal titles are found
#: within a category and a day, and equal texts within a category.
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


def check(context: Context) -> Iterator[Problem]:
    """Yield posts with the text or the title of an earlier post; a post with both is reported once."""
    connection = context.connection
    connection.execute(_BODIES)
    for path, first in connection.execute("SELECT path, first FROM doubled"):
        message = f"the post has the same text as {first}"
        yield finding("duplicate.body", path, (0, 0), message, "delete one of the two")
    for path, first, title in connection.execute(_TITLES):
        message = f"the post has the same title, {quoted(title)}, day and category as {first}"
        yield finding(
            "duplicate.title", path, (0, 0), message, "delete one of the two, or make the titles differ"
        )
