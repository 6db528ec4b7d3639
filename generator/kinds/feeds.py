"""Tasks for the feeds of the site and of its categories."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from generator.kinds import archives
from generator.kinds.lists import BY_LETTER, CARD, CARD_FROM
from generator.kinds.posts import LINKED
from generator.plan.task import Task

#: What a feed shows of a post; with its body also what that is made from: path, digest, stand-in, targets.
_ENTRY = f"{CARD}, p.details"
_WHOLE = f"{_ENTRY}, p.path, hex(p.digest), p.stand_in, {LINKED}"
_OF_SITE = f"""
    SELECT {{entry}} FROM posts AS p {CARD_FROM}
    WHERE p.live = 1 AND p.role = 'post' ORDER BY p.stamp DESC, p.path DESC LIMIT ?
"""
_OF_TERM = f"""
    SELECT {{entry}} FROM (SELECT post_id, stamp, path FROM post_terms WHERE term_id = ?
                           ORDER BY stamp DESC, path DESC LIMIT ?) AS t
    JOIN posts AS p ON p.id = t.post_id {CARD_FROM} ORDER BY t.stamp DESC, t.path DESC
"""
_TOUCHED = """SELECT id, name, slug, label FROM touched JOIN terms ON name = key AND taxonomy = 'category'
              WHERE kind = 'feed' AND name != ''"""
_CATEGORIES = f"""SELECT label, slug FROM terms WHERE taxonomy = 'category' AND name != ''
                  ORDER BY {BY_LETTER}"""


class FeedExtent(NamedTuple):
    """Which feeds there are, and how much of posts they show; `formats` are suffixes besides `xml`."""

    size: int
    whole: bool
    formats: tuple[str, ...]
    archives: bool

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The suffixes of the files that each feed has."""
        return ("xml", *self.formats)

    def settings(self) -> dict[str, object]:
        """Return the options of feeds, by their names in site.yaml."""
        return {"size": self.size, "content": self.whole, "formats": self.formats, "archives": self.archives}


def site_feed(connection: sqlite3.Connection, extent: FeedExtent) -> tuple[object, ...]:
    """Return the payload of the site's feed: "", "", the newest of its archives or "", entries."""
    archive, rest = archives.newest_document(connection) if extent.archives else ("", 0)
    query = _OF_SITE.format(entry=_WHOLE if extent.whole else _ENTRY)
    return "", "", archive, connection.execute(query, (max(extent.size, rest),)).fetchall()


def feed_tasks(connection: sqlite3.Connection, extent: FeedExtent) -> Iterator[Task]:
    """Yield tasks for the feeds of touched categories. Payload: label, slug, "", entries, newest first."""
    query = _OF_TERM.format(entry=_WHOLE if extent.whole else _ENTRY)
    for number, name, slug, label in connection.execute(_TOUCHED).fetchall():
        payload = (label, slug, "", connection.execute(query, (number, extent.size)).fetchall())
        for suffix in extent.suffixes:
            yield Task(f"category/{slug}.{suffix}", "feed", name, "feed", payload)


def all_feeds(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return label and slug of each category, in the order of the alphabet."""
    return connection.execute(_CATEGORIES).fetchall()
