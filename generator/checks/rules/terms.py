"""Find categories and tags that are probably the same term, written in two ways."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.checks.codes import finding
from generator.checks.context import Context
from generator.content.frontmatter.record import read_record
from generator.content.packs.container import DamagedPackError
from generator.core.model import WHOLE_FILE, Position, Problem
from generator.core.wording import counted, quoted
from generator.index.packs import source_bytes
from generator.index.transactions import atomic
from generator.taxonomy.definitions import CATEGORY, TAG, Taxonomy
from generator.taxonomy.similar_names import is_similar, plain_key, with_one_left_out

#: A name counts as misspelt if at most `_RARE` posts have it, and at least `_COMMON` posts the similar name.
_RARE, _COMMON = 2, 10
#: Shorter names are similar to too many others.
_SHORTEST, _SHORTEST_CHINESE = 5, 3

_FIELDS = {CATEGORY: ("categories", "category"), TAG: ("tags", "tag")}
_PLURALS = {CATEGORY: "categories", TAG: "tags"}

_TABLE = """
CREATE TEMP TABLE spellings (
    taxonomy TEXT, name TEXT, posts INTEGER, first TEXT, key TEXT, defined INTEGER,
    PRIMARY KEY (taxonomy, name)
) WITHOUT ROWID;
CREATE INDEX temp.spellings_key ON spellings (taxonomy, key);
"""
_COUNT = """
    INSERT INTO spellings SELECT :taxonomy, value, count(*), min(posts.path), plain_key(value), 0
    FROM posts, json_each(posts.{column}) WHERE role = 'post' GROUP BY value
"""
#: The names that share a key, first the right one: the name that site.yaml defines, else the most common.
_SAME = """
    SELECT key, name, posts, first FROM spellings AS s WHERE taxonomy = :taxonomy AND EXISTS (
        SELECT 1 FROM spellings AS o WHERE o.taxonomy = s.taxonomy AND o.key = s.key AND o.name != s.name)
    ORDER BY key, defined DESC, posts DESC, name
"""


class _Name(NamedTuple):
    name: str
    posts: int
    first: str


def check(context: Context) -> Iterator[Problem]:
    """Yield a problem for each category and tag that is written like a different one, at its first post."""
    connection, root = context.connection, context.paths.root
    connection.create_function("plain_key", 1, plain_key, deterministic=True)
    connection.executescript(_TABLE)
    for taxonomy, column in ((CATEGORY, "categories"), (TAG, "tags")):
        _count_names(connection, context.taxonomies[taxonomy], column)
        reported: set[str] = set()
        for wrong, right in (*_same(connection, taxonomy), *_slips(connection, taxonomy)):
            if wrong.name not in reported:
                reported.add(wrong.name)
                yield _problem(connection, root, taxonomy, wrong, right)


def _count_names(connection: sqlite3.Connection, taxonomy: Taxonomy, column: str) -> None:
    """Count the posts of each name. Spellings that site.yaml lists as aliases are left out."""
    with atomic(connection):
        connection.execute(_COUNT.format(column=column), {"taxonomy": taxonomy.name})
        known = ((taxonomy.name, name) for name in taxonomy.canonical)
        connection.executemany("DELETE FROM spellings WHERE taxonomy = ? AND name = ?", known)
        connection.executemany(
            """INSERT INTO spellings VALUES (?, ?, 0, '', ?, 1)
               ON CONFLICT (taxonomy, name) DO UPDATE SET defined = 1""",
            ((taxonomy.name, name, plain_key(name)) for name in taxonomy.defined),
        )


def _same(connection: sqlite3.Connection, taxonomy: str) -> Iterator[tuple[_Name, _Name]]:
    """Yield (wrong, right) of names that differ only in capitals, spaces, hyphens and the like."""
    key, right = None, _Name("", 0, "")
    for one, *name in connection.execute(_SAME, {"taxonomy": taxonomy}):
        if one != key:
            key, right = one, _Name(*name)
        elif name[2]:
            yield _Name(*name), right


def _slips(connection: sqlite3.Connection, taxonomy: str) -> Iterator[tuple[_Name, _Name]]:
    """Yield (wrong, right) of rare names that differ from a common name by one slip."""
    query = "SELECT name, posts, first, key FROM spellings WHERE taxonomy = ? AND posts {} ORDER BY name"
    common: dict[str, list[tuple[str, _Name]]] = {}
    for *name, key in connection.execute(query.format(f">= {_COMMON}"), (taxonomy,)):
        for part in with_one_left_out(key) if _is_long(key) else ():
            common.setdefault(part, []).append((key, _Name(*name)))
    if not common:
        return
    for *name, key in connection.execute(query.format(f"BETWEEN 1 AND {_RARE} AND defined = 0"), (taxonomy,)):
        parts = with_one_left_out(key) if _is_long(key) else ()
        near = {right for part in parts for other, right in common.get(part, ()) if is_similar(key, other)}
        if near:
            yield _Name(*name), max(near, key=lambda one: (one.posts, one.name))


def _is_long(key: str) -> bool:
    return len(key) >= (_SHORTEST if key.isascii() else _SHORTEST_CHINESE)


def _problem(
    connection: sqlite3.Connection, root: Path, taxonomy: str, wrong: _Name, right: _Name
) -> Problem:
    code = "category.near" if taxonomy == CATEGORY else "tag.near"
    count = counted(wrong.posts, "post")
    other = counted(right.posts, "post") if right.posts else "in site.yaml"
    message = (
        f"the {taxonomy} {quoted(wrong.name)} ({count}) is very similar to {quoted(right.name)} ({other})"
    )
    hint = (
        f"write {right.name}; or add to {_PLURALS[taxonomy]} in site.yaml: "
        f'"{right.name}": {{aliases: ["{wrong.name}"]}}'
    )
    return finding(
        code, wrong.first, _position(connection, root, wrong.first, _FIELDS[taxonomy]), message, hint
    )


def _position(connection: sqlite3.Connection, root: Path, path: str, keys: tuple[str, ...]) -> Position:
    """Return the position of the value under the first of some keys in a file."""
    try:
        data = source_bytes(connection, root, path)
    except (DamagedPackError, OSError):
        return WHOLE_FILE
    return read_record(data, path).position(*keys)
