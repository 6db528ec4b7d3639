"""Write the redirects that nginx includes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.routes import Route
from generator.formats.redirects import Redirect, nginx_redirects
from generator.kinds.kind import Source
from generator.kinds.parts.server_redirects import ServerRedirectsKind

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

    def write(self, redirects: Sequence[Redirect], base: str) -> bytes:
        """Return the bytes of the file."""
        return nginx_redirects(redirects, base)
