"""Pages before the archive is read: a post is found by its address and read by itself, with a few others.

A small index of a sample stands in for the whole one: the newest posts by their names, and those that were
asked for. It is made and read by the same code, so a page from it differs only in what others decide:
neighbours, labels of categories, and whether another post has the same address.
"""

from __future__ import annotations

import heapq
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.addresses.segments import slugify
from generator.config.load import load_config
from generator.content.address import stem_of
from generator.content.dates import without_date
from generator.content.scan import SUFFIXES
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index.database import open_index, view
from generator.parallel.executor import InProcess
from generator.pipeline.build import now
from generator.preview.page_builder import Output, Pages
from generator.preview.preview_index import Archive
from generator.reporting.report import Reporter

#: Newest posts that the sample begins with.
_NEWEST = 60
_POSTS = "content/posts/"
#: Names whose slugs are parts of them.
_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")


class Sample:
    """Makes what pages it can from a sample of the archive; for the thread that made it."""

    def __init__(self, paths: SitePaths) -> None:
        load_config(paths.config)  # One that can't be used is told before anything is opened.
        self._paths = paths
        # Not beside the index: another preview of the archive, which is about to be refused, has one too.
        self._folder = tempfile.TemporaryDirectory(prefix="backfile-early-")
        file = Path(self._folder.name, "index.sqlite")
        self._names = _Names.below(paths.root)
        self._read: set[str] = set()
        self._connection = open_index(file).connection
        self._archive = Archive(self._connection, paths, InProcess(), Reporter())
        self._look_at(self._names.newest())
        self._pages = Pages(view(file), paths)

    def output(self, path: str) -> Output | None:
        """Return an output, or None for what a sample can't show. Raises as `Pages.output` does."""
        self._look_at([source for source in self._candidates(path) if source not in self._read])
        found = self._pages.output(path)
        return found if found and found.kind.from_sample else None

    def errors_at(self, path: str) -> tuple[Problem, ...]:
        """Return what is wrong with the post at an output path."""
        return self._pages.errors_at(path)

    def errors_of(self, source: str) -> tuple[Problem, ...]:
        """Return what is wrong with a source."""
        return self._pages.errors_of(source)

    def forget_look(self) -> None:
        """Read site.yaml and the theme again before the next output is made."""
        self._pages.forget_look()

    def close(self) -> None:
        """Throw the sample away."""
        self._pages.close()
        self._connection.close()
        self._folder.cleanup()

    def _look_at(self, sources: list[str]) -> None:
        if sources:
            self._archive.update(load_config(self._paths.config), sources, now())
            self._read.update(sources)

    def _candidates(self, path: str) -> Iterator[str]:
        """Yield the sources that an output path may come from, by the rules of addresses."""
        stem = path.removesuffix("/index.html").removesuffix(".html")
        yield from (f"content/static/{path}", f"content/pages/{path}")
        yield from (f"content/pages/{stem}{suffix}" for suffix in SUFFIXES)
        if path.startswith("files/"):
            yield _POSTS + path.removeprefix("files/")
        yield from self._names.with_slug(stem.rpartition("/")[2])


class _Names(NamedTuple):
    """The posts there are: those whose names are plain, and the others by the slugs that their names give."""

    plain: list[str]
    others: dict[str, list[str]]

    @classmethod
    def below(cls, root: Path) -> _Names:
        """List the posts of an archive; nothing is computed for the many that are never asked for."""
        found = cls([], {})
        for folder, _, files in os.walk(root / _POSTS):
            below = os.path.relpath(folder, root).replace(os.sep, "/")
            for name in files:
                if not name.endswith(SUFFIXES):
                    continue
                if _PLAIN.fullmatch(name):
                    found.plain.append(f"{below}/{name}")
                else:
                    found.others.setdefault(_slug(name), []).append(f"{below}/{name}")
        return found

    def with_slug(self, slug: str) -> Iterator[str]:
        """Yield the posts whose names give a slug."""
        yield from (path for path in self.plain if slug in path and _slug(path) == slug)
        yield from self.others.get(slug, ())

    def newest(self) -> list[str]:
        """Return the newest posts by their names."""
        every = (*self.plain, *(path for paths in self.others.values() for path in paths))
        return heapq.nlargest(_NEWEST, every, key=lambda path: path[path.rindex("/") :])


def _slug(path: str) -> str:
    return slugify(without_date(stem_of(path)))
