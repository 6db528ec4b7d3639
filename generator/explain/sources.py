"""Explain a file under content/: whether it is published, where it is shown, and what is wrong with it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from generator.content.packs.container import DamagedPackError
from generator.content.packs.names import month_of, pack_path
from generator.content.packs.reader import PackedAt
from generator.core.digests import content_digest
from generator.core.model import SEVERITIES, Problem
from generator.core.wording import counted
from generator.explain.post import Post, find_post
from generator.explain.state import State
from generator.index import claims, posts, site_links
from generator.index.packs import place_of, source_bytes
from generator.index.schema import AddressStatus
from generator.kinds.kind import Shown
from generator.kinds.parts.sentences import items, quoted_title
from generator.kinds.parts.terms import term_path
from generator.plan.touched import Touched

_READ = ("content/posts/", "content/pages/", "content/static/")
UNCHANGED = "The file has not changed since the last build."

_LINKS = """SELECT q.title, q.path, q.live, q.url FROM links JOIN posts AS q ON q.path = links.target
            WHERE links.post_id = ? ORDER BY q.path"""
_LINKING = """SELECT p.title, p.path FROM links JOIN posts AS p ON p.id = links.post_id
              WHERE links.target = ? ORDER BY p.path"""


def explain_source(state: State, path: str) -> Iterator[str]:
    """Yield sentences about a file under content/; `path` is relative to the archive."""
    yield path
    yield ""
    if not path.startswith(_READ):
        yield _not_read(path)
        return
    connection = state.connection
    post = find_post(connection, path)
    problems = _problems(connection, path)
    yield from _post(state, post) if post else _without_post(state, path, problems)
    yield from _problem_items(problems)
    yield ""
    yield change(state, path)


def _not_read(path: str) -> str:
    if month_of(path):
        return (
            "It has the posts of a month, each of which can be explained by its own path."
            if (path == pack_path(month_of(path)))
            else "It lists posts of a pack that are no longer published."
        )
    if path == "content/slugs.yaml":
        return "It keeps the slugs of categories and tags, which are part of the addresses of their pages."
    return "No output is made from it: only content/posts/, content/pages/ and content/static/ are read."


def _problems(connection: sqlite3.Connection, path: str) -> list[Problem]:
    conflicts = [problem for problem in claims.conflicts(connection) if problem.path == path]
    return [*posts.problems(connection, path), *conflicts, *site_links.problems(connection, path)]


def _problem_items(problems: list[Problem]) -> Iterator[str]:
    """Yield the problems of a file, errors first, each with its place and its cure."""
    if problems:
        yield ""
        yield "Problems:"
    for one in sorted(problems, key=lambda problem: SEVERITIES.index(problem.severity)):
        place = f"line {one.line}, column {one.column}: " if one.line else ""
        yield f"- {one.severity}: {place}{one.message}" + (f" ({one.hint})" if one.hint else "")


def change(state: State, path: str) -> str:
    """Return a sentence that says whether a source has changed since the last build."""
    row = state.connection.execute(
        "SELECT size, mtime_ns, digest FROM sources WHERE path = ?", (path,)
    ).fetchone()
    file = state.paths.root / path
    if row is None:
        return "The last build did not read this file; the next build will."
    place = place_of(state.connection, path)
    if place and not file.is_file():
        return _change_in_pack(state, path, place, row[2])
    if not file.is_file():
        return "The file is gone since the last build; the next build removes its outputs."
    found = file.stat()
    if (found.st_size, found.st_mtime_ns) == row[:2]:
        return UNCHANGED
    if content_digest(file.read_bytes()) == row[2]:
        return "The file was saved since the last build, but its bytes are the same."
    return "The file has changed since the last build; the next build reads it again."


def _change_in_pack(state: State, path: str, place: PackedAt, digest: bytes) -> str:
    try:
        data = source_bytes(state.connection, state.paths.root, path)
    except (DamagedPackError, OSError):
        return f"{pack_path(place.month)} has changed since the last build; the next build reads it again."
    if content_digest(data) == digest:
        return "It has not changed in its pack since the last build."
    return "It has changed in its pack since the last build; the next build reads it again."


def _without_post(state: State, path: str, problems: list[Problem]) -> Iterator[str]:
    row = state.connection.execute("SELECT address, taken FROM files WHERE path = ?", (path,)).fetchone()
    if row and not row[1]:
        yield f"It is copied to {row[0]}."
    elif row:
        yield f"It is not copied to {row[0]}: that address is taken."
    elif any(problem.severity == "error" for problem in problems):
        yield "It is in quarantine: it could not be read as a post, and it has no last good version."
    else:
        yield "The index has no record of it yet."


def _post(state: State, post: Post) -> Iterator[str]:
    dated = f", dated {state.moment(post.stamp)}" if post.date else ""
    yield f"{quoted_title(post.title)}, {'a post' if post.role == 'post' else 'a static page'}{dated}."
    if place := place_of(state.connection, post.path):
        yield f"It is in the pack {pack_path(place.month)}."
    yield _publication(state, post)
    if post.role == "post":
        yield ""
        yield from _terms(state, post)
    yield from _aliases(state, post)
    yield from _links(state, post)
    if post.live:
        yield ""
        yield "It is shown on:"
        yield from items(places(state, post))


def places(state: State, post: Post) -> Iterator[str]:
    """Yield the outputs that show a live post, each as `path, description`."""
    touched = Touched(state.connection)
    shown = Shown(*(getattr(post, name) for name in Shown._fields))
    for kind in state.shared.kinds:
        yield from kind.places_of(state.connection, touched, shown)


def _publication(state: State, post: Post) -> str:
    """Return a sentence that says whether a post is published, and if not, why."""
    where = f"{state.base or '/'}{post.url}"
    if post.live and post.stand_in:
        return f"It is in quarantine, but its last good version is shown at {where}"
    if post.live:
        preview = " It is a draft, and the last build was run with --drafts." if post.draft else ""
        early = " It is dated in the future, and the last build was run with --future."
        return f"It is published at {where}{preview}{early if _is_early(state, post) else ''}"
    if post.taken:
        owner = "Backfile itself" if post.taken == AddressStatus.RESERVED else "a different source"
        return f"It is not published: {owner} has its address, /{post.address}."
    if post.draft:
        return "It is not published: it is a draft. `backfile build --drafts` shows it."
    if post.expires is not None and post.expires <= state.now:
        return f"It is no longer published: it expired at {state.moment(post.expires)}."
    if _is_early(state, post):
        return f"It is not published yet: it is dated in the future, {state.moment(post.stamp)}."
    return "It is not published yet, but its date has passed since the last build; the next build shows it."


def _is_early(state: State, post: Post) -> bool:
    return bool(post.role == "post" and post.stamp > state.now)


def _terms(state: State, post: Post) -> Iterator[str]:
    rows = state.connection.execute(
        """SELECT taxonomy, name, label, slug FROM json_each(?) AS j JOIN terms ON terms.id = j.value
           WHERE taxonomy != 'day' AND name != '' ORDER BY j.key""",
        (post.terms,),
    ).fetchall()
    permalink = state.shared.settings.permalink
    for taxonomy, plural in (("category", "Categories"), ("tag", "Tags")):
        named = [
            f"{label}{f' ({name})' if name != label else ''}: {term_path(permalink, taxonomy, slug)}"
            for kind, name, label, slug in rows
            if kind == taxonomy
        ]
        names = post.names(taxonomy)
        yield f"{plural}:" if named else f"{plural}: {', '.join(names) or 'none'}"
        yield from items(named)


def _aliases(state: State, post: Post) -> Iterator[str]:
    rows = state.connection.execute(
        "SELECT address, lost FROM aliases WHERE post_id = ? ORDER BY address", (post.id,)
    ).fetchall()
    names = [address + (", which belongs to a different source" if lost else "") for address, lost in rows]
    if names:
        yield "Former addresses (aliases):"
        yield from items(names)
    elif json.loads(post.aliases):
        yield f"Former addresses (aliases), not in use now: {', '.join(json.loads(post.aliases))}"


def _links(state: State, post: Post) -> Iterator[str]:
    linked = state.connection.execute(_LINKS, (post.id,)).fetchall()
    if linked:
        yield "It links to:"
        yield from items(
            f"{quoted_title(title)}, {path}{'' if live else ', which is not published'}"
            for title, path, live, _ in linked
        )
    linking = state.connection.execute(_LINKING, (post.path,)).fetchall()
    if linking:
        yield f"Linked from {counted(len(linking), 'other page')}:"
        yield from items(f"{quoted_title(title)}, {path}" for title, path in linking[:5])
