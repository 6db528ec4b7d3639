"""Make a static page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

from generator.addresses.links import to_root
from generator.body.links import origin_of
from generator.body.options import Place
from generator.kinds.kind import Announced, Maker, Phase, Resources, Shown, Source, View
from generator.kinds.parts.linked import LINKED
from generator.kinds.parts.navigation import navigation_pages
from generator.kinds.parts.sources import LINKS_TO_CHANGED, SOURCE, SourceKind, translations
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
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
class PageKind(SourceKind):
    """A page of content/pages/."""

    #: Whether the navigation may name static pages; the theme's options may set a different navigation.
    in_navigation: bool

    owner: ClassVar[str] = "page"
    title: ClassVar[str] = "the static page"
    phase: ClassVar[Phase] = "pages"
    announced: ClassVar[Announced] = "page"
    query: ClassVar[str] = _PAGES
    row: ClassVar[type[PageRow]] = PageRow
    related_changes: ClassVar[tuple[Rule, ...]] = (LINKS_TO_CHANGED,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind, with what the theme's options say about the navigation."""
        return cls(source.config.theme.options.get("navigation") is None)

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of page.html."""
        body = resources.bodies
        settings, home = resources.settings, Link(resources.words.home, "")

        def make(task: Task[PageRow]) -> View:
            row = task.payload
            known = json.loads(row.details)
            targets = json.loads(row.targets)
            origin = origin_of(known.get("source_url", ""), settings.rules)
            place = Place(to_root(task.path), row.path, targets, origin=origin)
            html = body.on_page(
                task, bool(row.stand_in), known.get("engine", ""), place, known.get("shown", ())
            )
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

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the page itself, and the navigation."""
        if post.role == "page":
            yield f"{post.address}, its own page"
            if self.in_navigation and any(url == post.url for _, url in navigation_pages(connection)):
                yield "all pages, in the navigation"
