"""Write the redirects that Netlify and Cloudflare Pages read from a file `_redirects`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.routes import Route
from generator.formats.redirects import Redirect, netlify_redirects
from generator.kinds.kind import Source
from generator.kinds.parts.inputs import options
from generator.kinds.parts.server_redirects import ServerRedirectsKind
from generator.theme.inputs import Inputs

_FILE = Route("_redirects", replaceable=True)


@dataclass(frozen=True)
class NetlifyRedirectsKind(ServerRedirectsKind):
    """Redirects from former addresses, for Netlify and Cloudflare Pages (`redirects`).

    Rules are `forced` where pages that redirect have the same addresses.
    """

    forced: bool

    form: ClassVar[str] = "netlify"
    key: ClassVar[str] = "netlify-redirects"
    title: ClassVar[str] = "the file with the redirects that the host answers with"
    routes: ClassVar[tuple[Route, ...]] = (_FILE,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind as `redirects` says."""
        chosen = source.config.redirects
        return cls("html" in chosen, enabled=cls.form in chosen)

    def own_inputs(self) -> Inputs:
        """Return whether there is such a file, and whether its rules are forced."""
        return options({"redirects": (self.enabled, self.forced)})

    def write(self, redirects: Sequence[Redirect], base: str) -> bytes:
        """Return the bytes of the file."""
        return netlify_redirects(redirects, base, forced=self.forced)
