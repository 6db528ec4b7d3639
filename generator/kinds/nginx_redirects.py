"""Write the redirects that nginx includes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.routes import Route
from generator.formats.redirects import nginx_redirects
from generator.kinds.kind import Maker, Resources, Source
from generator.kinds.parts.server_redirects import (
    RedirectsRow,
    ServerRedirectsKind,
    base_path,
    server_redirects,
)
from generator.kinds.single import Part
from generator.plan.task import Task

_FILE = Route("redirects.nginx.conf", replaceable=True)


@dataclass(frozen=True)
class NginxRedirectsKind(ServerRedirectsKind):
    """Redirects from former addresses, as maps that nginx includes (`redirects`)."""

    form: ClassVar[str] = "nginx"
    key: ClassVar[str] = "nginx-redirects"
    title: ClassVar[str] = "the redirects for nginx"
    routes: ClassVar[tuple[Route, ...]] = (_FILE,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind as `redirects` says."""
        return cls(enabled=cls.form in source.config.redirects)

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the file."""
        yield Part(_FILE.path(), self.key, RedirectsRow(tuple(server_redirects(connection))))

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of the file."""
        base = base_path(resources.settings.base)

        def make(task: Task[RedirectsRow]) -> bytes:
            return nginx_redirects(task.payload.redirects, base)

        return {self.key: make}
