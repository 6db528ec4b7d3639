"""Write the feeds of categories and tags."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from generator.kinds.kind import Announced, Phase, Shown, Source
from generator.kinds.parts.feed_ids import OF_CONTESTED_ALIASES
from generator.kinds.parts.feed_settings import FORMAT_NAMES, FeedSettings
from generator.kinds.parts.feeds import FeedKind, FeedRow
from generator.kinds.parts.former_feeds import FormerFeeds
from generator.kinds.parts.inputs import options
from generator.kinds.parts.linked import CHANGED_TARGETS
from generator.kinds.parts.stale import OF_MOVED, cards_relabelled
from generator.kinds.parts.terms import CARD_FROM
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.theme.inputs import Inputs

_OF_TERM = f"""
    SELECT {{entry}} FROM (SELECT post_id, stamp, path FROM post_terms WHERE term_id = ?
                           ORDER BY stamp DESC, path DESC LIMIT ?) AS t
    JOIN posts AS p ON p.id = t.post_id {CARD_FROM} ORDER BY t.stamp DESC, t.path DESC
"""
_TOUCHED = """SELECT id, name, slug, label FROM touched JOIN terms ON name = key AND taxonomy = ?
              WHERE kind = ? AND name != ''"""
_BY_SLUG = "SELECT name FROM terms WHERE taxonomy = ? AND slug = ? AND name != ''"
_BY_NAME = "SELECT name FROM terms WHERE taxonomy = ? AND name = ?"
_OF_POST = """SELECT terms.id, name, label, slug FROM json_each(?) AS j JOIN terms ON terms.id = j.value
              WHERE name != '' AND taxonomy = ? ORDER BY j.key"""
_NEWER = "SELECT count(*) FROM post_terms WHERE term_id = ? AND (stamp, path) > (?, ?)"


def feed_rules(taxonomy: str) -> tuple[Rule, ...]:
    """Return which changes may make the feeds of the terms of a taxonomy stale."""
    return (
        Rule(
            f"""SELECT terms.name AS key, NULL AS start FROM posts JOIN links ON links.post_id = posts.id
               CROSS JOIN json_each(posts.terms) AS j CROSS JOIN terms ON terms.id = j.value
               WHERE terms.taxonomy = '{taxonomy}' AND terms.name != ''
                   AND links.target IN ({CHANGED_TARGETS})""",
            "a post or file that one of its posts links to changed",
        ),
        Rule(
            f"""SELECT terms.name AS key, NULL AS start FROM {OF_CONTESTED_ALIASES}
                CROSS JOIN json_each(posts.terms) AS j CROSS JOIN terms ON terms.id = j.value
                WHERE terms.taxonomy = '{taxonomy}' AND terms.name != ''""",
            "an alias of one of its posts changed",
        ),
        Rule(
            f"""SELECT name AS key, NULL AS start FROM relabelled JOIN terms USING (id)
               WHERE taxonomy = '{taxonomy}'""",
            f"its {taxonomy} has a different label",
        ),
        cards_relabelled(f"'{taxonomy}'"),
        Rule(
            f"SELECT name AS key, NULL AS start {OF_MOVED} = '{taxonomy}' AND name != ''",
            "its newest posts changed",
        ),
        Rule(
            f"SELECT name AS key, NULL AS start FROM gone_terms WHERE taxonomy = '{taxonomy}' AND name != ''",
            f"its {taxonomy} is gone",
        ),
    )


@dataclass(frozen=True)
class TermFeedKind(FeedKind):
    """The newest posts of each term of a taxonomy, at its own address, if it has one, and at former ones."""

    former: FormerFeeds

    taxonomy: ClassVar[str]
    phase: ClassVar[Phase] = "feeds"
    announced: ClassVar[Announced] = "feed"

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.title = f"the feed of the {cls.taxonomy}"
        cls.owners = f"SELECT name AS key FROM terms WHERE taxonomy = '{cls.taxonomy}' AND name != ''"

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the settings of feeds, and their former addresses."""
        return cls(FeedSettings.of_config(source.config), FormerFeeds.of(source, cls.taxonomy))

    def own_path(self, slug: str, form: str) -> str:
        """Return the output path of the feed of a term in a format, "" if there is none. This is for none."""
        return ""

    def own_inputs(self) -> Inputs:
        """Return the settings of feeds, and single former addresses."""
        return {**super().own_inputs(), **options({f"{self.former.option}.<name>.feeds": self.former.named})}

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[FeedRow]]:
        """Yield tasks for the feeds of touched terms, for each format and each former address."""
        if not self._most():
            return
        for number, name, slug, label in connection.execute(_TOUCHED, (self.taxonomy, self.owner)).fetchall():
            rows = self.feed.entries(connection, _OF_TERM, number, self.feed.size)
            row = FeedRow(label, slug, "", rows, taxonomy=self.taxonomy)
            for path, payload in self._places(name, row):
                yield Task(path, self.owner, name, "feed", payload)

    def _places(self, name: str, row: FeedRow) -> Iterator[tuple[str, FeedRow]]:
        """Yield the output paths of the feed of a term, each with what it is made from."""
        for suffix in self.feed.suffixes:
            if path := self.own_path(row.slug, suffix):
                yield path, row
        for path, form in self.former.of_term(name, row.slug):
            # Readers move to the address that a feed names as its own.
            own_path = self.own_path(row.slug, form) if form in self.feed.suffixes else ""
            yield path, row._replace(form=form, own_path=own_path)

    def _most(self) -> int:
        """Return how many feeds a term has at most."""
        own = len(self.feed.suffixes) if self.own_path("s", "xml") else 0
        return own + self.former.most()

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return the number of feeds, or a few more."""
        most = self._most()
        return touched.count(self.owner) * most if most else 0

    def matches(self, path: str) -> bool:
        """Return whether a path is that of a feed, or of the form of a former one."""
        return super().matches(path) or self.former.owner_of(path) is not None

    def keys_at(self, connection: sqlite3.Connection, path: str) -> Iterator[str]:
        """Yield the name of the term, also for a former address."""
        yield from super().keys_at(connection, path)
        if owner := self.former.owner_of(path):
            query, key = (_BY_NAME, owner.name) if owner.name else (_BY_SLUG, owner.slug)
            yield from (row[0] for row in connection.execute(query, (self.taxonomy, key)))

    def keys_of(self, connection: sqlite3.Connection, parameters: Mapping[str, str]) -> Iterator[str]:
        """Yield the name of the term."""
        yield from (row[0] for row in connection.execute(_BY_SLUG, (self.taxonomy, parameters["slug"])))

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether posts have the term and its feed has the format."""
        if self.former.owner_of(path) is None:
            found = self.own_routes[0].match(path) if self.own_routes else None
            if not found or found["format"] not in self.feed.suffixes:
                return False
        return any(self.keys_at(connection, path))

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Name the term; a former address also names its format."""
        described = super().describe(connection, path, key, task)
        if task is None or not task.payload.form:
            return described
        return f"{described} at a former address{FORMAT_NAMES[task.payload.form]}"

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the feeds of those of its terms in which a post is among the newest."""
        for number, name, label, slug in connection.execute(_OF_POST, (post.terms, self.taxonomy)).fetchall():
            newer = connection.execute(_NEWER, (number, post.stamp, post.path)).fetchone()[0]
            if newer < self.feed.size:
                for path, _ in self._places(name, FeedRow(label, slug, "", [])):
                    yield f"{path}, {self.title} {label}"
