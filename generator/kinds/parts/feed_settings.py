"""Define the options of feeds, and query the posts in them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from generator.config.groups import OptionGroup
from generator.config.rules.feed_paths import check_feed_path
from generator.config.rules.machine_files import check_feed_format
from generator.config.schema import Permalink, SiteConfig
from generator.config.yaml.reader import Rules
from generator.config.yaml.scalars import Range
from generator.kinds.parts.feed_ids import FORMER
from generator.kinds.parts.inputs import options
from generator.kinds.parts.lead_pictures import LEAD
from generator.kinds.parts.linked import LINKED
from generator.kinds.parts.terms import CARD
from generator.theme.inputs import Inputs

#: The formats of feeds by suffix, as a sentence about a feed ends; Atom is the usual.
FORMAT_NAMES = {"xml": "", "rss": ", in RSS", "json": ", in JSON"}

_ENTRY = f"{CARD}, p.details, {FORMER}, {LEAD}"
_WHOLE = f"{_ENTRY}, p.path, hex(p.digest), p.stand_in, {LINKED}"


class SummaryRow(NamedTuple):
    """A post in a feed of summaries: its columns in `CARD`, its details, a JSON object, `FORMER`, `LEAD`."""

    url: str
    title: str
    date: str
    summary: str
    label: str | None
    slug: str | None
    details: str
    former: str
    lead: str


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
    lead: str
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
    """Former addresses of the site's feed, which show it as well (`atom.xml`). With a field they are those of
    the feeds of all categories (`feeds/{category}.xml`) or tags (`tags/{tag}/index.xml`). They need `url`."""
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


@dataclass(frozen=True)
class FeedSettings:
    """Which feeds there are, and how much of posts they show; `formats` are suffixes besides `xml`.

    `also` are former addresses of the feed of the site, `patterns` those of the feeds of terms. `hubs` are
    told of changes, see `publish.after`.
    """

    size: int
    whole: bool
    formats: tuple[str, ...]
    archives: bool
    also: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    permalink: Permalink = field(default_factory=Permalink)
    patterns: tuple[str, ...] = ()

    @classmethod
    def of_config(cls, config: SiteConfig) -> FeedSettings:
        """Return the settings of feeds in site.yaml."""
        feed = FEED.of(config)
        formats, hubs = tuple(dict.fromkeys(feed.formats)), config.publish.after.websub
        patterns = tuple(path for path in dict.fromkeys(feed.also) if "{" in path)
        also = tuple(path for path in dict.fromkeys(feed.also) if path not in patterns)
        whole = feed.content == "full"
        return cls(feed.size, whole, formats, feed.archives, also, hubs, config.permalink, patterns)

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
            "feed.also": (*self.also, *self.patterns),
        }
        return options(values)


def former_format(path: str) -> str:
    """Return the suffix of the format that a feed at a former address has: `xml` (Atom), `rss` or `json`.

    `.json` is JSON Feed, `.atom` and `.atom.xml` (as Pelican writes it) are Atom. A name with `rss` in it is
    RSS, and so is `index.xml`, as Hugo writes it. All others are Atom, as Jekyll and Hexo write `feed.xml`.
    """
    name = path.rpartition("/")[2].lower()
    if name.endswith(".json"):
        return "json"
    if name.endswith((".atom", ".atom.xml")):
        return "xml"
    return "rss" if "rss" in name or name == "index.xml" else "xml"
