"""Find the known category or tag that a user means by a name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.core.wording import similar
from generator.drafting.post_files import terms_in_posts
from generator.index import database
from generator.taxonomy.definitions import Taxonomy
from generator.taxonomy.registry import Registry
from generator.taxonomy.similar_names import is_slip, plain_key

#: Names that a message lists.
_SHOWN = 8
#: Shorter names are too similar to each other to correct a typing error.
_SHORTEST = 4


class KnownTerm(NamedTuple):
    """A category or tag: its name in posts, and all its names (labels, slugs and aliases too)."""

    name: str
    names: frozenset[str]


class Match(NamedTuple):
    """The name of a term that a user means. `note` is a message for the user, "" for none."""

    name: str
    note: str = ""


def known_terms(paths: SitePaths, taxonomy: Taxonomy, registry: Registry) -> list[KnownTerm]:
    """Return all terms of a taxonomy in site.yaml, the registry and the index of the last build or check."""
    called: dict[str, set[str]] = {}
    for name, one in taxonomy.defined.items():
        called.setdefault(name, set()).update({name, one.label, one.slug})
    for alias, name in taxonomy.canonical.items():
        called.setdefault(name, {name}).add(alias)
    for name, slug in registry.rows().get(taxonomy.name, {}).items():
        called.setdefault(name, {name}).add(slug)
    for name, *others in (
        _indexed(paths, taxonomy.name) if _indexes(paths) else terms_in_posts(paths.root, taxonomy)
    ):
        called.setdefault(name, {name}).update(others)
    aliases = set(taxonomy.canonical)
    return [
        KnownTerm(name, frozenset(names - {""}))
        for name, names in sorted(called.items())
        if name not in aliases
    ]


def _indexed(paths: SitePaths, taxonomy: str) -> Iterator[tuple[str, str, str]]:
    """Yield (name, slug, label) of all terms in the index of the last build or check."""
    query = "SELECT name, slug, label FROM terms WHERE taxonomy = ? AND name != ''"
    return _query(paths, query, taxonomy)


def slugs_of_day(paths: SitePaths, day: str) -> Iterator[str]:
    """Yield the slugs of a day's posts in the index of the last build or check."""
    query = """SELECT slug FROM posts WHERE id IN (
                   SELECT post_id FROM post_terms WHERE term_id =
                       (SELECT id FROM terms WHERE taxonomy = 'day' AND name = ?))"""
    return (row[0] for row in _query(paths, query, day))


def is_packed(paths: SitePaths, path: str) -> bool:
    """Tell whether the last build or check has found a post with a path in a pack."""
    return any(_query(paths, "SELECT 1 FROM sources WHERE path = ? AND pack IS NOT NULL", path))


def _query(paths: SitePaths, query: str, value: str) -> Iterator[Any]:
    """Yield the rows that a query finds in the indexes of the last build and check, if they exist."""
    for file in _indexes(paths):
        with suppress(
            sqlite3.DatabaseError, BackfileError
        ):  # A build is at work, or the index is from an old version.
            with closing(database.view(file)) as connection:
                rows = connection.execute(query, (value,)).fetchall()
            yield from rows


def _indexes(paths: SitePaths) -> list[Path]:
    return [file for file in (paths.index, paths.state / "check" / "index.sqlite") if file.is_file()]


def match_term(text: str, known: list[KnownTerm], kind: str) -> Match:
    """Return the term that a text means. `kind` is "category" or "tag", for messages.

    It is one of its names, the start of one, or one typing error away from one; else a new term.
    Raises BackfileError, with the candidates, if there are several.
    """
    exact = [one.name for one in known if text in one.names]
    if exact:
        return Match(text if text in exact else _single(exact, text, kind))
    key = plain_key(text)
    same = [one.name for one in known if key in map(plain_key, one.names)]
    starts = [one.name for one in known if any(plain_key(name).startswith(key) for name in one.names)]
    slips = [one.name for one in known if len(key) >= _SHORTEST and _is_slip(key, one)]
    for found in (same, starts, slips):
        if found:
            name = _single(found, text, kind)
            return Match(name, f"{kind} {text}: interpreted as {_with_aliases(name, known)}")
    near = _near(text, known)
    hint = f"; similar: {', '.join(near)}" if near else ""
    return Match(text, f"{kind} {text}: new, no post has it yet{hint}")


def _is_slip(key: str, one: KnownTerm) -> bool:
    return any(is_slip(key, plain_key(name)) for name in one.names)


def _single(names: list[str], text: str, kind: str) -> str:
    if len(names) == 1:
        return names[0]
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    raise BackfileError(
        f"{kind} {text}: it may mean {', '.join(names[:_SHOWN])}{more}; type more of the name, "
        "or use --as-is. Nothing was written"
    )


def _with_aliases(name: str, known: list[KnownTerm]) -> str:
    """Return a name followed by its other names, for a message."""
    others = next(sorted(one.names - {name}) for one in known if one.name == name)
    return f"{name} ({', '.join(others)})" if others else name


def _near(text: str, known: list[KnownTerm]) -> list[str]:
    by_key: Mapping[str, str] = {plain_key(name): one.name for one in known for name in one.names}
    keys = similar(plain_key(text), by_key, 3, 0.7)
    return list(dict.fromkeys(by_key[key] for key in keys))
