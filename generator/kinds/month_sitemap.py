"""Write the sitemaps of the posts of each month."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.routes import Route
from generator.core.wording import counted
from generator.index.posts import UPDATED
from generator.kinds.feed_archive import posts_before
from generator.kinds.kind import Common, Kind, Maker, Phase, Resources, Shown, Source
from generator.kinds.parts.sitemaps import (
    MONTH,
    MONTH_NEXT,
    SITEMAP_URLS,
    SitemapRow,
    numbered,
    sitemap_inputs,
    sitemap_maker,
)
from generator.kinds.parts.stale import CHANGED_DAYS
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.theme.inputs import Inputs

_POSTS = f"""
    SELECT p.url, {UPDATED.format("p")}
    FROM terms AS days JOIN post_terms AS t ON t.term_id = days.id JOIN posts AS p ON p.id = t.post_id
    WHERE days.taxonomy = 'day' AND days.name > :month AND days.name < :month || '~'
    ORDER BY days.name, t.stamp, t.path
"""
_SIZES = "SELECT posts FROM touched JOIN months ON month = key WHERE kind = ?"


@dataclass(frozen=True)
class MonthSitemapKind(Kind):
    """The posts of a month, for search engines. A site without a URL has none."""

    enabled: bool

    owner: ClassVar[str] = "sitemap"
    title: ClassVar[str] = "the sitemap with the posts of"
    phase: ClassVar[Phase] = "feeds"
    routes: ClassVar[tuple[Route, ...]] = (MONTH, MONTH_NEXT)
    owners: ClassVar[str] = "SELECT DISTINCT substr(name, 1, 7) AS key FROM terms WHERE taxonomy = 'day'"
    related_changes: ClassVar[tuple[Rule, ...]] = (
        Rule(f"SELECT substr(name, 1, 7) AS key, NULL AS start FROM ({CHANGED_DAYS})", "its posts changed"),
    )

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind; it needs the site's URL."""
        return cls(bool(source.config.url))

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[SitemapRow]]:
        """Yield tasks for the sitemaps of touched months."""
        for month in touched.keys(self.owner) if self.enabled else ():
            rows = connection.execute(_POSTS, {"month": month}).fetchall()
            for number, start in enumerate(range(0, len(rows), SITEMAP_URLS), start=1):
                path = numbered(MONTH, MONTH_NEXT, number, period=month)
                yield Task(path, self.owner, month, "sitemap", SitemapRow(rows[start : start + SITEMAP_URLS]))

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return the number of sitemaps of touched months."""
        rows = connection.execute(_SIZES, (self.owner,)) if self.enabled else ()
        return sum(-(-posts // SITEMAP_URLS) for (posts,) in rows)

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the site's URL, and the library for XML."""
        return {"sitemap": sitemap_inputs(common)}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of sitemaps."""
        return {"sitemap": sitemap_maker(resources)}

    def keys_of(self, connection: sqlite3.Connection, parameters: Mapping[str, str]) -> Iterator[str]:
        """Yield the name of the month."""
        yield parameters["period"]

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether the month has posts for so many sitemaps."""
        found = MONTH.match(path) or MONTH_NEXT.match(path) or {}
        query = "SELECT posts FROM months WHERE month = ?"
        row = connection.execute(query, (found["period"],)).fetchone() if self.enabled else None
        return bool(row and (int(found.get("number", 1)) - 1) * SITEMAP_URLS < row[0])

    def contents(self, connection: sqlite3.Connection, task: Task[SitemapRow]) -> Iterator[str]:
        """Count URLs."""
        yield f"It names {counted(len(task.payload.urls), 'URL')}."

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the sitemap that names a post."""
        if self.enabled and post.role == "post":
            number = posts_before(connection, post) // SITEMAP_URLS + 1
            yield f"{numbered(MONTH, MONTH_NEXT, number, period=post.date[:7])}, a sitemap"
