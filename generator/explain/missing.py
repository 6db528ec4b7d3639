"""What is told of an address at which there is nothing: what once was to stand there, and what is near."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.core.wording import similar
from generator.explain.state import State
from generator.ledger.outputs import split

_WANTED = """
    SELECT path, 'it is the address of {path}, which is not published'
    FROM posts WHERE live = 0 AND fold(address) = fold(:address)
    UNION ALL SELECT posts.path, 'it is a former address (alias) of {path}, which is not published'
    FROM posts, json_each(posts.aliases) AS j WHERE live = 0 AND fold(j.value) = fold(:address)
"""
_NEAR = 5
#: Names that are compared one by one.
_COMPARED = 20_000


def reasons(state: State, path: str) -> Iterator[str]:
    """Yield why there is nothing at an output path, where a post wanted it."""
    for source, why in state.connection.execute(_WANTED, {"address": path}):
        yield why.replace("{path}", source)


def near_misses(state: State, what: str, path: str) -> list[str]:
    """Return sources and outputs whose names are like what was asked for, the likeliest first."""
    found = [*_same_name(state, path), *_alike(state, path), *_like_source(state, what)]
    return list(dict.fromkeys(found))[:_NEAR]


def _same_name(state: State, path: str) -> Iterator[str]:
    """Yield outputs of the same name elsewhere, whatever their capitals, and a page for its folder."""
    folder, name = split(path)
    page = f"{folder.removesuffix('/')}.html"
    rows = state.connection.execute(
        """SELECT folder || name FROM ledger.outputs
           WHERE (folder, name) = (?, ?) OR folder || name = ? COLLATE NOCASE
              OR name = ? COLLATE NOCASE AND name != 'index.html' LIMIT ?""",
        (*split(page), path, name, _NEAR),
    )
    return (row[0] for row in rows)


def _alike(state: State, path: str) -> list[str]:
    """Return outputs in the same folder whose names are much like it."""
    folder, name = split(path)
    rows = state.connection.execute(
        "SELECT name FROM ledger.outputs WHERE folder = ? LIMIT ?", (folder, _COMPARED)
    ).fetchall()
    return [folder + one for one in similar(name, (row[0] for row in rows), 3)]


def _like_source(state: State, what: str) -> Iterator[str]:
    """Yield sources with the name that was asked for in theirs, but for its suffix."""
    stem = PurePosixPath(what).stem
    rows = state.connection.execute(
        "SELECT path FROM sources WHERE instr(path, ?) ORDER BY path LIMIT ?", (stem, _NEAR)
    )
    return (row[0] for row in rows if stem)
