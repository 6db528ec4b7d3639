"""Show posts before the archive is read: find each by its address, and read it alone.

A small index takes the place of the whole one. It has a sample of the archive: the newest posts by their
names, and the posts that were requested. The same code makes and reads it, so a page differs only in what
depends on other posts: neighbours, labels of categories, and a conflict about the address.
"""

from __future__ import annotations

import heapq
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.addresses.lists import page_pattern
from generator.addresses.routes import Route
from generator.addresses.segments import slugify
from generator.addresses.written import without_suffix
from generator.content.address import stem_of
from generator.content.dates import without_date
from generator.content.scan import SUFFIXES
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index.database import open_index, view
from generator.kinds.site_config import load_config
from generator.parallel.executor import InProcess
from generator.pipeline.build import now
from generator.preview.page_builder import Output, PageBuilder
from generator.preview.preview_index import Archive
from generator.reporting.report import Reporter

#: Newest posts in the sample at the start.
_NEWEST = 60
_POSTS = "content/posts/"
#: File names that contain their slug.
_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")


class Sample:
    """Makes pages from a sample of the archive; only for the thread that made it."""

    def __init__(self, paths: SitePaths) -> None:
        # Raises for a bad site.yaml before anything is opened.
        self._page_pattern = load_config(paths.config).permalink.page
        self._paths = paths
        # Not beside the index: a second preview of the archive, which will be refused, makes a sample too.
        self._folder = tempfile.TemporaryDirectory(prefix="backfile-early-")
        file = Path(self._folder.name, "index.sqlite")
        self._names = _PostNames.below(paths.root)
        self._read: set[str] = set()
        self._connection = open_index(file).connection
        self._archive = Archive(self._connection, paths, InProcess(), Reporter())
        self._read_sources(self._names.newest())
        self._pages = PageBuilder(view(file), paths)

    def output(self, path: str) -> Output | None:
        """Return an output, or None if a sample can't have it. Raises as `PageBuilder.output` does."""
        self._read_sources([source for source in self._candidates(path) if source not in self._read])
        found = self._pages.output(path)
        return found if found and found.kind.from_sample else None

    def errors_at(self, path: str) -> tuple[Problem, ...]:
        """Return the errors of the post at an output path."""
        return self._pages.errors_at(path)

    def errors_of(self, source: str) -> tuple[Problem, ...]:
        """Return the errors of a source."""
        return self._pages.errors_of(source)

    def reload(self) -> None:
        """Read site.yaml and the theme again before the next output is made."""
        self._pages.reload()

    def close(self) -> None:
        """Delete the sample."""
        self._pages.close()
        self._connection.close()
        self._folder.cleanup()

    def _read_sources(self, sources: list[str]) -> None:
        if sources:
            self._archive.update(load_config(self._paths.config), sources, now())
            self._read.update(sources)

    def _candidates(self, path: str) -> Iterator[str]:
        """Yield the sources from which an output path may be made, by the rules of addresses."""
        stem = without_suffix(path.removesuffix("/index.html"))
        yield from (f"content/static/{path}", f"content/pages/{path}")
        page = (Route(page_pattern(self._page_pattern)).match(path) or {}).get("path", stem)
        yield from (f"content/pages/{page}{suffix}" for suffix in SUFFIXES)
        if path.startswith("files/"):
            yield _POSTS + path.removeprefix("files/")
        yield from self._names.with_slug(stem.rpartition("/")[2])


class _PostNames(NamedTuple):
    """The paths of all posts: those with plain names, and the others by the slugs of their names."""

    plain: list[str]
    others: dict[str, list[str]]

    @classmethod
    def below(cls, root: Path) -> _PostNames:
        """List the posts of an archive. The slugs of plain names are computed only for requests."""
        found = cls([], {})
        for folder, _, files in os.walk(root / _POSTS):
            below = os.path.relpath(folder, root).replace(os.sep, "/")
            for name in files:
                if not name.endswith(SUFFIXES):
                    continue
                if _PLAIN.fullmatch(stem_of(f"{below}/{name}")):
                    found.plain.append(f"{below}/{name}")
                else:
                    found.others.setdefault(_slug(name), []).append(f"{below}/{name}")
        return found

    def with_slug(self, slug: str) -> Iterator[str]:
        """Yield the posts whose names have a slug."""
        yield from (path for path in self.plain if slug in path and _slug(path) == slug)
        yield from self.others.get(slug, ())

    def newest(self) -> list[str]:
        """Return the newest posts by their names."""
        every = (*self.plain, *(path for paths in self.others.values() for path in paths))
        return heapq.nlargest(_NEWEST, every, key=stem_of)


def _slug(path: str) -> str:
    return slugify(without_date(stem_of(path)))
