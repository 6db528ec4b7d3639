"""Write the HTTP headers that some hosts read from a file `_headers`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.routes import Route
from generator.formats.headers import header_policy, headers
from generator.kinds.kind import Common, Maker, Resources, Source
from generator.kinds.parts.inputs import options, program
from generator.kinds.single import Part, SingleKind
from generator.theme.inputs import Inputs

_FILE = Route("_headers", replaceable=True)


@dataclass(frozen=True)
class HeadersKind(SingleKind):
    """A Content-Security-Policy for all pages, and how long assets may be kept."""

    key: ClassVar[str] = "headers"
    title: ClassVar[str] = "the file with the HTTP headers that the host sends"
    routes: ClassVar[tuple[Route, ...]] = (_FILE,)
    shows_posts: ClassVar[bool] = False

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind as `security.headers` says."""
        return cls(enabled=source.config.security.headers)

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the file."""
        yield Part(_FILE.path(), "headers")

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the settings from which the headers follow."""
        settings = common.settings
        hosts = {"sanitizer.iframe_hosts": settings.rules.iframe_hosts, "robots.index": settings.indexed}
        return {"headers": {**program(), **options(hosts)}}

    def own_inputs(self) -> Inputs:
        """Return whether there is such a file."""
        return options({"security.headers": self.enabled})

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of the file."""
        settings = resources.settings
        return {"headers": lambda _: headers(header_policy(settings.rules), indexed=settings.indexed)}
