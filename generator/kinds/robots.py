"""Write robots.txt, which names the pages that search engines may visit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.routes import Route
from generator.config.groups import Groups, OptionGroup
from generator.config.rules.machine_files import check_robots_line, check_robots_path
from generator.config.yaml.reader import Rules
from generator.formats.robots import Robots, robots
from generator.kinds.kind import Common, Maker, Phase, Resources, Source
from generator.kinds.parts.inputs import options, program
from generator.kinds.parts.sitemaps import NEWS, SITEMAP_INDEX, SITEMAPS
from generator.kinds.single import Part, SingleKind
from generator.theme.inputs import Inputs

_FILE = Route("robots.txt", replaceable=True)


@dataclass(frozen=True, slots=True)
class RobotsOptions:
    """Rules for search engines."""

    index: bool = True
    """`false` asks them to keep the whole site out of their index, for example a copy for tests."""
    disallow: tuple[str, ...] = ()
    """Paths of the site that no robot may visit, such as `/files/`."""
    lines: tuple[str, ...] = ()
    """Further lines of robots.txt, below the others."""


ROBOTS = OptionGroup(
    "robots",
    RobotsOptions,
    "Rules for search engines.",
    rules=Rules(values={"robots.disallow.*": check_robots_path, "robots.lines.*": check_robots_line}),
)


@dataclass(frozen=True)
class RobotsKind(SingleKind):
    """What search engines may visit, and where the sitemaps are."""

    rules: Robots
    news: bool

    key: ClassVar[str] = "robots"
    title: ClassVar[str] = "the file with the rules for search engines"
    phase: ClassVar[Phase] = "feeds"
    routes: ClassVar[tuple[Route, ...]] = (_FILE,)
    shows_posts: ClassVar[bool] = False
    options: ClassVar[Groups] = (ROBOTS,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the options under `robots`, and whether there is a sitemap of news."""
        chosen = ROBOTS.of(source.config)
        return cls(Robots(chosen.index, chosen.disallow, chosen.lines), SITEMAPS.of(source.config).news)

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the file."""
        yield Part(_FILE.path(), "robots")

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the settings."""
        values = {
            "url": common.settings.base,
            "sitemaps.news": self.news,
            "robots.index": self.rules.indexed,
            "robots.disallow": self.rules.disallow,
            "robots.lines": self.rules.lines,
        }
        return {"robots": {**program(), **options(values)}}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of the file."""
        sitemaps = [SITEMAP_INDEX.path(), *([NEWS.path()] if self.news else [])]
        return {"robots": lambda _: robots(resources.settings.base, self.rules, sitemaps)}
