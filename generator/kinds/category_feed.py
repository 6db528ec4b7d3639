"""Write the feed of each category."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from generator.addresses.routes import Route
from generator.config.schema import Permalink
from generator.kinds.kind import Announced, Phase, Shown
from generator.kinds.parts.feed_ids import OF_CONTESTED_ALIASES
from generator.kinds.parts.feeds import FeedKind, FeedRow
from generator.kinds.parts.linked import CHANGED_TARGETS
from generator.kinds.parts.stale import OF_MOVED, cards_relabelled
from generator.kinds.parts.terms import CARD_FROM, category_feed, feed_route
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.taxonomy.definitions import CATEGORY

_OF_TERM = f"""
    SELECT {{entry}} FROM (SELECT post_id, stamp, path FROM post_terms WHERE term_id = ?
                           ORDER BY stamp DESC, path DESC LIMIT ?) AS t
    JOIN posts AS p ON p.id = t.post_id {CARD_FROM} ORDER BY t.stamp DESC, t.path DESC
"""
_TOUCHED = """SELECT id, name, slug, label FROM touched JOIN terms ON name = key AND taxonomy = 'category'
              WHERE kind = 'feed' AND name != ''"""
_BY_SLUG = "SELECT name FROM terms WHERE taxonomy = 'category' AND slug = ? AND name != ''"
_OF_POST = """SELECT terms.id, label, slug FROM json_each(?) AS j JOIN terms ON terms.id = j.value
              WHERE name != '' AND taxonomy = 'category' ORDER BY j.key"""
_NEWER = "SELECT count(*) FROM post_terms WHERE term_id = ? AND (stamp, path) > (?, ?)"


@dataclass(frozen=True)
class CategoryFeedKind(FeedKind):
    """The newest posts of a category, for feed readers."""

    owner: ClassVar[str] = "feed"
    title: ClassVar[str] = "the feed of the category"
    phase: ClassVar[Phase] = "feeds"
    announced: ClassVar[Announced] = "feed"
    pattern: ClassVar[str] = "category"
    routes: ClassVar[tuple[Route, ...]] = (feed_route(Permalink(), CATEGORY),)
    owners: ClassVar[str] = "SELECT name AS key FROM terms WHERE taxonomy = 'category' AND name != ''"
    related_changes: ClassVar[tuple[Rule, ...]] = (
        Rule(
            f"""SELECT terms.name AS key, NULL AS start FROM posts JOIN links ON links.post_id = posts.id
               CROSS JOIN json_each(posts.terms) AS j CROSS JOIN terms ON terms.id = j.value
               WHERE terms.taxonomy = 'category' AND terms.name != ''
                   AND links.target IN ({CHANGED_TARGETS})""",
            "a post or file that one of its posts links to changed",
        ),
        Rule(
            f"""SELECT terms.name AS key, NULL AS start FROM {OF_CONTESTED_ALIASES}
                CROSS JOIN json_each(posts.terms) AS j CROSS JOIN terms ON terms.id = j.value
                WHERE terms.taxonomy = 'category' AND terms.name != ''""",
            "an alias of one of its posts changed",
        ),
        Rule(
            """SELECT name AS key, NULL AS start FROM relabelled JOIN terms USING (id)
               WHERE taxonomy = 'category'""",
            "its category has a different label",
        ),
        cards_relabelled("'category'"),
        Rule(
            f"SELECT name AS key, NULL AS start {OF_MOVED} = 'category' AND name != ''",
            "its newest posts changed",
        ),
        Rule(
            "SELECT name AS key, NULL AS start FROM gone_terms WHERE taxonomy = 'category' AND name != ''",
            "its category is gone",
        ),
    )

    @classmethod
    def routes_on(cls, permalink: Permalink) -> tuple[Route, ...]:
        """Return the route of the feeds."""
        return (feed_route(permalink, CATEGORY),)

    @property
    def own_routes(self) -> tuple[Route, ...]:
        """The route of the feeds on this site."""
        return self.routes_on(self.feed.permalink)

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[FeedRow]]:
        """Yield tasks for the feeds of touched categories, one for each format."""
        for number, name, slug, label in connection.execute(_TOUCHED).fetchall():
            rows = self.feed.entries(connection, _OF_TERM, number, self.feed.size)
            payload = FeedRow(label, slug, "", rows)
            for suffix in self.feed.suffixes:
                path = category_feed(self.feed.permalink, slug, suffix)
                yield Task(path, self.owner, name, "feed", payload)

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return the number of feeds: one of each format."""
        return touched.count(self.owner) * len(self.feed.suffixes)

    def keys_of(self, connection: sqlite3.Connection, parameters: Mapping[str, str]) -> Iterator[str]:
        """Yield the name of the category."""
        yield from (row[0] for row in connection.execute(_BY_SLUG, (parameters["slug"],)))

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether posts are in the category and its feed has the format."""
        found = self.own_routes[0].match(path) or {}
        return found["format"] in self.feed.suffixes and any(self.keys_of(connection, found))

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the feeds of those of its categories in which a post is among the newest."""
        for number, label, slug in connection.execute(_OF_POST, (post.terms,)).fetchall():
            newer = connection.execute(_NEWER, (number, post.stamp, post.path)).fetchone()[0]
            if newer < self.feed.size:
                for suffix in self.feed.suffixes:
                    path = category_feed(self.feed.permalink, slug, suffix)
                    yield f"{path}, the feed of the category {label}"
