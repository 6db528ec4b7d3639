"""Links and pictures that lead nowhere, or only on some hosts."""

from __future__ import annotations

import posixpath
import sqlite3
from collections.abc import Iterator

from generator.addresses.links import href
from generator.checks.codes import finding
from generator.content.problems import quoted
from generator.core.model import Problem

#: Elements, and keys of the front matter, that are followed by readers; all others show something.
_FOLLOWED = "('a', 'translations', 'source_url')"
_LONGEST = 120

_SOURCES = f"""
    SELECT r.path, r.line, r.column, r.element, r.written, r.target,
        (SELECT why FROM idle WHERE idle.path = r.target), s.path IS NOT NULL, own.live
    FROM refs AS r LEFT JOIN posts AS p ON p.path = r.target LEFT JOIN posts AS own ON own.path = r.path
    LEFT JOIN sources AS s ON s.path = r.target
    WHERE r.kind = 'source' AND r.element IN {_FOLLOWED} AND p.live IS NOT 1
        AND (s.role IS NULL OR s.role IN ('post', 'page'))
"""
_ADDRESSES = """
    SELECT r.path, r.line, r.column, r.element, r.written, r.target, t.how, t.path, idle.why, own.live
    FROM targets AS t CROSS JOIN refs AS r ON r.kind = 'address' AND r.target = t.target
    LEFT JOIN idle ON idle.path = t.path LEFT JOIN posts AS own ON own.path = r.path
    WHERE t.how NOT IN ('exact', 'folder')
"""
_ODD = """SELECT path, line, column, element, written, kind FROM refs
          WHERE kind IN ('outside', 'empty', 'template')"""
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


def stray_links(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield findings about links and pictures; `targets` are looked up already."""
    near = _Near(connection)
    for path, line, column, _, written, target, why, known, live in connection.execute(_SOURCES):
        yield from _source(near, path, (line, column), written, target, why, known=known, live=live)
    for row in connection.execute(_ADDRESSES):
        yield from _address(near, *row)
    for path, line, column, element, written, kind in connection.execute(_ODD):
        yield _odd(path, (line, column), element, written, kind)


def _source(
    near: _Near, path: str, position: tuple[int, int], written: str, target: str, why: str | None,
    *, known: bool, live: int | None,
) -> Iterator[Problem]:  # fmt: skip
    """Yield what is wrong with a link to the source of a post that has no page."""
    shown = quoted(written, _LONGEST)
    if why or known:
        if live:
            reason = why or "it was set aside"
            message = f"the link {shown} leads to {target}, which is not published: {reason}"
            yield finding("link.unpublished", path, position, message, "publish it, or take the link out")
        return
    message = f"the link {shown} leads nowhere: there is no {target}"
    yield finding("link.missing", path, position, message, near.hint(path, target, followed=True))


def _address(
    near: _Near, path: str, line: int, column: int, element: str, written: str, target: str,
    how: str, found: str, why: str | None, live: int | None,
) -> Iterator[Problem]:  # fmt: skip
    """Yield what is wrong with a link to an address, or with a picture."""
    followed = element in ("a", "translations", "source_url")
    what, position = ("link" if followed else "picture"), (line, column)
    shown = f"the {what} {quoted(written, _LONGEST)}"
    if how == "case":
        message = f"{shown} is really written /{found}; most hosts tell capitals from small letters"
        yield finding("link.case", path, position, message, f"write /{href(found)}")
    elif how == "suffix":
        message = f"{shown} works only on hosts that add .html by themselves"
        yield finding("link.suffix", path, position, message, f"write /{href(found)}")
    elif how == "idle":
        if live:
            message = f"{shown} leads to {found}, which is not published: {why}"
            yield finding("link.unpublished", path, position, message, "publish it, or take the link out")
    else:
        code = "link.missing" if followed else "picture.missing"
        message = f"{shown} leads nowhere: there is no /{target}"
        meant = f"did you mean https://{written}?" if written.lower().startswith("www.") else ""
        hint = meant or near.hint(path, target, followed=followed)
        yield finding(code, path, position, message, hint)


def _odd(path: str, position: tuple[int, int], element: str, written: str, kind: str) -> Problem:
    """Return what is wrong with an address that is none."""
    shown = quoted(written, _LONGEST)
    if kind == "template":
        message = f"{shown} has a template tag, which nothing fills in here"
        return finding("link.template", path, position, message, "write the address itself")
    if kind == "empty":
        hint = "write the address, or take the link out"
        return finding("link.empty", path, position, "the link has no address", hint)
    what = "link" if element == "a" else "picture"
    message = f"the {what} {shown} goes: it leads out of content/, or to nothing that browsers know"
    return finding(
        "link.outside", path, position, message, "write a path of this site, or an address on the web"
    )


class _Near:
    """Finds what has the name of something that is missing, in all of the archive at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.create_function("stem", 1, _stem, deterministic=True)
        connection.executescript(_NAMES)

    def hint(self, source: str, target: str, *, followed: bool) -> str:
        """Return the cure for a link of a source to a target that is missing."""
        rows = self._connection.execute(
            "SELECT DISTINCT path FROM alike WHERE name = ? AND path != ? ORDER BY path LIMIT 2",
            (_stem(target), source),
        ).fetchall()
        if len(rows) == 1:
            return f"did you mean {_relative(rows[0][0], source)}?"
        return (
            "mend the address, or take the link out"
            if followed
            else "put the file there, or mend its address"
        )


def _relative(path: str, source: str) -> str:
    """Return how a source refers to another file under content/."""
    return posixpath.relpath(path, posixpath.dirname(source)).replace(" ", "%20")


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path.rstrip("/").removesuffix("/index.html")))[0]
