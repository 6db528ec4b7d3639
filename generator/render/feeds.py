"""Feeds and their archives, from the rows of their tasks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

from generator.addresses.links import href, to_root
from generator.body.accessibility import Labels
from generator.formats.entries import Feed, entries
from generator.kinds.lists import term_path
from generator.kinds.shared import Folders, Shared
from generator.plan.task import Task
from generator.render import bodies


class Feeds:
    """Makes the feeds of a site."""

    def __init__(self, shared: Shared, folders: Folders, words: SimpleNamespace, labels: Labels) -> None:
        self._shared = shared
        self._folders = folders
        self._words = words
        self._labels = labels

    def feed(self, task: Task) -> bytes:
        """Return a feed in the format that its suffix names. Raises SourceChangedError."""
        label, slug, archive, rows = task.payload
        feed = self._head(task.path, label, slug)._replace(archive=href(archive) if archive else "")
        root = feed.base or to_root(task.path)
        found = list(entries(rows, partial(self._body, root)))
        # Late: most sites have one of the three.
        match task.path.rpartition(".")[2]:
            case "rss":
                from generator.formats.rss import rss

                return rss(feed, found)
            case "json":
                from generator.formats.json_feed import json_feed

                return json_feed(feed, found)
        from generator.formats.atom import atom

        return atom(feed, found)

    def archive(self, task: Task) -> bytes:
        """Return a document of the archives of the site's feed."""
        from generator.formats.atom import Position, archive

        before, after, rows = task.payload
        position = Position(href(task.path), href(before) if before else "", href(after) if after else "")
        return archive(self._head("feed.xml", "", ""), position, list(entries(rows, _no_body)))

    def _head(self, path: str, label: str, slug: str) -> Feed:
        shared = self._shared
        return Feed(
            title=f"{label}{self._words.separator}{shared.title}" if label else shared.title,
            description="" if label else shared.description,
            author=shared.publisher[0] or shared.title,
            language=shared.language,
            base=shared.base,
            url=href(path),
            page_url=href(term_path("category", slug)) if slug else "",
        )

    def _body(self, root: str, source: Sequence[Any], url: str, title: str, engine: str) -> str:
        """Return the body of a post in a feed, whose links work from anywhere if the site's URL is known."""
        quoted = bodies.Quoted(url, title, engine, *source)
        return bodies.quoted_html(quoted, root, self._folders, self._shared.rules, self._labels)


def _no_body(_: Sequence[Any], __: str, ___: str, ____: str) -> str:
    return ""
