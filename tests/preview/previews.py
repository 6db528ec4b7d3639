"""Previews in this process, without a server: an index that is brought up to date, and pages made from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import NamedTuple

from generator.core.paths import SitePaths
from generator.index import database
from generator.kinds.site_config import load_config
from generator.parallel.executor import InProcess
from generator.preview.page_builder import PageBuilder
from generator.preview.preview_index import Archive, Update
from generator.reporting.report import Reporter
from tests.sites import NOW, Site, Tree


class Preview(NamedTuple):
    """An archive's preview, and what makes its pages."""

    paths: SitePaths
    archive: Archive
    pages: PageBuilder

    def update(self, changed: Sequence[str] | None = None, now: int = NOW) -> Update:
        return self.archive.update(load_config(self.paths.config), changed, now)

    def bytes_of(self, path: str) -> bytes | None:
        """Return the bytes of an output, or None for none."""
        found = self.pages.output(path)
        if found is None:
            return None
        return found.file.read_bytes() if found.data is None and found.file else found.data

    def text(self, path: str) -> str:
        return (self.bytes_of(path) or b"").decode()

    def tree(self, paths: Sequence[str]) -> Tree:
        return {path: data for path in paths if (data := self.bytes_of(path)) is not None}


@contextmanager
def preview_of(site: Site) -> Iterator[Preview]:
    """Open a preview of a site; nothing is read before `update`."""
    paths = SitePaths.of(site.root)
    file = paths.preview / "index.sqlite"
    with closing(database.open_index(file).connection) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        with closing(database.view(file)) as reading:
            archive = Archive(connection, paths, InProcess(), Reporter())
            yield Preview(paths, archive, PageBuilder(reading, paths))
