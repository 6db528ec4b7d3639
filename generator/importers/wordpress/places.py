"""Remember where the items of an export are, so that links lead there: a temporary database on disk."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from generator.importers.wordpress.export import Item

_SCHEMA = """
    CREATE TABLE items (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, path TEXT NOT NULL, parent INTEGER NOT NULL,
        day TEXT NOT NULL, category TEXT NOT NULL, slug TEXT NOT NULL,
        url TEXT NOT NULL, alt TEXT NOT NULL, caption TEXT NOT NULL, text TEXT NOT NULL
    );
    CREATE TABLE paths (path TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX children ON items (parent, id) WHERE kind = 'attachment';
"""
_COLUMNS = "id, kind, path, parent, day, category, slug, url, alt, caption, text"
#: SQLite's page cache, in KiB.
_CACHE_KB = 16_384


class Place(NamedTuple):
    """An item as links and galleries need it.

    `path` is its old address, "" for none. Its new one follows from day, category and slug. A picture has a
    `url`, a text for those who do not see it, and a caption; a reusable block has its `text`.
    """

    id: int
    kind: str
    path: str
    parent: int
    day: str
    category: str
    slug: str
    url: str = ""
    alt: str = ""
    caption: str = ""
    text: str = ""


class Places:
    """The places of all items of an export."""

    def __init__(self) -> None:
        # Without a name, SQLite uses a temporary file and removes it.
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript(f"PRAGMA cache_size = -{_CACHE_KB}; BEGIN; {_SCHEMA}")

    def add(self, place: Place) -> None:
        """Remember a place."""
        marks = ", ".join("?" * len(place))
        self._connection.execute(f"INSERT OR IGNORE INTO items ({_COLUMNS}) VALUES ({marks})", place)
        if place.path:
            row = (_key(place.path), place.id)
            self._connection.execute("INSERT OR IGNORE INTO paths VALUES (?, ?)", row)

    def get(self, number: int) -> Place | None:
        """Return the item with a number."""
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM items WHERE id = ?", (number,)).fetchone()
        return Place(*row) if row else None

    def at(self, path: str) -> Place | None:
        """Return the item that had an address."""
        query = "SELECT id FROM paths WHERE path = ?"
        row = self._connection.execute(query, (_key(path),)).fetchone()
        return self.get(row[0]) if row else None

    def pictures_of(self, number: int) -> list[Place]:
        """Return the pictures and other files that were uploaded for a post."""
        query = f"SELECT {_COLUMNS} FROM items WHERE kind = 'attachment' AND parent = ? ORDER BY id"
        return [Place(*row) for row in self._connection.execute(query, (number,))]

    def close(self) -> None:
        """Delete the database."""
        self._connection.close()


def place_of(item: Item, path: str, day: str, category: str, slug: str) -> Place:
    """Return the place of an item."""
    place = Place(item.id, item.kind, path, item.parent, day, category, slug)
    if item.kind == "attachment":
        alt = " ".join(item.meta.get("_wp_attachment_image_alt", "").split())
        return place._replace(url=item.url or item.guid, alt=alt, caption=item.excerpt)
    return place._replace(text=item.body) if item.kind == "wp_block" else place


def _key(path: str) -> str:
    return path.rstrip("/").casefold()
