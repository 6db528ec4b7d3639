"""The categories and tags that there are, and which of them somebody means."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.core.wording import similar
from generator.drafting.unindexed import names_in_posts
from generator.index import database
from generator.taxonomy.definitions import Taxonomy
from generator.taxonomy.registry import Registry
from generator.taxonomy.similar_names import is_slip, plain_key

#: Names that a sentence lists.
_SHOWN = 8
#: Shorter names are too much like others to be taken for a slip.
_SHORTEST = 4


class Known(NamedTuple):
    """A category or tag that there is: its name in posts, and all that it is called."""

    name: str
    called: frozenset[str]


class Meant(NamedTuple):
    """What somebody means by a name. `note` is for them to read, "" when there is nothing to tell."""

    name: str
    note: str = ""


def known_names(paths: SitePaths, taxonomy: Taxonomy, registry: Registry) -> list[Known]:
    """Return the categories, or the tags, that site.yaml, the registry and the last build or check know."""
    called: dict[str, set[str]] = {}
    for name, one in taxonomy.defined.items():
        called.setdefault(name, set()).update({name, one.label, one.slug})
    for alias, name in taxonomy.canonical.items():
        called.setdefault(name, {name}).add(alias)
    for name, slug in registry.rows().get(taxonomy.name, {}).items():
        called.setdefault(name, {name}).add(slug)
    for name, *others in (
        _indexed(paths, taxonomy.name) if _indexes(paths) else names_in_posts(paths.root, taxonomy)
    ):
        called.setdefault(name, {name}).update(others)
    aliases = set(taxonomy.canonical)
    return [
        Known(name, frozenset(names - {""})) for name, names in sorted(called.items()) if name not in aliases
    ]


def _indexed(paths: SitePaths, taxonomy: str) -> Iterator[tuple[str, str, str]]:
    """Yield (name, slug, label) of terms as the last build or check left them."""
    query = "SELECT name, slug, label FROM terms WHERE taxonomy = ? AND name != ''"
    return _asked(paths, query, taxonomy)


def slugs_of_day(paths: SitePaths, day: str) -> Iterator[str]:
    """Yield the slugs of posts that are dated on a day, as the last build or check left them."""
    query = """SELECT slug FROM posts WHERE id IN (
                   SELECT post_id FROM post_terms WHERE term_id =
                       (SELECT id FROM terms WHERE taxonomy = 'day' AND name = ?))"""
    return (row[0] for row in _asked(paths, query, day))


def _asked(paths: SitePaths, query: str, value: str) -> Iterator[Any]:
    """Yield what the indexes of builds and of checks answer, where there are any."""
    for file in _indexes(paths):
        with suppress(sqlite3.DatabaseError, BackfileError):  # A build is at work, or it is an old version's.
            with closing(database.view(file)) as connection:
                rows = connection.execute(query, (value,)).fetchall()
            yield from rows


def _indexes(paths: SitePaths) -> list[Path]:
    return [file for file in (paths.index, paths.state / "check" / "index.sqlite") if file.is_file()]


def meant(text: str, known: list[Known], what: str) -> Meant:
    """Return which name a text means: as it is called, the start of one, or one slip away; else a new one.

    Raises BackfileError, with the candidates, when it may be several.
    """
    exact = [one.name for one in known if text in one.called]
    if exact:
        return Meant(text if text in exact else _only(exact, text, what))
    key = plain_key(text)
    same = [one.name for one in known if key in map(plain_key, one.called)]
    starts = [one.name for one in known if any(plain_key(call).startswith(key) for call in one.called)]
    slips = [one.name for one in known if len(key) >= _SHORTEST and _is_slip(key, one)]
    for found in (same, starts, slips):
        if found:
            name = _only(found, text, what)
            return Meant(name, f"{what} {text}: taken for {_called(name, known)}")
    near = _near(text, known)
    hint = f"; there is {', '.join(near)}" if near else ""
    return Meant(text, f"{what} {text}: a new one, which no post has yet{hint}")


def _is_slip(key: str, one: Known) -> bool:
    return any(is_slip(key, plain_key(call)) for call in one.called)


def _only(names: list[str], text: str, what: str) -> str:
    if len(names) == 1:
        return names[0]
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    raise BackfileError(
        f"{what} {text}: it may be {', '.join(names[:_SHOWN])}{more}; write more of it "
        "(--as-is takes names as they are written). Nothing was written"
    )


def _called(name: str, known: list[Known]) -> str:
    """Return a name with what else it is called, for a message."""
    others = next(sorted(one.called - {name}) for one in known if one.name == name)
    return f"{name} ({', '.join(others)})" if others else name


def _near(text: str, known: list[Known]) -> list[str]:
    calls: Mapping[str, str] = {plain_key(call): one.name for one in known for call in one.called}
    keys = similar(plain_key(text), calls, 3, 0.7)
    return list(dict.fromkeys(calls[key] for key in keys))
