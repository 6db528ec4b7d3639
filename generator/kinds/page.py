"""Make a static page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self

from generator.addresses.links import to_root
from generator.body.options import Place
from generator.kinds.kind import Common, Kind, Maker, Resources, Shown, Source, View
from generator.kinds.parts.feeds import LINKED
from generator.kinds.parts.inputs import bodies, themed
from generator.kinds.parts.sentences import quoted
from generator.kinds.parts.sources import CLAIMED, LINKS_TO_CHANGED, OWN_CHANGES, SOURCE, translations
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.theme.inputs import Inputs
from generator.theme.view_models import Link, StaticPage

_PAGES = f"""
    SELECT {SOURCE}, {LINKED}
    FROM touched JOIN posts AS p ON p.path = touched.key JOIN sources AS s ON s.path = p.path
    WHERE touched.kind = 'page' AND p.live = 1 AND p.role = 'page'
"""


class PageRow(NamedTuple):
    """A static page: the first columns of a post."""

    path: str
    url: str
    title: str
    summary: str
    details: str
    source_digest: str
    stand_in: int
    targets: str


@dataclass(frozen=True)
class PageKind(Kind):
    """A page of content/pages/."""

    #: Whether the navigation names static pages: the theme's options may name others instead.
    in_navigation: bool

    owner: ClassVar[str] = "page"
    title: ClassVar[str] = "the page of the static page"
    templates: ClassVar[tuple[str, ...]] = ("page",)
    from_sample: ClassVar[bool] = True
    owners: ClassVar[str] = "SELECT path AS key FROM posts WHERE live = 1 AND role = 'page'"
    own_changes: ClassVar[tuple[Rule, ...]] = OWN_CHANGES
    related_changes: ClassVar[tuple[Rule, ...]] = (LINKS_TO_CHANGED,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind, with what the theme's options say about the navigation."""
        return cls(source.config.theme.options.get("navigation") is None)

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[PageRow]]:
        """Yield a task for each touched page."""
        for address, size, mtime_ns, digest, *row in connection.execute(_PAGES):
            payload = PageRow._make(row)
            yield Task(address, self.owner, payload.path, "page", payload, (size, mtime_ns), digest)

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return what the theme, the settings and the rules of bodies give."""
        page = themed(common.settings, common.look, "page")
        return {"page": {**page, **bodies(common.settings.rules)}}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of page.html."""
        body = resources.bodies
        settings, home = resources.settings, Link(resources.words.home, "")

        def make(task: Task[PageRow]) -> View:
            row = task.payload
            known = json.loads(row.details)
            place = Place(to_root(task.path), row.path, json.loads(row.targets))
            html = body.on_page(task, bool(row.stand_in), known.get("engine", ""), place)
            page = StaticPage(row.title, row.url, row.summary, html, known.get("lang", settings.language))
            return View(
                {"content": page},
                row.title,
                row.summary,
                schema="WebPage",
                trail=(home,),
                language=page.language,
                translations=translations(row, page.language, settings),
                source=row.path,
            )

        return {"page": make}

    def keys_at(self, connection: sqlite3.Connection, path: str) -> Iterator[str]:
        """Yield the page that has the address."""
        yield from (row[0] for row in connection.execute(CLAIMED, (path, self.owner)))

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Name the page and its source."""
        return f"{self.title}{f' {quoted(task.payload.title)}' if task else ''}, {key}"

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the page itself, and the navigation."""
        if post.role == "page":
            yield f"{post.address}, its own page"
            if self.in_navigation:
                yield "all pages, in the navigation"
