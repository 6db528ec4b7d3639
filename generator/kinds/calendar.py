"""Tasks for the calendar's months and years, and for the sitemaps of months."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from generator.plan.task import Task

#: URLs that a sitemap may hold (sitemaps.org, protocol 0.9).
SITEMAP_URLS = 50_000

_DAYS = """SELECT name, posts FROM terms
           WHERE taxonomy = 'day' AND name > :period AND name < :period || '~' ORDER BY name"""
_POSTS = """
    SELECT p.url, coalesce(json_extract(p.details, '$.updated'), p.date)
    FROM terms AS days JOIN post_terms AS t ON t.term_id = days.id JOIN posts AS p ON p.id = t.post_id
    WHERE days.taxonomy = 'day' AND days.name > :month AND days.name < :month || '~'
    ORDER BY days.name, t.stamp, t.path
"""


def month_tasks(connection: sqlite3.Connection) -> Iterator[Task]:
    """Yield a task for each touched month. Payload: its name, its days with counts, neighbours."""
    return _period_tasks(connection, "month", 7)


def year_tasks(connection: sqlite3.Connection) -> Iterator[Task]:
    """Yield a task for each touched year. Payload: the same as a month's, with all days of the year."""
    return _period_tasks(connection, "year", 4)


def _period_tasks(connection: sqlite3.Connection, kind: str, length: int) -> Iterator[Task]:
    beside = f"""SELECT (SELECT substr(max(month), 1, {length}) FROM months WHERE month < :period),
                        (SELECT substr(min(month), 1, {length}) FROM months WHERE month > :period || '~')"""
    for period in _touched(connection, kind):
        days = connection.execute(_DAYS, {"period": period}).fetchall()
        if days:
            neighbours = connection.execute(beside, {"period": period}).fetchone()
            path = f"archive/{period.replace('-', '/')}.html"
            yield Task(path, kind, period, kind, (period, days, neighbours))


def sitemap_tasks(connection: sqlite3.Connection) -> Iterator[Task]:
    """Yield tasks for the sitemaps of touched months. Payload: (url, last modified) of each post."""
    for month in _touched(connection, "sitemap"):
        rows = connection.execute(_POSTS, {"month": month}).fetchall()
        for number, start in enumerate(range(0, len(rows), SITEMAP_URLS), start=1):
            part = rows[start : start + SITEMAP_URLS]
            yield Task(sitemap_path(month, number), "sitemap", month, "sitemap", (part,))


def sitemap_path(name: str, number: int) -> str:
    """Return the output path of a sitemap, which is one of several when it has more than 50,000 URLs."""
    return f"sitemap/{name}.xml" if number == 1 else f"sitemap/{name}-{number}.xml"


def _touched(connection: sqlite3.Connection, kind: str) -> list[str]:
    return [row[0] for row in connection.execute("SELECT key FROM touched WHERE kind = ?", (kind,))]
