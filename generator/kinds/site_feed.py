"""Write the feed of the site, which with its archives holds every post."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, ClassVar

from generator.addresses.routes import Route
from generator.config.groups import Groups
from generator.kinds.feed_archive import newest_document
from generator.kinds.kind import Announced, Phase, Shown
from generator.kinds.parts.feed_settings import FEED, FORMAT_NAMES, former_format
from generator.kinds.parts.feeds import SITE_FEED, FeedKind, FeedRow, has_post
from generator.kinds.parts.terms import CARD_FROM
from generator.kinds.single import Part, SingleKind
from generator.plan.task import Task
from generator.plan.touched import Touched

_OF_SITE = f"""
    SELECT {{entry}} FROM posts AS p {CARD_FROM}
    WHERE p.live = 1 AND p.role = 'post' ORDER BY p.stamp DESC, p.path DESC LIMIT ?
"""


@dataclass(frozen=True)
class SiteFeedKind(FeedKind, SingleKind):
    """The newest posts of the site, and all that are in no archive yet."""

    key: ClassVar[str] = "feed"
    title: ClassVar[str] = "the feed of the site"
    phase: ClassVar[Phase] = "feeds"
    announced: ClassVar[Announced] = "feed"
    routes: ClassVar[tuple[Route, ...]] = (SITE_FEED,)
    options: ClassVar[Groups] = (FEED,)

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the feed in each format."""
        archive, rest = newest_document(connection) if self.feed.archives else ("", 0)
        rows = self.feed.entries(connection, _OF_SITE, max(self.feed.size, rest))
        payload = FeedRow("", "", archive, rows)
        yield from (Part(SITE_FEED.path(format=suffix), "feed", payload) for suffix in self.feed.suffixes)
        for path in self.feed.also:
            form = former_format(path)
            # Readers move to the address that a feed names as its own.
            own_path = SITE_FEED.path(format=form) if form in self.feed.suffixes else path
            yield Part(path, "feed", payload._replace(form=form, own_path=own_path))

    def parts_count(self, connection: sqlite3.Connection) -> int:
        """Return the number of formats and of former addresses."""
        return len(self.feed.suffixes) + len(self.feed.also)

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether the feed has the format."""
        return path in self.feed.also or (SITE_FEED.match(path) or {}).get("format") in self.feed.suffixes

    def matches(self, path: str) -> bool:
        """Return whether a path is that of a feed, or a former one."""
        return path in self.feed.also or super().matches(path)

    def keys_at(self, connection: sqlite3.Connection, path: str) -> Iterator[str]:
        """Yield the key of the feed, also for a former address."""
        if self.matches(path):
            yield self.key

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Name the format."""
        if path in self.feed.also:
            return f"{self.title} at a former address{FORMAT_NAMES[former_format(path)]}"
        return self.title + FORMAT_NAMES.get(PurePosixPath(path).suffix[1:], "")

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the feed in each format, if it shows the post."""
        touched.only(self.owner, self.key)
        for task in self.tasks(connection, touched):
            if has_post(task.payload.entries, post.url):
                yield f"{task.path}, {self.title}"
