"""Pages before the archive is read: a post is found by its address and read by itself, with a few others.

A small index of a sample stands in for the whole one: the newest posts by their names, and those that were
asked for. It is made and read by the same code, so a page from it differs only in what others decide:
neighbours, labels of categories, and whether another post has the same address.
"""

from __future__ import annotations

import heapq
import os
import re
from collections.abc import Iterator
from pathlib import Path

from generator.build import now
from generator.config.load import load_config
from generator.content.address import stem_of
from generator.content.dates import without_date
from generator.content.scan import SUFFIXES
from generator.index.damage import discard
from generator.index.database import open_index, view
from generator.model import Problem
from generator.parallel.executor import InProcess
from generator.paths import SitePaths
from generator.report import Reporter
from generator.serve.archive import Archive
from generator.serve.pages import Output, Pages
from generator.urls import slugify

#: Newest posts that the sample begins with.
_NEWEST = 60
#: Pages that a sample can stand in for.
_SOUND = frozenset({"post", "page", "file", "asset", "redirect", "404", "home"})
_POSTS = "content/posts/"
#: Names that are their own slugs.
_PLAIN = re.compile(r"[A-Za-z0-9]+")


class Early:
    """Makes what pages it can from a sample of the archive; for the thread that made it."""

    def __init__(self, paths: SitePaths) -> None:
        load_config(paths.config)  # One that can't be used is told before anything is opened.
        self._paths = paths
        self._file = paths.preview / "early.sqlite"
        discard(self._file)
        self._names, newest = _names(paths.root)
        self._read: set[str] = set()
        self._connection = open_index(self._file).connection
        self._archive = Archive(self._connection, paths, InProcess(), Reporter())
        self._look_at(newest)
        self._pages = Pages(view(self._file), paths)

    def output(self, path: str) -> Output | None:
        """Return an output, or None for what a sample can't show. Raises as `Pages.output` does."""
        self._look_at([source for source in self._candidates(path) if source not in self._read])
        found = self._pages.output(path)
        return found if found and found.page in _SOUND else None

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
        discard(self._file)

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
        yield from self._names.get(stem.rpartition("/")[2], ())


def _names(root: Path) -> tuple[dict[str, list[str]], list[str]]:
    """Return the posts by the slugs that their names give them, and the newest by their names."""
    slugs: dict[str, list[str]] = {}
    found: list[tuple[str, str]] = []
    for folder, _, files in os.walk(root / _POSTS):
        below = os.path.relpath(folder, root).replace(os.sep, "/")
        for name in files:
            if name.endswith(SUFFIXES):
                path = f"{below}/{name}"
                slug = without_date(stem_of(name))
                slugs.setdefault(slug if _PLAIN.fullmatch(slug) else slugify(slug), []).append(path)
                found.append((name, path))
    return slugs, [path for _, path in heapq.nlargest(_NEWEST, found)]
