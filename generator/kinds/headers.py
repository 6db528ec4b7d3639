"""Write the HTTP headers that some hosts read from a file `_headers`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

from generator.addresses.routes import Route
from generator.formats.headers import header_policy, headers
from generator.kinds.kind import Common, Maker, Resources, Source
from generator.kinds.parts.inputs import options, program
from generator.kinds.single import Part, SingleKind
from generator.plan.task import Task
from generator.theme.inputs import Inputs

_FILE = Route("_headers", replaceable=True)


class HeadersRow(NamedTuple):
    """The output paths of files that never change."""

    assets: tuple[str, ...]


@dataclass(frozen=True)
class HeadersKind(SingleKind):
    """A Content-Security-Policy for all pages, and how long assets may be kept.

    `assets` are (name, output path) of the files of the theme, whose paths change with their contents.
    """

    assets: tuple[tuple[str, str], ...]

    key: ClassVar[str] = "headers"
    title: ClassVar[str] = "the file with the HTTP headers that the host sends"
    routes: ClassVar[tuple[Route, ...]] = (_FILE,)
    shows_posts: ClassVar[bool] = False

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind as `security.headers` says."""
        assets = tuple((name, asset.path) for name, asset in sorted(source.assets.items()))
        return cls(assets, enabled=source.config.security.headers)

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the file."""
        yield Part(_FILE.path(), "headers", HeadersRow(tuple(path for _, path in self.assets)))

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the settings from which the headers follow."""
        settings = common.settings
        hosts = {"sanitizer.iframe_hosts": settings.rules.iframe_hosts, "robots.index": settings.indexed}
        return {"headers": {**program(), **options(hosts)}}

    def own_inputs(self) -> Inputs:
        """Return whether there is such a file, and the output paths of assets."""
        return {
            **options({"security.headers": self.enabled}),
            **{f"asset:{name}": path for name, path in self.assets},
        }

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of the file."""
        settings = resources.settings

        def make(task: Task[HeadersRow]) -> bytes:
            return headers(header_policy(settings.rules), task.payload.assets, indexed=settings.indexed)

        return {"headers": make}
