"""Keep the relative links and pictures of bodies, and tell which of them lead nowhere."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.content.outcome import Outcome
from generator.core.model import Problem
from generator.core.wording import how_many, quoted

_LONGEST = 120


def nothing_at(stem: str) -> str:
    """Return the SQL condition that nothing of the archive is at an address, `stem` in SQL.

    The address has the form of `generator.addresses.stem.stem`. Of the pages of the program, only those of
    categories and tags count.
    """
    keys = f"(substr({stem}, 2), substr({stem}, 2) || '.html', substr({stem}, 2) || '/index.html')"
    return f"""NOT EXISTS (SELECT 1 FROM claims WHERE claims.key IN {keys})
        AND NOT EXISTS (SELECT 1 FROM aliases WHERE aliases.key IN {keys})
        AND NOT EXISTS (SELECT 1 FROM terms WHERE terms.stem = {stem})"""


def _is_missing(target: str) -> str:
    return f"""CASE WHEN {target} GLOB '/*' THEN {nothing_at(target)}
        ELSE NOT EXISTS (SELECT 1 FROM posts WHERE posts.path = {target}) END"""


_LOST = f"""({_is_missing("target")}) AND (other = '' OR {_is_missing("other")})"""
#: SQL: the addresses of categories and tags that are new or gone.
CHANGED_TERMS = """
    SELECT stem FROM terms JOIN moved_terms USING (id) WHERE posts = delta AND stem != ''
    UNION SELECT stem FROM gone_terms WHERE stem != ''"""
#: Targets that may have come or gone. Each is looked up in both columns.
_CHANGED = f"""{CHANGED_TERMS} UNION SELECT stem(key) FROM contested UNION SELECT path FROM before
    UNION SELECT path FROM posts WHERE id IN (SELECT id FROM changed)"""
_UPDATE = f"UPDATE site_links SET lost = {_LOST} WHERE lost IS NULL"
_UPDATE_AGAIN = f"""UPDATE site_links SET lost = {_LOST} WHERE (path, number) IN (
    WITH gone_or_new AS MATERIALIZED ({_CHANGED})
    SELECT path, number FROM site_links WHERE target IN gone_or_new
    UNION SELECT path, number FROM site_links WHERE other != '' AND other IN gone_or_new)"""
_KNOWN = "SELECT EXISTS (SELECT 1 FROM site_links WHERE lost IS NOT NULL)"
_PROBLEMS = """
    SELECT l.path, l.element = 'a', l.line, l.column, l.written
    FROM site_links AS l JOIN posts ON posts.path = l.path AND posts.live = 1
    WHERE l.lost = 1 AND (:path IS NULL OR l.path = :path) ORDER BY l.path, 2, l.number
"""


def save(connection: sqlite3.Connection, outcomes: Sequence[Outcome]) -> None:
    """Replace the links of files by those that were found when the files were read last."""
    delete(connection, [outcome.path for outcome in outcomes])
    connection.executemany(
        "INSERT INTO site_links VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        ((one.path, number, *link) for one in outcomes for number, link in enumerate(one.links)),
    )


def delete(connection: sqlite3.Connection, paths: Sequence[str]) -> None:
    """Delete the links of files."""
    connection.execute(
        "DELETE FROM site_links WHERE path IN (SELECT value FROM json_each(?))", (json.dumps(list(paths)),)
    )


def update(connection: sqlite3.Connection) -> None:
    """Find out which links lead nowhere, after claims and aliases are up to date with the change set."""
    if connection.execute(_KNOWN).fetchone()[0]:
        connection.execute(_UPDATE_AGAIN)
    connection.execute(_UPDATE)


def problems(connection: sqlite3.Connection, path: str | None = None) -> Iterator[Problem]:
    """Yield the problems of published posts with links or pictures that lead nowhere, or of one of them."""
    rows = connection.execute(_PROBLEMS, {"path": path})
    for (source, is_link), found in groupby(rows, key=lambda row: row[:2]):
        places = [row[2:] for row in found]
        line, column, written = places[0]
        describe = _lost_link if is_link else _lost_picture
        yield describe(source, line, column, written, len(places))


def _lost_link(path: str, line: int, column: int, written: str, count: int) -> Problem:
    shown = f"the link {quoted(written, _LONGEST)} leads nowhere, so the page shows its text alone"
    message = shown + how_many(count, "link")
    hint = "correct the address; if the text is from a different site, name its address as source_url"
    return Problem(path, line, column, "link.missing", message, hint, "warning")


def _lost_picture(path: str, line: int, column: int, written: str, count: int) -> Problem:
    message = f"the picture {quoted(written, _LONGEST)} leads nowhere{how_many(count, 'picture')}"
    hint = "put the file there; if the text is from a different site, name its address as source_url"
    return Problem(path, line, column, "picture.missing", message, hint, "warning")
