"""Give each changed post its terms and its address."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from generator.addresses.links import href
from generator.addresses.lists import page_pattern, static_page_path
from generator.addresses.routes import Reserved
from generator.addresses.stem import stem
from generator.addresses.written import as_page
from generator.config.schema import Permalink
from generator.index.schema import AddressStatus
from generator.taxonomy.definitions import CATEGORY, DAY, NONE, TAG, Taxonomy, TaxonomyName
from generator.taxonomy.registry import Registry

#: Posts that are updated at a time.
_CHUNK = 2000

_CHANGED = """SELECT id, role, path, date, slug, permalink, categories, tags
              FROM posts WHERE id IN (SELECT id FROM changed WHERE id > ? ORDER BY id LIMIT ?)
              ORDER BY id"""
_PLACE = """UPDATE posts SET terms = ?, section = ?, address = ?, url = ?, taken = ?, live = 0
            WHERE id = ?"""

_DAYS = """SELECT DISTINCT substr(date, 1, 10) FROM posts
           WHERE id IN (SELECT id FROM changed) AND role = 'post'"""


class Terms(NamedTuple):
    """The ids of terms by taxonomy and name, and the slugs of categories by name."""

    ids: dict[tuple[TaxonomyName, str], int]
    slugs: dict[str, str]


def place_posts(
    connection: sqlite3.Connection,
    categories: Taxonomy,
    tags: Taxonomy,
    registry: Registry,
    permalink: Permalink,
    reserved: Reserved,
) -> None:
    """Set terms, section and address of all changed posts, and make the terms that are new.

    `permalink` are the patterns of site.yaml; `registry` gains slugs for new names; the program has the
    `reserved` addresses.
    """
    terms = _terms(connection, categories, tags, registry, permalink)
    rows = _updates(connection, categories, tags, terms, permalink, reserved)
    # By chunks, since a table must not be changed while it is read, and may be too large for memory.
    while chunk := list(islice(rows, _CHUNK)):
        connection.executemany(_PLACE, chunk)


def _terms(
    connection: sqlite3.Connection,
    categories: Taxonomy,
    tags: Taxonomy,
    registry: Registry,
    permalink: Permalink,
) -> Terms:
    """Make the terms of changed posts that are not in the index; return all terms of changed posts."""
    terms = Terms({}, {})
    for taxonomy, column, pattern in (
        (categories, "categories", permalink.category),
        (tags, "tags", permalink.tag),
    ):
        wanted = taxonomy.resolve(_names(connection, column))
        missing = _load(connection, taxonomy.name, wanted, terms)
        fixed = taxonomy.fixed_slugs
        registry.assign(taxonomy.name, missing, fixed)
        slugs = {name: fixed.get(name) or registry.slug(taxonomy.name, name) or "" for name in missing}
        _create(connection, taxonomy.name, slugs, terms, page_pattern(pattern))
    _create(connection, CATEGORY, dict.fromkeys(_load(connection, CATEGORY, [NONE], terms), ""), terms)
    days = [row[0] for row in connection.execute(_DAYS)]
    missing_days = _load(connection, DAY, days, terms)
    _create(connection, DAY, {day: day.replace("-", "/") for day in missing_days}, terms)
    return terms


def _names(connection: sqlite3.Connection, column: str) -> list[str]:
    rows = connection.execute(
        f"""SELECT DISTINCT names.value FROM posts, json_each(posts.{column}) AS names
            WHERE posts.id IN (SELECT id FROM changed) AND role = 'post'"""
    )
    return [row[0] for row in rows]


def _load(
    connection: sqlite3.Connection, taxonomy: TaxonomyName, names: list[str], terms: Terms
) -> list[str]:
    """Add the terms of names to `terms`; return the names that have no term yet."""
    rows = connection.execute(
        "SELECT name, id, slug FROM terms WHERE taxonomy = ? AND name IN (SELECT value FROM json_each(?))",
        (taxonomy, json.dumps(names)),
    )
    for name, number, slug in rows:
        terms.ids[taxonomy, name] = number
        if taxonomy == CATEGORY:
            terms.slugs[name] = slug
    return [name for name in names if (taxonomy, name) not in terms.ids]


def _create(
    connection: sqlite3.Connection,
    taxonomy: TaxonomyName,
    slugs: dict[str, str],
    terms: Terms,
    pattern: str = "",
) -> None:
    """Make terms with some slugs, by their names. `pattern` is that of their pages, "" for days."""
    for name, slug in sorted(slugs.items()):
        cursor = connection.execute(
            "INSERT INTO terms (taxonomy, name, slug, stem) VALUES (?, ?, ?, ?)",
            (taxonomy, name, slug, stem(pattern.replace("{slug}", slug)) if pattern else ""),
        )
        terms.ids[taxonomy, name] = cursor.lastrowid or 0
        if taxonomy == CATEGORY:
            terms.slugs[name] = slug


def _updates(
    connection: sqlite3.Connection,
    categories: Taxonomy,
    tags: Taxonomy,
    terms: Terms,
    permalink: Permalink,
    reserved: Reserved,
) -> Iterator[tuple[str, int | None, str, str, int, int]]:
    """Yield (terms, section, address, url, taken, id) for every changed post."""

    # Posts share their categories and tags with thousands of others.
    @lru_cache(maxsize=4096)
    def named(text: str, taxonomy: TaxonomyName) -> tuple[list[str], list[int]]:
        names = (categories if taxonomy == CATEGORY else tags).resolve(json.loads(text))
        names = names or ([NONE] if taxonomy == CATEGORY else [])
        return names, [terms.ids[taxonomy, name] for name in names]

    for number, role, path, date, slug, fixed, category_names, tag_names in _changed(connection):
        if role == "page":
            address = fixed or page_address(permalink.page, path, slug)
            yield "[]", None, address, href(address), _status(address, reserved), number
            continue
        names, ids = named(category_names, CATEGORY)
        section = ids[0]
        ids = [*ids, *named(tag_names, TAG)[1], terms.ids[DAY, date[:10]]]
        address = fixed or post_address(permalink.post, terms.slugs[names[0]], date, slug)
        taken = _status(address, reserved)
        yield str(ids), section, address, href(address), taken, number


def _status(address: str, reserved: Reserved) -> AddressStatus:
    return AddressStatus.RESERVED if reserved.has(address) else AddressStatus.FREE


def _changed(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str, str, str, str, str, str]]:
    """Yield the changed posts in the order of their ids, with no statement open between chunks."""
    last = 0
    while rows := connection.execute(_CHANGED, (last, _CHUNK)).fetchall():
        yield from rows
        last = rows[-1][0]


def post_address(pattern: str, category: str, date: str, slug: str) -> str:
    """Return the output path of a post by the site's pattern; an empty field is left out with its slash.

    `date` is ISO 8601. The pattern may end in `/`, in the suffix of a page, or in neither.
    """
    address = pattern.format(category=category, year=date[:4], month=date[5:7], day=date[8:10], slug=slug)
    address = address.lstrip("/")
    while "//" in address:
        address = address.replace("//", "/")
    return as_page(address)


def page_address(pattern: str, path: str, slug: str) -> str:
    """Return the output path of a static page by the site's pattern, from its folder below content/pages/."""
    return static_page_path(pattern, path.removeprefix("content/pages/").rpartition("/")[0], slug)
