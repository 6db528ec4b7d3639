"""Declare the files of the search index, which the search stage makes after the pages of posts.

Their names follow from their bytes, and their bytes from pages. So this kind plans no
tasks: `generator.pipeline.search_stage` makes the files of its touched owners. An
owner is a segment, by its name, or the manifest.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from generator.addresses.routes import Route
from generator.config.groups import Groups
from generator.core.digests import digest_values
from generator.kinds.kind import Common, Kind, Maker, Phase, Resources, Source
from generator.kinds.parts.inputs import bodies, options
from generator.kinds.parts.search import MANIFEST, SEARCH, SEGMENT_FILE
from generator.kinds.parts.stale import CHANGED_DAYS
from generator.ledger import search_record
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.search.documents import GROUP, MANIFEST_KEY, OWNER, Document, Row
from generator.search.manifest import VERSION, CategoryCount
from generator.search.tiers import Segment, segments
from generator.theme.inputs import Inputs

_ROWS = """
    SELECT p.url, p.title, days.name, p.address, p.digest,
        (SELECT json_group_array(json_array(c.name, c.slug)) FROM json_each(p.terms) AS t
         CROSS JOIN terms AS c ON c.id = t.value WHERE c.taxonomy = 'category' AND c.name != ''),
        CASE WHEN p.links GLOB '*"http*' AND EXISTS (SELECT 1 FROM pictures) THEN (
            SELECT json_group_array(json_array(k.address, k.shown)) FROM json_each(p.links) AS l
            CROSS JOIN pictures AS k
            WHERE k.address = l.value AND k.status IN ('lost', 'removed')) ELSE '[]' END
    FROM terms AS days JOIN post_terms AS t ON t.term_id = days.id JOIN posts AS p ON p.id = t.post_id
    WHERE days.taxonomy = 'day' AND days.name >= :since AND (:until = '' OR days.name < :until)
        AND p.draft = 0 AND json_extract(p.details, '$.search') IS NULL
    ORDER BY days.name, t.stamp, t.path
"""
#: The days with posts whose pictures may be lost, found or removed now, which may change words of pages.
_DAYS_OF_PICTURES = """
    SELECT DISTINCT substr(posts.date, 1, 10) FROM changed_pictures AS c
    CROSS JOIN links ON links.target = c.address CROSS JOIN posts ON posts.id = links.post_id
    WHERE c.address GLOB 'http*' AND posts.live = 1 AND posts.role = 'post'
"""
_CATEGORIES = """
    SELECT slug, label, posts, name FROM terms WHERE taxonomy = 'category' AND name != ''
    ORDER BY letter = '#', letter, sort, label, name
"""
#: Files of a segment, by the beginnings of their names.
_CONTENTS = {
    "head-": "the head, which names all files,",
    "frequent-": "which terms many posts have,",
    "docs-": f"addresses, titles and days of up to {GROUP} posts",
}
#: Bytes of the digest of a source that the record keeps.
_SOURCE = 8


@dataclass(frozen=True)
class SearchIndexKind(Kind):
    """The search index. The fields are the options under `search`."""

    mode: str
    exclude: tuple[str, ...]

    owner: ClassVar[str] = OWNER
    title: ClassVar[str] = "a file of the search index"
    without: ClassVar[str] = "search: titles takes about a fifth of it, search: off leaves it out"
    phase: ClassVar[Phase] = "pages"
    phases: ClassVar[Mapping[str, Phase]] = {MANIFEST_KEY: "lists"}
    plans_tasks: ClassVar[bool] = False
    routes: ClassVar[tuple[Route, ...]] = (MANIFEST, SEGMENT_FILE)
    owners: ClassVar[str] = (
        f"SELECT name AS key FROM ledger.search_segments UNION SELECT '{MANIFEST_KEY}' "
        f"UNION SELECT key FROM ledger.outputs WHERE kind = '{OWNER}'"
    )
    related_changes: ClassVar[tuple[Rule, ...]] = (
        Rule(
            f"SELECT '{MANIFEST_KEY}' AS key, NULL AS start FROM relabelled",
            "a category has a different label",
        ),
    )
    options: ClassVar[Groups] = (SEARCH,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the options under `search`."""
        search = SEARCH.of(source.config)
        return cls(search.mode, search.exclude)

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[Any]]:
        """Yield nothing; see above."""
        return iter(())

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return 0; see above."""
        return 0

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the inputs from which the texts of pages follow, besides the sources."""
        return {"search-index": {**bodies(common.settings.rules), **common.theme.pages["post"]}}

    def own_inputs(self) -> Inputs:
        """Return the options, and the version of the index."""
        return options({"search.mode": self.mode, "search.exclude": self.exclude, "search": VERSION})

    @property
    def rules(self) -> str:
        """The digest of the rules that all lists follow from: the options, and the version of the index."""
        return digest_values(self.own_inputs()).hex()

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return nothing; see above."""
        return {}

    def segments(self, connection: sqlite3.Connection) -> list[Segment]:
        """Return the segments that the index has to have, newest first."""
        if self.mode == "off":
            return []
        months = dict(connection.execute("SELECT month, posts FROM months").fetchall())
        newest = max(months, default="")
        days = connection.execute(
            "SELECT name, posts FROM terms WHERE taxonomy = 'day' AND name > ?", (newest,)
        ).fetchall()
        return segments(months, dict(days))

    def touch(self, connection: sqlite3.Connection, touched: Touched) -> None:
        """Touch the segments whose posts or spans changed, those that are gone, and with any the manifest."""
        now = self.segments(connection)
        before = search_record.segments(connection)
        changed = (CHANGED_DAYS, _DAYS_OF_PICTURES)
        days = [name for query in changed for (name,) in connection.execute(query)]
        names = {one.name for one in now}
        moved = [one.name for one in now if before.get(one.name, ())[:4] != one]
        touched.some(
            self.owner, [*moved, *(before.keys() - names)], "posts moved on from one segment to the next"
        )
        spans = (one.name for one in now if any(_holds(one, day) for day in days))
        touched.some(self.owner, spans, "its posts changed")
        if touched.keys(self.owner):
            touched.some(self.owner, [MANIFEST_KEY], "a segment may have changed")

    def rows(self, connection: sqlite3.Connection, segment: Segment) -> list[Row]:
        """Return the posts of a segment, oldest first."""
        found = connection.execute(_ROWS, {"since": segment.since, "until": segment.until})
        return [row for row in map(self._row, found) if row]

    def _row(self, found: tuple[str, str, str, str, bytes, str, str]) -> Row | None:
        url, title, day, page, source, named, lost = found
        categories: list[list[str]] = json.loads(named)
        if any(name in self.exclude for name, _ in categories):
            return None
        source = source if lost == "[]" else digest_values(source.hex(), lost)
        return Row(Document(url, title, day, tuple(slug for _, slug in categories)), page, source[:_SOURCE])

    def categories(self, connection: sqlite3.Connection) -> list[CategoryCount]:
        """Return the categories that a search can be limited to."""
        return [
            CategoryCount(slug, label, posts)
            for slug, label, posts, name in connection.execute(_CATEGORIES)
            if name not in self.exclude
        ]

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether it is the manifest of a site with search; other names follow from pages."""
        return self.mode != "off" and path == MANIFEST.path()

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Say what a file of the index has."""
        if key == MANIFEST_KEY:
            return "the manifest of the search index, which names the heads of all segments"
        name = path.rpartition("/")[2]
        found = search_record.segments(connection).get(key)
        span = f", whose posts are from {found.first} to {found.last}" if found and found.posts else ""
        for prefix, content in _CONTENTS.items():
            if name.startswith(prefix):
                return f"{content} of the segment {key} of the search index{span}"
        return f"lists of posts by term, of the segment {key} of the search index{span}"

    def keys_of(self, connection: sqlite3.Connection, parameters: Mapping[str, str]) -> Iterator[str]:
        """Yield the segment of a file, or the manifest."""
        yield parameters.get("segment", MANIFEST_KEY)


def _holds(segment: Segment, day: str) -> bool:
    return day >= segment.since and (not segment.until or day < segment.until)
