"""Read a post or static page from the index, as the last build left it."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple


class Post(NamedTuple):
    """Columns of the table `posts`; see `generator.index.schema`."""

    id: int
    path: str
    role: str
    title: str
    stamp: int
    date: str
    categories: str
    tags: str
    aliases: str
    draft: int
    expires: int | None
    stand_in: int
    address: str
    url: str
    terms: str
    section: int | None
    taken: int
    live: int

    def names(self, taxonomy: str) -> list[str]:
        """Return the categories or tags as the source names them."""
        found: list[str] = json.loads(self.categories if taxonomy == "category" else self.tags)
        return found


def find_post(connection: sqlite3.Connection, path: str) -> Post | None:
    """Return the post or static page of a source, or None if the index has none."""
    query = f"SELECT {', '.join(Post._fields)} FROM posts WHERE path = ?"
    row = connection.execute(query, (path,)).fetchone()
    return Post(*row) if row else None
