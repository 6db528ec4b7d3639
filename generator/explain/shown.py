"""On which outputs a post is shown."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from generator.explain.post import Post
from generator.explain.state import State
from generator.explain.tasks import task_of
from generator.kinds import archives
from generator.kinds.calendar import SITEMAP_URLS, sitemap_path
from generator.kinds.cards import day_url
from generator.kinds.lists import term_path
from generator.plan.page_borders import starts

_TERMS = """SELECT terms.id, taxonomy, name, label, slug FROM json_each(?) AS j
            JOIN terms ON terms.id = j.value WHERE name != '' ORDER BY taxonomy = 'day', taxonomy, j.key"""
_NEWER = "SELECT count(*) FROM post_terms WHERE term_id = ? AND (stamp, path) > (?, ?)"
_BESIDE = """SELECT p.address FROM post_terms AS t JOIN posts AS p ON p.id = t.post_id
             WHERE t.term_id = ? AND (t.stamp, t.path) {than} (?, ?)
             ORDER BY t.stamp {order}, t.path {order} LIMIT 1"""
_EARLIER_IN_MONTH = """SELECT count(*) FROM terms AS d JOIN post_terms AS t ON t.term_id = d.id
    WHERE d.taxonomy = 'day' AND d.name LIKE ? AND (d.name, t.stamp, t.path) < (?, ?, ?)"""


def places(state: State, post: Post) -> Iterator[str]:
    """Yield the outputs that show a live post, each with what it is."""
    yield f"{post.address}, its own page"
    if post.role == "page":
        yield from _page_places(state)
        return
    yield from _beside(state.connection, post)
    if _has(state, "index.html", "home", post):
        yield "index.html, the home page"
    for term in state.connection.execute(_TERMS, (post.terms,)).fetchall():
        yield from _on_lists(state, post, term)
    if _has(state, "feed.xml", "feed", post):
        yield from (f"feed.{suffix}, the feed of the site" for suffix in state.edition.extent.feed.suffixes)
    if state.edition.extent.feed.archives and (archive := _archive(state.connection, post)):
        yield f"{archive}, an archive of that feed"
    for part in (post.date[:7], post.date[:4]):
        yield f"{day_url(part)}, which counts it"
    if state.base:
        yield f"{_sitemap(state.connection, post)}, a sitemap"


def _page_places(state: State) -> Iterator[str]:
    if state.edition.shared.options.get("navigation") is None:
        yield "all pages, in the navigation"
    if state.base:
        yield "sitemap/pages.xml, a sitemap"


def _beside(connection: sqlite3.Connection, post: Post) -> Iterator[str]:
    """Yield the pages of its neighbours, which lead to it."""
    for than, order, which in (("<", "DESC", "older"), (">", "", "newer")):
        query = _BESIDE.format(than=than, order=order)
        for (address,) in connection.execute(query, (post.section, post.stamp, post.path)):
            yield f"{address}, its {which} neighbour"


def _on_lists(state: State, post: Post, term: tuple[Any, ...]) -> Iterator[str]:
    number, taxonomy, name, label, slug = term
    begin = starts(state.connection, number)
    page = begin.page_of((post.stamp, post.path))
    which = f"page {page} of " if page else "the front page of " if begin.pages else "the page of "
    what = f"the day {name}" if taxonomy == "day" else f"the {taxonomy} {label}"
    yield f"{term_path(taxonomy, slug, page)}, {which}{what}"
    newer = state.connection.execute(_NEWER, (number, post.stamp, post.path)).fetchone()[0]
    feed = state.edition.extent.feed
    if taxonomy == "category" and newer < feed.size:
        yield from (f"category/{slug}.{suffix}, the feed of the category {label}" for suffix in feed.suffixes)


def _has(state: State, path: str, key: str, post: Post) -> bool:
    """Tell whether one of the single outputs shows a post, by the rows that it is made from."""
    task = task_of(state.connection, state.edition, "single", key, path)
    return task is not None and f'"{post.url}"' in json.dumps(task.payload, ensure_ascii=False)


def _sitemap(connection: sqlite3.Connection, post: Post) -> str:
    return sitemap_path(post.date[:7], _earlier(connection, post) // SITEMAP_URLS + 1)


def _archive(connection: sqlite3.Connection, post: Post) -> str:
    """Return the archive of the feed that shows a post, or ""."""
    month = archives.month_of(connection, post.date[:7])
    number = _earlier(connection, post) // archives.SIZE + 1
    if not month or number > month.full:
        return month.rest if month else ""
    return archives.document_path(month.name, number)


def _earlier(connection: sqlite3.Connection, post: Post) -> int:
    """Return how many posts of a post's month come before it."""
    place = (f"{post.date[:7]}-%", post.date[:10], post.stamp, post.path)
    return int(connection.execute(_EARLIER_IN_MONTH, place).fetchone()[0])
