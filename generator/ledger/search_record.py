"""Record in the ledger from which posts the search index was made, so that a build changes parts alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

#: The mark of the rules that all lists in the output follow from.
RULES = "search rules"
TABLES = """
CREATE TABLE ledger.search_segments (
    name  TEXT PRIMARY KEY,
    since TEXT NOT NULL,           -- the days that it spans, ISO 8601: from this one on,
    until TEXT NOT NULL,           -- and before this one; '' for all that follow
    block INTEGER NOT NULL,        -- the bytes of its blocks, at least
    head  BLOB NOT NULL,           -- the digest in the name of its head
    frequent BLOB NOT NULL,        -- that of the file of its frequent terms; x'' if it has none
    first TEXT NOT NULL,           -- the days of its first and last post
    last  TEXT NOT NULL,
    posts INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE ledger.search_groups (
    segment   TEXT NOT NULL,
    number    INTEGER NOT NULL,
    documents BLOB NOT NULL,       -- the digest in the name of its file
    sources   BLOB NOT NULL,       -- the digests of the posts' sources, 8 bytes each
    texts     BLOB NOT NULL,       -- the digests of the texts of their pages, 8 bytes each
    PRIMARY KEY (segment, number)
) WITHOUT ROWID;
"""


class SegmentRecord(NamedTuple):
    """A segment of the index in the output; see the table."""

    name: str
    since: str
    until: str
    block: int
    head: bytes
    frequent: bytes
    first: str
    last: str
    posts: int


class GroupRecord(NamedTuple):
    """A group of posts of a segment; see the table."""

    documents: bytes
    sources: bytes
    texts: bytes


def segments(connection: sqlite3.Connection) -> dict[str, SegmentRecord]:
    """Return the segments in the output by name, newest first."""
    rows = connection.execute("SELECT * FROM ledger.search_segments ORDER BY since DESC")
    return {row[0]: SegmentRecord(*row) for row in rows}


def groups(connection: sqlite3.Connection, segment: str) -> list[GroupRecord]:
    """Return the groups of a segment, the oldest posts first."""
    rows = connection.execute(
        "SELECT documents, sources, texts FROM ledger.search_groups WHERE segment = ? ORDER BY number",
        (segment,),
    )
    return [GroupRecord(*row) for row in rows]


def save(connection: sqlite3.Connection, segment: SegmentRecord, found: Sequence[GroupRecord]) -> None:
    """Save a segment with its groups."""
    remove(connection, [segment.name])
    connection.execute("INSERT INTO ledger.search_segments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", segment)
    connection.executemany(
        "INSERT INTO ledger.search_groups VALUES (?, ?, ?, ?, ?)",
        ((segment.name, number, *one) for number, one in enumerate(found)),
    )


def remove(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Forget segments."""
    for name in names:
        connection.execute("DELETE FROM ledger.search_segments WHERE name = ?", (name,))
        connection.execute("DELETE FROM ledger.search_groups WHERE segment = ?", (name,))
