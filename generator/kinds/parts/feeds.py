"""Query and write feeds: of the site, of a category, and their archives."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NamedTuple, Self

from generator.addresses.links import href, to_root
from generator.addresses.routes import Route
from generator.config.groups import OptionGroup
from generator.config.rules.machine_files import check_feed_format, check_feed_path
from generator.config.schema import SiteConfig
from generator.config.yaml.reader import Rules
from generator.config.yaml.scalars import Range
from generator.content.packs.reader import PackedAt
from generator.formats.entries import Feed, entries
from generator.kinds.kind import Common, Kind, Maker, Resources, Source
from generator.kinds.parts.feed_ids import FORMER
from generator.kinds.parts.inputs import bodies as body_inputs
from generator.kinds.parts.inputs import options, program, site
from generator.kinds.parts.linked import LINKED
from generator.kinds.parts.sentences import listed_posts
from generator.kinds.parts.terms import CARD, CardRow, term_path
from generator.plan.task import Task
from generator.theme.inputs import Inputs

#: The feed of the site, and those of categories.
SITE_FEED = Route("feed.{format}")
CATEGORY_FEED = Route("category/{slug}.{format}")

_ENTRY = f"{CARD}, p.details, {FORMER}"
_WHOLE = f"{_ENTRY}, p.path, hex(p.digest), p.stand_in, {LINKED}"


class SummaryRow(NamedTuple):
    """A post in a feed of summaries: the columns of `CardRow`, its details, a JSON object, and `FORMER`."""

    url: str
    title: str
    date: str
    summary: str
    label: str | None
    slug: str | None
    details: str
    former: str


class BodyRow(NamedTuple):
    """A post in a feed of bodies: that of a summary, and its source.

    `source_digest` is hexadecimal; `targets` is a JSON object of source paths and hrefs.
    """

    url: str
    title: str
    date: str
    summary: str
    label: str | None
    slug: str | None
    details: str
    former: str
    path: str
    source_digest: str
    stand_in: int
    targets: str


EntryRow = SummaryRow | BodyRow


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """Feeds of the site and of each category."""

    size: int = 20
    """Newest posts in a feed (1 to 500); in that of the site also those that are in no archive yet."""
    content: Literal["summary", "full"] = "summary"
    """Whether feeds hold only the summary of a post, or its body as well."""
    formats: tuple[str, ...] = ()
    """Formats besides Atom: `rss` (RSS 2.0) and `json` (JSON Feed 1.1). They need `url`."""
    also: tuple[str, ...] = ()
    """Former addresses of the site's feed, which show it as well (`atom.xml`, `rss.xml`). They need `url`."""
    archives: bool = True
    """Whether older posts stay in archives of the site's feed, by month (RFC 5005)."""


FEED = OptionGroup(
    "feed",
    FeedOptions,
    "Feeds of the site and of each category.",
    rules=Rules(
        ranges={"feed.size": Range(1, 500, "20")},
        values={"feed.formats.*": check_feed_format, "feed.also.*": check_feed_path},
    ),
    need_url=("formats", "also"),
    output_paths=("also",),
)


class FeedRow(NamedTuple):
    """A feed and its posts, newest first.

    Label and slug are the category's, "" for the site's feed; `archive` is the path of the newest archive.
    `form` is the format at a former address, and `own_path` the address that such a feed names as its own;
    both are "" for a feed at its own address, whose suffix is that of its format.
    """

    label: str
    slug: str
    archive: str
    entries: list[EntryRow]
    form: str = ""
    own_path: str = ""


class ArchiveRow(NamedTuple):
    """An archive: the paths of the archives before and after it, or "", and its posts, newest first."""

    before: str
    after: str
    entries: list[EntryRow]


@dataclass(frozen=True)
class FeedSettings:
    """Which feeds there are, and how much of posts they show; `formats` are suffixes besides `xml`."""

    size: int
    whole: bool
    formats: tuple[str, ...]
    archives: bool
    also: tuple[str, ...] = ()

    @classmethod
    def of_config(cls, config: SiteConfig) -> FeedSettings:
        """Return the settings of feeds in site.yaml."""
        feed = FEED.of(config)
        formats, also = tuple(dict.fromkeys(feed.formats)), tuple(dict.fromkeys(feed.also))
        return cls(feed.size, feed.content == "full", formats, feed.archives, also)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The suffixes of the files that each feed has."""
        return ("xml", *self.formats)

    def entries(self, connection: sqlite3.Connection, query: str, *values: int) -> list[EntryRow]:
        """Return the posts that a query finds; it has `{entry}` for the columns."""
        rows = connection.execute(query.format(entry=_WHOLE if self.whole else _ENTRY), values)
        return list(map((BodyRow if self.whole else SummaryRow)._make, rows))

    def inputs(self) -> Inputs:
        """Return the options, by their names in site.yaml."""
        values = {
            "feed.size": self.size,
            "feed.content": self.whole,
            "feed.formats": self.formats,
            "feed.archives": self.archives,
            "feed.also": self.also,
        }
        return options(values)


def former_format(path: str) -> str:
    """Return the suffix of the format that a feed at a former address has: `xml` (Atom), `rss` or `json`.

    `.json` is JSON Feed. A name with `rss` in it is RSS, and so is `index.xml`, as Hugo writes it. All
    others are Atom, as Jekyll and Hexo write `feed.xml` and `atom.xml`.
    """
    name = path.rpartition("/")[2].lower()
    if name.endswith(".json"):
        return "json"
    return "rss" if "rss" in name or name == "index.xml" else "xml"


def feed_inputs(common: Common) -> dict[str, str]:
    """Return the inputs of all feeds: the publisher is their author, and titles use texts of the theme."""
    return {**program(), **site(common.settings), **common.theme.words}


def whole_feed_inputs(common: Common, feed: FeedSettings) -> dict[str, str]:
    """Return the inputs of feeds that may have whole bodies, or formats besides Atom."""
    found = feed_inputs(common)
    if feed.whole:
        found |= body_inputs(common.settings.rules)
    if feed.formats or feed.also:
        found |= options({"description": common.settings.description})
    return found


def feed_contents(entry_rows: Sequence[EntryRow]) -> Iterator[str]:
    """Yield sentences about the posts in a feed."""
    yield from listed_posts([CardRow(*row[:6]) for row in entry_rows])


class FeedWriter:
    """Writes the feeds of a site."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def feed(self, task: Task[FeedRow]) -> bytes:
        """Return a feed in the format that its suffix names. Raises SourceChangedError."""
        label, slug, archive, rows, form, own_path = task.payload
        feed = self._head(own_path or task.path, label, slug)
        feed = feed._replace(archive=href(archive) if archive else "")
        root = feed.base or to_root(task.path)
        found = list(entries(rows, partial(self._body, root, dict(task.packed))))
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
        head = self._head(SITE_FEED.path(format="xml"), "", "")
        return archive(head, position, list(entries(rows, lambda *_: "")))

    def _head(self, path: str, label: str, slug: str) -> Feed:
        settings = self._resources.settings
        separator = self._resources.words.separator
        return Feed(
            title=f"{label}{separator}{settings.title}" if label else settings.title,
            description="" if label else settings.description,
            author=settings.publisher[0] or settings.title,
            language=settings.language,
            base=settings.base,
            url=href(path),
            page_url=href(term_path("category", slug)) if slug else "",
        )

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
        return {"feed": FeedWriter(resources).feed}

    def sources(self, task: Task[FeedRow]) -> Iterator[str]:
        """Yield the posts that are shown whole."""
        yield from (row.path for row in task.payload.entries if isinstance(row, BodyRow))

    def contents(self, connection: sqlite3.Connection, task: Task[FeedRow]) -> Iterator[str]:
        """Name the posts."""
        yield from feed_contents(task.payload.entries)
