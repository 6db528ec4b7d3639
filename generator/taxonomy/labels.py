"""Give each term its label, and the label's place in an index from A to Z."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from generator.index.change_set import ChangeSet
from generator.taxonomy.definitions import Taxonomy
from generator.taxonomy.pinyin import sort_key

#: Categories whose label may have changed, each with the tag that more than half of its posts have.
_CATEGORIES = """
    SELECT c.id, c.name, c.label, coalesce(
        (SELECT t.name FROM pairs JOIN terms AS t ON t.id = pairs.tag_id
         WHERE pairs.category_id = c.id AND pairs.posts * 2 > c.posts
         ORDER BY pairs.posts DESC, t.name LIMIT 1), '')
    FROM terms AS c
    WHERE c.taxonomy = 'category' AND c.name != '' AND (:all OR c.id IN (SELECT id FROM moved_terms))
"""
_TAGS = """
    SELECT id, name, label, '' FROM terms
    WHERE taxonomy = 'tag' AND (:all OR id IN (SELECT id FROM moved_terms))
"""


def update_labels(
    connection: sqlite3.Connection,
    changes: ChangeSet,
    categories: Taxonomy,
    tags: Taxonomy,
    *,
    everything: bool,
) -> None:
    """Renew the labels of terms whose list changed, or of all terms.

    A tag has the label of site.yaml, or its name. A category has the label of
    site.yaml; else, if its name is ASCII, the label of the tag that more than
    half of its posts have; else its name.
    """
    tag_label = _described(tags)
    category_label = _described(categories)
    _renew(connection, changes, _TAGS, everything, lambda name, _: tag_label(name) or name)
    _renew(connection, changes, _CATEGORIES, everything, lambda name, tag: (
        category_label(name) or (tag_label(tag) or tag if name.isascii() else "") or name
    ))  # fmt: skip


def _described(taxonomy: Taxonomy) -> Callable[[str], str]:
    return lambda name: taxonomy.definition(name).label


def _renew(
    connection: sqlite3.Connection,
    changes: ChangeSet,
    query: str,
    everything: bool,
    label_of: Callable[[str, str], str],
) -> None:
    rows = connection.execute(query, {"all": everything}).fetchall()
    for number, name, old, tag in rows:
        label = label_of(name, tag)
        if label != old:
            letter, key = sort_key(label)
            connection.execute(
                "UPDATE terms SET label = ?, letter = ?, sort = ? WHERE id = ?", (label, letter, key, number)
            )
            changes.add_relabelled(number)
