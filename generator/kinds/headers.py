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
from generator.kinds.parts.pictures import PICTURES
from generator.kinds.single import Part, SingleKind
from generator.pictures.names import FOLDER
from generator.plan.task import Task
from generator.theme.inputs import Inputs

_FILE = Route("_headers", replaceable=True)


#: Whether there are kept pictures, and pictures among the files; and if some of other hosts are known,
#: whether no live post shows one from its own address.
_PICTURES = """
    SELECT EXISTS (SELECT 1 FROM pictures WHERE stored = 1),
        EXISTS (SELECT 1 FROM file_pictures WHERE shown != ''),
        EXISTS (SELECT 1 FROM pictures) AND NOT EXISTS (SELECT 1 FROM unkept_pictures)
"""


class HeadersRow(NamedTuple):
    """The output paths of files that never change, and whether all pictures are the archive's own."""

    assets: tuple[str, ...]
    own_pictures: bool = False


@dataclass(frozen=True)
class HeadersKind(SingleKind):
    """A Content-Security-Policy for all pages, and how long assets may be kept.

    `assets` are (name, output path) of the files of the theme, whose paths change with their contents.
    """

    assets: tuple[tuple[str, str], ...]
    #: Whether an option of the theme may show something of another host, such as a logo.
    is_open: bool = False
    #: Whether kept pictures have an address of their own, and are no files of the site.
    pictures_apart: bool = False

    key: ClassVar[str] = "headers"
    title: ClassVar[str] = "the file with the HTTP headers that the host sends"
    routes: ClassVar[tuple[Route, ...]] = (_FILE,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind as `security.headers` says."""
        assets = tuple((name, asset.path) for name, asset in sorted(source.assets.items()))
        is_open = any("://" in str(value) for value in source.config.theme.options.values())
        apart = bool(PICTURES.of(source.config).url)
        return cls(assets, is_open, apart, enabled=source.config.security.headers)

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the file."""
        has_kept, has_beside, are_own = connection.execute(_PICTURES).fetchone()
        assets = tuple(path for _, path in self.assets)
        own_pictures = bool(are_own) and not self.is_open
        has_files = has_beside or (has_kept and not self.pictures_apart)
        row = HeadersRow((*assets, *([f"{FOLDER}*"] if has_files else [])), own_pictures)
        yield Part(_FILE.path(), "headers", row)

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the settings from which the headers follow."""
        settings = common.settings
        rules = settings.rules
        chosen = {
            "sanitizer.iframe_hosts": rules.iframe_hosts,
            "robots.index": settings.indexed,
            "pictures.url": rules.picture_url,
        }
        return {"headers": {**program(), **options(chosen)}}

    def own_inputs(self) -> Inputs:
        """Return whether there is such a file, and the output paths of assets."""
        return {
            **options({"security.headers": self.enabled, "theme.options": self.is_open}),
            **{f"asset:{name}": path for name, path in self.assets},
        }

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of the file."""
        settings = resources.settings

        def make(task: Task[HeadersRow]) -> bytes:
            assets, own_pictures = task.payload
            policy = header_policy(settings.rules, own_pictures=own_pictures)
            return headers(policy, assets, indexed=settings.indexed)

        return {"headers": make}
