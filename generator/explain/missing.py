"""Explain why nothing is at an address: find unpublished posts that claim it, and similar names."""

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
#: Similar names that are suggested.
_SUGGESTED = 5
#: Names in a folder that are compared with the one asked for.
_COMPARED = 20_000


def reasons(state: State, path: str) -> Iterator[str]:
    """Yield why nothing is at an output path: a clause for each unpublished post that claims it."""
    for source, why in state.connection.execute(_WANTED, {"address": path}):
        yield why.replace("{path}", source)


def near_misses(state: State, name: str, path: str) -> list[str]:
    """Return sources and outputs with similar names, the likeliest first.

    `name` is the path or URL that was asked for, `path` the output path that it leads to.
    """
    found = [*_same_name(state, path), *_similar_outputs(state, path), *_similar_sources(state, name)]
    return list(dict.fromkeys(found))[:_SUGGESTED]


def _same_name(state: State, path: str) -> Iterator[str]:
    """Yield outputs with the same name in any folder, in any capitals, and for `a/` the page `a.html`."""
    folder, name = split(path)
    page = f"{folder.removesuffix('/')}.html"
    rows = state.connection.execute(
        """SELECT folder || name FROM ledger.outputs
           WHERE (folder, name) = (?, ?) OR folder || name = ? COLLATE NOCASE
              OR name = ? COLLATE NOCASE AND name != 'index.html' LIMIT ?""",
        (*split(page), path, name, _SUGGESTED),
    )
    return (row[0] for row in rows)


def _similar_outputs(state: State, path: str) -> list[str]:
    """Return outputs in the same folder with similar names."""
    folder, name = split(path)
    rows = state.connection.execute(
        "SELECT name FROM ledger.outputs WHERE folder = ? LIMIT ?", (folder, _COMPARED)
    ).fetchall()
    return [folder + one for one in similar(name, (row[0] for row in rows), 3)]


def _similar_sources(state: State, name: str) -> Iterator[str]:
    """Yield sources whose paths contain the name that was asked for, without its suffix."""
    stem = PurePosixPath(name).stem
    rows = state.connection.execute(
        "SELECT path FROM sources WHERE instr(path, ?) ORDER BY path LIMIT ?", (stem, _SUGGESTED)
    )
    return (row[0] for row in rows if stem)
