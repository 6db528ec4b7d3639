"""Make redirects from former addresses of posts and pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self

from generator.kinds.kind import Kind, Maker, Phase, Resources, Source, View
from generator.kinds.parts.inputs import options
from generator.kinds.parts.sentences import quoted_title
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.theme.inputs import Inputs
from generator.theme.view_models import Link

_ALIASES = """
    SELECT aliases.address, aliases.key, posts.url, posts.title
    FROM touched JOIN aliases ON aliases.key = touched.key JOIN posts ON posts.id = aliases.post_id
    WHERE touched.kind = 'alias' AND aliases.lost = 0 AND NOT instr(aliases.key, '?')
"""


class RedirectRow(NamedTuple):
    """Href and title of the post to which the redirect leads."""

    url: str
    title: str


@dataclass(frozen=True)
class RedirectKind(Kind):
    """A page that leads from a former address to the post. `base` is the site's URL, or "".

    It is `enabled` unless `redirects` in site.yaml lacks `html`.
    """

    base: str
    enabled: bool

    owner: ClassVar[str] = "alias"
    title: ClassVar[str] = "a redirect from"
    without: ClassVar[str] = "redirects: [netlify] or [nginx] writes one file instead of a page for each"
    phase: ClassVar[Phase] = "pages"
    templates: ClassVar[tuple[str, ...]] = ("redirect",)
    from_sample: ClassVar[bool] = True
    owners: ClassVar[str] = "SELECT DISTINCT key FROM aliases WHERE NOT instr(key, '?')"
    related_changes: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "SELECT key, NULL AS start FROM contested",
            "its target, or the sources that claim its address, changed",
        ),
    )

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the site's URL, as `redirects` says."""
        return cls(source.config.url, "html" in source.config.redirects)

    def own_inputs(self) -> Inputs:
        """Return whether there are such pages."""
        return options({"redirects": self.enabled})

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[RedirectRow]]:
        """Yield a task for each touched alias that has its address."""
        for address, key, url, title in connection.execute(_ALIASES) if self.enabled else ():
            yield Task(address, self.owner, key, "redirect", RedirectRow(url, title))

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of redirect.html."""
        settings = resources.settings

        def make(task: Task[RedirectRow]) -> View:
            target = Link(task.payload.title, task.payload.url)
            return View({"target": target}, settings.title, settings.description)

        return {"redirect": make}

    def keys_at(self, connection: sqlite3.Connection, path: str) -> Iterator[str]:
        """Yield the alias that has the address."""
        query = "SELECT DISTINCT key FROM aliases WHERE key = fold(?)"
        yield from (row[0] for row in connection.execute(query, (path,)))

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Name the post to which the redirect leads."""
        if task is None:
            return f"{self.title} {path}"
        return f"a redirect to {self.base or '/'}{task.payload.url}, {quoted_title(task.payload.title)}"

    def contents(self, connection: sqlite3.Connection, task: Task[RedirectRow]) -> Iterator[str]:
        """Name the source of the alias."""
        query = "SELECT path FROM aliases WHERE key = ? AND lost = 0"
        for (path,) in connection.execute(query, (task.key,)):
            yield f"It is an alias in {path}."
