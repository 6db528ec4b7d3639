"""What became of a file under content/, in sentences."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from generator.core.digests import content_digest
from generator.core.model import Problem
from generator.core.wording import counted
from generator.explain.post import Post, find_post
from generator.explain.state import State
from generator.index import claims, posts
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
    """Yield sentences about a file under content/ by its path from the site."""
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
    if path == "content/slugs.yaml":
        return "It keeps the slugs of categories and tags, once given. Pages take their addresses from it."
    return "Nothing is made of it: posts, pages and files are in content/posts/, pages/ and static/."


def _problems(connection: sqlite3.Connection, path: str) -> list[Problem]:
    found = [*posts.problems(connection), *claims.conflicts(connection)]
    return [problem for problem in found if problem.path == path]


def _problem_items(problems: list[Problem]) -> Iterator[str]:
    """Yield what is wrong with a file, errors first, each with its place and its cure."""
    if problems:
        yield ""
        yield "What was found wrong with it:"
    for one in sorted(problems, key=lambda problem: problem.severity):
        place = f"line {one.line}, column {one.column}: " if one.line else ""
        yield f"- {one.severity}: {place}{one.message}" + (f" ({one.hint})" if one.hint else "")


def change(state: State, path: str) -> str:
    """Return whether a source is as it was at the last build."""
    row = state.connection.execute(
        "SELECT size, mtime_ns, digest FROM sources WHERE path = ?", (path,)
    ).fetchone()
    file = state.paths.root / path
    if row is None:
        return "The last build did not know this file; the next one will read it."
    if not file.is_file():
        return "The file is gone since the last build; the next one takes out what it made of it."
    found = file.stat()
    if (found.st_size, found.st_mtime_ns) == row[:2]:
        return UNCHANGED
    if content_digest(file.read_bytes()) == row[2]:
        return "The file was saved since the last build, but its bytes are the same."
    return "The file has changed since the last build; the next one reads it again."


def _without_post(state: State, path: str, problems: list[Problem]) -> Iterator[str]:
    row = state.connection.execute("SELECT address, taken FROM files WHERE path = ?", (path,)).fetchone()
    if row and not row[1]:
        yield f"It goes along as it is, to {row[0]}."
    elif row:
        yield f"It was to go along to {row[0]}, but was left out."
    elif any(problem.severity == "error" for problem in problems):
        yield "It is quarantined: it could not be read as a post, and there is no good version of it to show."
    else:
        yield "Nothing is known of it yet."


def _post(state: State, post: Post) -> Iterator[str]:
    dated = f", dated {state.moment(post.stamp)}" if post.date else ""
    yield f"{quoted_title(post.title)}, {'a post' if post.role == 'post' else 'a static page'}{dated}."
    yield _standing(state, post)
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
    """Yield the outputs that show a live post, each with what it is."""
    touched = Touched(state.connection)
    shown = Shown(*(getattr(post, name) for name in Shown._fields))
    for kind in state.shared.kinds:
        yield from kind.places_of(state.connection, touched, shown)


def _standing(state: State, post: Post) -> str:
    """Return whether a post is published, and if not, why."""
    where = f"{state.base or '/'}{post.url}"
    if post.live and post.stand_in:
        return f"It is quarantined, but its last good version is shown at {where}"
    if post.live:
        preview = " It is a draft, which the last build was asked to show." if post.draft else ""
        early = " It is dated in the future, which the last build was asked to ignore."
        return f"It is published at {where}{preview}{early if _is_early(state, post) else ''}"
    if post.taken:
        return f"It is not published: another has its address, /{post.address}."
    if post.draft:
        return "It is not published: it is a draft. `backfile build --drafts` shows it."
    if post.expires is not None and post.expires <= state.now:
        return f"It is no longer published: it expired at {state.moment(post.expires)}."
    if _is_early(state, post):
        return f"It is not published yet: it comes due at {state.moment(post.stamp)}."
    return "It was not published when the last build began, but has come due since; the next build shows it."


def _is_early(state: State, post: Post) -> bool:
    return bool(post.role == "post" and post.stamp > state.now)


def _terms(state: State, post: Post) -> Iterator[str]:
    rows = state.connection.execute(
        """SELECT taxonomy, name, label, slug FROM json_each(?) AS j JOIN terms ON terms.id = j.value
           WHERE taxonomy != 'day' AND name != '' ORDER BY j.key""",
        (post.terms,),
    ).fetchall()
    for taxonomy, plural in (("category", "Categories"), ("tag", "Tags")):
        named = [
            f"{label}{f' ({name})' if name != label else ''}: {term_path(taxonomy, slug)}"
            for kind, name, label, slug in rows
            if kind == taxonomy
        ]
        said = post.said(taxonomy)
        yield f"{plural}:" if named else f"{plural}: {', '.join(said) or 'none'}"
        yield from items(named)


def _aliases(state: State, post: Post) -> Iterator[str]:
    rows = state.connection.execute(
        "SELECT address, lost FROM aliases WHERE post_id = ? ORDER BY address", (post.id,)
    ).fetchall()
    names = [address + (", where something else stands" if lost else "") for address, lost in rows]
    if names:
        yield "Former addresses (aliases):"
        yield from items(names)
    elif json.loads(post.aliases):
        yield f"Former addresses (aliases), idle now: {', '.join(json.loads(post.aliases))}"


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
        yield f"Linked from {counted(len(linking), 'other')}:"
        yield from items(f"{quoted_title(title)}, {path}" for title, path in linking[:5])
