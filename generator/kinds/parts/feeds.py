"""Write feeds: of the site, of a category, and their archives."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, Self

from generator.addresses.links import href, to_root
from generator.addresses.routes import Route
from generator.content.packs.reader import PackedAt
from generator.formats.entries import Enclosed, Feed, entries
from generator.kinds.kind import BodySource, Common, Kind, Maker, Resources, Source
from generator.kinds.parts.feed_settings import BodyRow, EntryRow, FeedSettings
from generator.kinds.parts.inputs import bodies as body_inputs
from generator.kinds.parts.inputs import options, program, site
from generator.kinds.parts.lead_pictures import lead
from generator.kinds.parts.sentences import listed_posts
from generator.kinds.parts.terms import CardRow, term_path
from generator.pictures.names import type_of
from generator.plan.task import Task
from generator.taxonomy.definitions import CATEGORY
from generator.theme.inputs import Inputs

#: The feed of the site.
SITE_FEED = Route("feed.{format}")


class FeedRow(NamedTuple):
    """A feed and its posts, newest first.

    Label and slug are those of a term of `taxonomy`, "" for the site's feed; `archive` is the path of the
    newest archive.
    `form` is the format at a former address, and `own_path` the address that such a feed names as its own;
    both are "" for a feed at its own address, whose suffix is that of its format.
    """

    label: str
    slug: str
    archive: str
    entries: list[EntryRow]
    form: str = ""
    own_path: str = ""
    taxonomy: str = CATEGORY


class ArchiveRow(NamedTuple):
    """An archive: the paths of the archives before and after it, or "", and its posts, newest first."""

    before: str
    after: str
    entries: list[EntryRow]


def feed_inputs(common: Common) -> dict[str, str]:
    """Return the inputs of all feeds: the publisher is their author, and titles use texts of the theme."""
    return {**program(), **site(common.settings), **common.theme.words}


def whole_feed_inputs(common: Common, feed: FeedSettings) -> dict[str, str]:
    """Return the inputs of feeds that may have whole bodies, formats besides Atom, or hubs."""
    found = feed_inputs(common)
    if feed.whole:
        found |= body_inputs(common.settings.rules)
    if feed.formats or feed.also:
        found |= options({"description": common.settings.description})
    if url := common.settings.rules.picture_url:
        found |= options({"pictures.url": url})
    if feed.hubs:
        found |= options({"publish.after.websub": feed.hubs})
    return found


def feed_contents(entry_rows: Sequence[EntryRow]) -> Iterator[str]:
    """Yield sentences about the posts in a feed."""
    yield from listed_posts([CardRow(*row[:6]) for row in entry_rows])


class FeedWriter:
    """Writes the feeds of a site, which name its hubs."""

    def __init__(self, resources: Resources, hubs: tuple[str, ...] = ()) -> None:
        self._resources = resources
        self._hubs = hubs

    def feed(self, task: Task[FeedRow]) -> bytes:
        """Return a feed in the format that its suffix names. Raises SourceChangedError."""
        label, slug, archive, rows, form, own_path, taxonomy = task.payload
        page = term_path(self._resources.settings.permalink, taxonomy, slug) if slug else ""
        feed = self._head(own_path or task.path, label, href(page))
        feed = feed._replace(archive=href(archive) if archive else "", hubs=self._hubs)
        root = feed.base or to_root(task.path)
        found = list(entries(rows, partial(self._body, root, dict(task.packed)), self._picture))
        # Late: most sites have one of the three.
        match form or task.path.rpartition(".")[2]:
            case "rss":
                from generator.formats.rss import rss

                return rss(feed, found)
            case "json":
                from generator.formats.json_feed import json_feed

                return json_feed(feed, found)
        from generator.formats.atom import atom

        return atom(feed, found)

    def archive(self, task: Task[ArchiveRow]) -> bytes:
        """Return a document of the archives of the site's feed."""
        from generator.formats.atom import Position, archive

        before, after, rows = task.payload
        position = Position(href(task.path), href(before) if before else "", href(after) if after else "")
        head = self._head(SITE_FEED.path(format="xml"))
        return archive(head, position, list(entries(rows, lambda *_: "")))

    def _head(self, path: str, label: str = "", page_url: str = "") -> Feed:
        settings = self._resources.settings
        separator = self._resources.words.separator
        return Feed(
            title=f"{label}{separator}{settings.title}" if label else settings.title,
            description="" if label else settings.description,
            author=settings.publisher[0] or settings.title,
            language=settings.language,
            base=settings.base,
            url=href(path),
            page_url=page_url,
        )

    def _picture(self, column: str) -> Enclosed | None:
        """Return the first picture of a post, from the column `LEAD`."""
        one = lead(column, self._resources.settings.rules.picture_url)
        if one is None:
            return None
        shown = one.shown
        return Enclosed(one.link, type_of(shown.name), shown.width, shown.height, one.size)

    def _body(
        self,
        root: str,
        packed: Mapping[str, PackedAt],
        source: Sequence[Any],
        url: str,
        title: str,
        known: Mapping[str, Any],
    ) -> str:
        """Return the body of a post in a feed, whose links work from anywhere if the site's URL is known."""
        from generator.kinds.parts.bodies import Quoted

        quoted = Quoted._make((url, title, known.get("engine", ""), *source, known.get("source_url", "")))
        return self._resources.bodies.in_feed(quoted, root, packed.get(quoted.path))


def has_post(rows: Sequence[EntryRow], url: str) -> bool:
    """Return whether a feed shows the post at a URL."""
    return any(row.url == url for row in rows)


@dataclass(frozen=True)
class FeedKind(Kind):
    """A kind whose outputs are feeds, one for each format."""

    feed: FeedSettings

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the settings of feeds."""
        return cls(FeedSettings.of_config(source.config))

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return settings and words."""
        return {"feed": whole_feed_inputs(common, self.feed)}

    def own_inputs(self) -> Inputs:
        """Return the settings of feeds."""
        return self.feed.inputs()

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of feeds."""
        return {"feed": FeedWriter(resources, self.feed.hubs).feed}

    def sources(self, task: Task[FeedRow]) -> Iterator[BodySource]:
        """Yield the posts that are shown whole."""
        rows = (row for row in task.payload.entries if isinstance(row, BodyRow))
        yield from (BodySource(row.path, bool(row.stand_in)) for row in rows)

    def contents(self, connection: sqlite3.Connection, task: Task[FeedRow]) -> Iterator[str]:
        """Name the posts."""
        yield from feed_contents(task.payload.entries)
