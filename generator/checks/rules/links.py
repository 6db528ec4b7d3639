"""Find links and pictures whose target is missing, is not published, or is found only by some hosts."""

from __future__ import annotations

import posixpath
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from generator.addresses.links import href
from generator.checks.codes import finding
from generator.checks.context import Context
from generator.checks.published import is_in_own_folder
from generator.core.model import Problem
from generator.core.wording import quoted

#: Elements, and keys of the front matter, that are links; all others show a picture, sound or film. As text,
#: the tuple is SQL.
_FOLLOWED = ("a", "translations", "source_url")
_LONGEST = 120
_SOURCES = f"""
    SELECT r.path, r.line, r.column, r.element, r.written, r.target,
        (SELECT why FROM unpublished WHERE unpublished.path = r.target), s.path IS NOT NULL, own.live
    FROM refs AS r LEFT JOIN posts AS p ON p.path = r.target LEFT JOIN posts AS own ON own.path = r.path
    LEFT JOIN sources AS s ON s.path = r.target
    WHERE r.kind = 'source' AND r.element IN {_FOLLOWED} AND p.live IS NOT 1
        AND (s.role IS NULL OR s.role IN ('post', 'page'))
        AND NOT (s.path IS NULL AND r.elsewhere != '')
"""
_ADDRESSES = """
    SELECT r.path, r.line, r.column, r.element, r.written, r.target, t.how, t.path, unpublished.why, own.live
    FROM targets AS t CROSS JOIN refs AS r ON r.kind = 'address' AND r.target = t.target
    LEFT JOIN unpublished ON unpublished.path = t.path LEFT JOIN posts AS own ON own.path = r.path
    WHERE t.how NOT IN ('exact', 'folder') AND NOT (t.how = 'missing' AND r.elsewhere != '')
"""
_UNUSABLE = """SELECT path, line, column, element, written, kind FROM refs
    WHERE kind IN ('empty', 'template', 'outside')"""
_NAMES = """
    CREATE TEMP TABLE missing AS
    SELECT DISTINCT stem(target) AS name FROM refs WHERE kind = 'source'
        AND target NOT IN (SELECT path FROM posts WHERE live = 1)
    UNION SELECT stem(target) FROM targets WHERE how = 'missing';
    CREATE TEMP TABLE alike AS
    SELECT name, path FROM missing JOIN (
        SELECT slug AS own, path FROM posts WHERE live = 1
        UNION SELECT stem(path), path FROM posts WHERE live = 1 UNION SELECT stem(path), path FROM files
    ) ON own = name;
"""


class _ToSource(NamedTuple):
    """A link to a source file that has no page.

    `why` is the reason if its post is not published, else None; `known` is 1 if the file exists; `live` is 1
    if the linking post is published.
    """

    path: str
    line: int
    column: int
    element: str
    written: str
    target: str
    why: str | None
    known: int
    live: int | None


class _ToAddress(NamedTuple):
    """An address that does not work everywhere; for `how` and `found` see the table `targets`."""

    path: str
    line: int
    column: int
    element: str
    written: str
    target: str
    how: str
    found: str
    why: str | None
    live: int | None


def check(context: Context) -> Iterator[Problem]:
    """Yield links and pictures that do not work; reads the table `targets`."""
    connection = context.connection
    similar = _SimilarNames(connection)
    for row in connection.execute(_SOURCES):
        yield from _to_source(_ToSource(*row), similar)
    for row in connection.execute(_ADDRESSES):
        link = _ToAddress(*row)
        if link.how != "missing" or not is_in_own_folder(connection, link.path, link.written):
            yield from _to_address(link, similar)
    for path, line, column, element, written, kind in connection.execute(_UNUSABLE):
        yield _unusable(path, (line, column), element, written, kind)


def _to_source(link: _ToSource, similar: _SimilarNames) -> Iterator[Problem]:
    shown, position = f"the link {quoted(link.written, _LONGEST)}", (link.line, link.column)
    if not link.why and not link.known:
        message = f"{shown} leads nowhere: there is no {link.target}"
        hint = similar.hint(link.path, link.target, followed=True)
        yield finding("link.missing", link.path, position, message, hint)
    elif link.live:
        yield _unpublished(link.path, position, shown, link.target, link.why or "it was set aside")


def _to_address(link: _ToAddress, similar: _SimilarNames) -> Iterator[Problem]:
    followed = link.element in _FOLLOWED
    shown = f"the {'link' if followed else 'picture'} {quoted(link.written, _LONGEST)}"
    path, position = link.path, (link.line, link.column)
    if link.how == "case":
        message = f"{shown} differs from /{link.found} in capital letters, so it works only on some hosts"
        yield finding("link.case", path, position, message, f"write /{href(link.found)}")
    elif link.how == "suffix":
        message = f"{shown} works only on hosts that add .html by themselves"
        yield finding("link.suffix", path, position, message, f"write /{href(link.found)}")
    elif link.how == "unpublished":
        if link.live:
            yield _unpublished(path, position, shown, link.found, link.why or "")
    else:
        code = "link.missing" if followed else "picture.missing"
        is_site = link.written.lower().startswith("www.")
        meant = f"did you mean https://{link.written}?" if is_site else ""
        hint = meant or similar.hint(path, link.target, followed=followed)
        yield finding(code, path, position, f"{shown} leads nowhere: there is no /{link.target}", hint)


def _unpublished(path: str, position: tuple[int, int], shown: str, target: str, why: str) -> Problem:
    message = f"{shown} leads to {target}, which is not published: {why}"
    return finding("link.unpublished", path, position, message, "publish it, or remove the link")


def _unusable(path: str, position: tuple[int, int], element: str, written: str, kind: str) -> Problem:
    """Return the problem of an address that no page may have."""
    shown = quoted(written, _LONGEST)
    if kind == "template":
        message = f"{shown} has a template tag, which is not filled in here"
        return finding("link.template", path, position, message, "write the address itself")
    if kind == "empty":
        hint = "write the address, or remove the link"
        return finding("link.empty", path, position, "the link has no address", hint)
    what = "link" if element == "a" else "picture"
    message = f"the {what} {shown} is left out: it leads out of content/, or has an unknown scheme"
    return finding("link.outside", path, position, message, "write a path of this site, or a web address")


class _SimilarNames:
    """Finds posts and files with the name of a missing target. One query finds them for the whole archive."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.create_function("stem", 1, _stem, deterministic=True)
        connection.executescript(_NAMES)

    def hint(self, source: str, target: str, *, followed: bool) -> str:
        """Return the cure for a link from a source to a missing target."""
        rows = self._connection.execute(
            "SELECT DISTINCT path FROM alike WHERE name = ? AND path != ? ORDER BY path LIMIT 2",
            (_stem(target), source),
        ).fetchall()
        if len(rows) == 1:
            return f"did you mean {_relative(rows[0][0], source)}?"
        return (
            "correct the address, or remove the link"
            if followed
            else "put the file there, or correct its address"
        )


def _relative(path: str, source: str) -> str:
    """Return how a source refers to another file under content/."""
    return posixpath.relpath(path, posixpath.dirname(source)).replace(" ", "%20")


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path.rstrip("/").removesuffix("/index.html")))[0]
