"""Find links and pictures whose target is missing, is not published, or is found only by some hosts."""

from __future__ import annotations

import posixpath
import sqlite3
from collections.abc import Iterator

from generator.addresses.links import href
from generator.checks.codes import finding
from generator.checks.context import Context
from generator.content.problems import quoted
from generator.core.model import Problem

#: Elements, and keys of the front matter, that are links; all others show a picture, sound or film.
_FOLLOWED = "('a', 'translations', 'source_url')"
_LONGEST = 120

_SOURCES = f"""
    SELECT r.path, r.line, r.column, r.element, r.written, r.target,
        (SELECT why FROM unpublished WHERE unpublished.path = r.target), s.path IS NOT NULL, own.live
    FROM refs AS r LEFT JOIN posts AS p ON p.path = r.target LEFT JOIN posts AS own ON own.path = r.path
    LEFT JOIN sources AS s ON s.path = r.target
    WHERE r.kind = 'source' AND r.element IN {_FOLLOWED} AND p.live IS NOT 1
        AND (s.role IS NULL OR s.role IN ('post', 'page'))
"""
_ADDRESSES = """
    SELECT r.path, r.line, r.column, r.element, r.written, r.target, t.how, t.path, unpublished.why, own.live
    FROM targets AS t CROSS JOIN refs AS r ON r.kind = 'address' AND r.target = t.target
    LEFT JOIN unpublished ON unpublished.path = t.path LEFT JOIN posts AS own ON own.path = r.path
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


def check(context: Context) -> Iterator[Problem]:
    """Yield links and pictures that do not work; reads the table `targets`."""
    connection = context.connection
    similar = _SimilarNames(connection)
    for path, line, column, _, written, target, why, known, live in connection.execute(_SOURCES):
        yield from _source(similar, path, (line, column), written, target, why, known=known, live=live)
    for row in connection.execute(_ADDRESSES):
        yield from _address(similar, *row)
    for path, line, column, element, written, kind in connection.execute(_ODD):
        yield _unusable(path, (line, column), element, written, kind)


def _source(
    similar: _SimilarNames, path: str, position: tuple[int, int], written: str, target: str, why: str | None,
    *, known: bool, live: int | None,
) -> Iterator[Problem]:  # fmt: skip
    """Yield the problem of a link to a source without a page."""
    shown = quoted(written, _LONGEST)
    if why or known:
        if live:
            reason = why or "it was set aside"
            message = f"the link {shown} leads to {target}, which is not published: {reason}"
            yield finding("link.unpublished", path, position, message, "publish it, or remove the link")
        return
    message = f"the link {shown} leads nowhere: there is no {target}"
    yield finding("link.missing", path, position, message, similar.hint(path, target, followed=True))


def _address(
    similar: _SimilarNames, path: str, line: int, column: int, element: str, written: str, target: str,
    how: str, found: str, why: str | None, live: int | None,
) -> Iterator[Problem]:  # fmt: skip
    """Yield the problem of a link or a picture by its address."""
    followed = element in ("a", "translations", "source_url")
    what, position = ("link" if followed else "picture"), (line, column)
    shown = f"the {what} {quoted(written, _LONGEST)}"
    if how == "case":
        message = f"{shown} has other capital letters than /{found}; most hosts do not find it"
        yield finding("link.case", path, position, message, f"write /{href(found)}")
    elif how == "suffix":
        message = f"{shown} works only on hosts that add .html by themselves"
        yield finding("link.suffix", path, position, message, f"write /{href(found)}")
    elif how == "unpublished":
        if live:
            message = f"{shown} leads to {found}, which is not published: {why}"
            yield finding("link.unpublished", path, position, message, "publish it, or remove the link")
    else:
        code = "link.missing" if followed else "picture.missing"
        message = f"{shown} leads nowhere: there is no /{target}"
        meant = f"did you mean https://{written}?" if written.lower().startswith("www.") else ""
        hint = meant or similar.hint(path, target, followed=followed)
        yield finding(code, path, position, message, hint)


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
