"""Collect the owners whose outputs may be stale, each with its reason.

An *owner* is a kind and a key: a post, a category, a month, the home page. It is
touched for a reason, a clause that ends the sentence `It was last written by build
3, because …`. An owner keeps the first reason that is found for it, so kinds list
the most certain reasons first.

Owners are found by set-based SQL over the change set, so that the cost depends on
the size of the change. Too many owners may be touched, never too few: fingerprints
decide which outputs are made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

_TABLES = (
    # Owners of outputs that may be stale, and the reason. `start` is the earliest stamp (microseconds) in the
    # list of a term, or of a month, from which on outputs may be stale (NULL: all of them).
    """CREATE TEMP TABLE IF NOT EXISTS touched (
           kind TEXT, key TEXT, start INTEGER, reason TEXT NOT NULL, PRIMARY KEY (kind, key)
       ) WITHOUT ROWID""",
    # Output paths that touched owners have now; other paths that the ledger has for these owners are removed.
    "CREATE TEMP TABLE IF NOT EXISTS planned (path TEXT PRIMARY KEY) WITHOUT ROWID",
    # Places in lists that changed posts had before or have now, and those of posts with other pictures.
    """CREATE TEMP TABLE IF NOT EXISTS places (
           term_id INTEGER, stamp INTEGER, path TEXT, PRIMARY KEY (term_id, stamp, path)
       ) WITHOUT ROWID""",
    # Numbered pages whose first post, last post or links to other pages have changed.
    """CREATE TEMP TABLE IF NOT EXISTS moved_pages (
           term_id INTEGER, number INTEGER, PRIMARY KEY (term_id, number)
       ) WITHOUT ROWID""",
)
#: CROSS JOIN keeps SQLite from going through all posts for the few that changed.
_PLACES = tuple(
    f"""INSERT OR IGNORE INTO places SELECT value, stamp, {table}.path
        FROM {source} CROSS JOIN json_each({table}.terms) WHERE live = 1"""
    for table, source in (
        ("before", "before"),
        ("posts", "changed CROSS JOIN posts ON posts.id = changed.id"),
    )
)
_EARLIEST = """ON CONFLICT (kind, key) DO UPDATE SET
    start = CASE WHEN start IS NULL OR excluded.start IS NULL THEN NULL ELSE min(start, excluded.start) END"""


class Rule(NamedTuple):
    """A reason why outputs of a kind may be stale, and the owners to which it applies.

    `select` is SQL over the index and the change set with the columns `key` and `start` (see the table
    `touched`); it may use `:kind`. Without a `reason` its third column is the reason.
    """

    select: str
    reason: str = ""


class Touched:
    """The owners whose outputs may be stale. Only it writes `touched`, `planned`, `places`, `moved_pages`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for statement in _TABLES:  # Not as a script: that would end the transaction of the caller.
            connection.execute(statement)

    def clear(self) -> None:
        """Forget all owners."""
        for table in ("touched", "planned", "places", "moved_pages"):
            self._connection.execute(f"DELETE FROM temp.{table}")

    def find_places(self) -> None:
        """Note where changed posts were in lists, and where they are now."""
        for statement in _PLACES:
            self._connection.execute(statement)

    def add_places(self, kind: str, select: str) -> None:
        """Note places in lists on which a post is shown otherwise; `select` may use `:kind`."""
        self._connection.execute(f"INSERT OR IGNORE INTO places {select}", {"kind": kind})

    def by_rules(self, kind: str, rules: Iterable[Rule]) -> None:
        """Touch the owners of a kind to which rules apply."""
        for select, reason in rules:
            self._connection.execute(
                f"""INSERT INTO touched (key, start, reason, kind)
                    SELECT *{", :reason" if reason else ""}, :kind FROM ({select}) WHERE true {_EARLIEST}""",
                {"kind": kind, "reason": reason},
            )

    def some(self, kind: str, keys: Iterable[str], reason: str) -> None:
        """Touch some owners of a kind, all of their outputs."""
        self._connection.executemany(
            "INSERT INTO touched VALUES (?, ?, NULL, ?) ON CONFLICT (kind, key) DO UPDATE SET start = NULL",
            ((kind, key, reason) for key in keys),
        )

    def all_of(self, kind: str, owners: str, reason: str) -> None:
        """Touch all owners of a kind; `owners` is SQL with their keys, as `key`."""
        self._connection.execute(
            f"""INSERT INTO touched SELECT :kind, key, NULL, :reason FROM ({owners}) WHERE true
                ON CONFLICT (kind, key) DO UPDATE SET start = NULL""",
            {"kind": kind, "reason": reason},
        )

    def damaged(self, owners: str, reason: str) -> None:
        """Touch owners of any kind; `owners` is SQL with kind and key."""
        self._connection.execute(
            f"""INSERT INTO touched SELECT *, NULL, ? FROM ({owners}) WHERE true
                ON CONFLICT (kind, key) DO UPDATE SET start = NULL""",
            (reason,),
        )

    def gone_kind(self, kind: str, key: str) -> None:
        """Touch the owners in the ledger of a kind that no longer exists; with a key, only that owner."""
        only = "AND key = :key" if key else ""
        self._connection.execute(
            f"""INSERT OR IGNORE INTO touched SELECT DISTINCT kind, key, NULL, 'the program changed'
                FROM ledger.outputs WHERE kind = :kind {only}""",
            {"kind": kind, "key": key},
        )

    def only(self, kind: str, key: str) -> None:
        """Touch one owner and no other."""
        self.clear()
        self._connection.execute("INSERT INTO touched VALUES (?, ?, NULL, '')", (kind, key))

    def only_page(self, kind: str, key: str, term: int, number: int) -> None:
        """Touch one numbered page of a list, and no other (the front page, number 0, is always planned)."""
        self.clear()
        self._connection.execute("INSERT INTO touched VALUES (?, ?, 0, '')", (kind, key))
        self.move_pages(term, (number,))

    def move_pages(self, term: int, numbers: Iterable[int]) -> None:
        """Note numbered pages of a list whose first post, last post or links have changed."""
        rows = ((term, number) for number in numbers)
        self._connection.executemany("INSERT OR IGNORE INTO moved_pages VALUES (?, ?)", rows)

    def plan(self, paths: Iterable[str]) -> None:
        """Note output paths that touched owners have now."""
        self._connection.executemany("INSERT OR IGNORE INTO planned VALUES (?)", ((path,) for path in paths))

    def count(self, kind: str) -> int:
        """Return the number of touched owners of a kind."""
        query = "SELECT count(*) FROM touched WHERE kind = ?"
        return int(self._connection.execute(query, (kind,)).fetchone()[0])

    def keys(self, kind: str) -> list[str]:
        """Return the keys of the touched owners of a kind."""
        rows = self._connection.execute("SELECT key FROM touched WHERE kind = ?", (kind,))
        return [row[0] for row in rows]
