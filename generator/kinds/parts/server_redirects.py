"""Query the redirects that servers are to answer with."""

from __future__ import annotations

import sqlite3
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple
from urllib.parse import urlsplit

from generator.formats.redirects import Redirect
from generator.kinds.kind import Common, Maker, Resources
from generator.kinds.parts.inputs import options, program
from generator.kinds.single import Part, SingleKind
from generator.plan.task import Task
from generator.theme.inputs import Inputs

#: Aliases that have their address, the newest posts first; and whether nothing is at the address without
#: `.html`, which hosts may answer as well.
_ALIASES = """
    SELECT aliases.address, posts.url, NOT EXISTS (
        SELECT 1 FROM claims
        WHERE claims.key IN (substr(aliases.key, 1, length(aliases.key) - 5),
                             substr(aliases.key, 1, length(aliases.key) - 5) || '/index.html'))
    FROM aliases JOIN posts ON posts.id = aliases.post_id WHERE aliases.lost = 0
    ORDER BY posts.stamp DESC, posts.path, aliases.address
"""


class RedirectsRow(NamedTuple):
    """The redirects of a file."""

    redirects: tuple[Redirect, ...]


def server_redirects(connection: sqlite3.Connection) -> Iterator[Redirect]:
    """Yield a redirect from each address at which a page that redirects would answer, and from queries."""
    for address, url, is_free in connection.execute(_ALIASES):
        path, _, query = address.partition("?")
        yield Redirect(path, query, url)
        if query:
            continue
        folder = path.removesuffix("index.html")
        if folder != path and folder.endswith("/"):
            yield Redirect(folder, "", url)
        elif path.endswith(".html") and is_free:
            yield Redirect(path.removesuffix(".html"), "", url)


class ServerRedirectsKind(SingleKind):
    """A file with redirects. `form` is its name under `redirects` in site.yaml."""

    form: ClassVar[str]

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the path of the site."""
        own = self.own_inputs()
        return {self.key: {**program(), **options({"url": base_path(common.settings.base)}), **own}}

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the file."""
        yield Part(self.routes[0].path(), self.key, RedirectsRow(tuple(server_redirects(connection))))

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of the file."""
        base = base_path(resources.settings.base)

        def make(task: Task[RedirectsRow]) -> bytes:
            return self.write(task.payload.redirects, base)

        return {self.key: make}

    @abstractmethod
    def write(self, redirects: Sequence[Redirect], base: str) -> bytes:
        """Return the bytes of the file. `base` is the path of the site in slashes."""

    def own_inputs(self) -> Inputs:
        """Return whether there is such a file."""
        return options({"redirects": self.enabled})


def base_path(url: str) -> str:
    """Return the path of a site's URL in slashes; `/` for ""."""
    return urlsplit(url).path or "/"
