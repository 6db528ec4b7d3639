"""Which build wrote each output last, and why: two small tables of the ledger that its outputs refer to."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

#: Builds that are remembered, of those that wrote something: five weeks of one every five minutes.
_BUILDS = 10_000
#: Reasons that are kept though no output may refer to them any more; they are sentences, so they recur.
_REASONS = 500

#: Reasons that the ledger itself knows, by their numbers.
FIRST, FOUND, DAMAGED = 1, 2, 3
TABLES = f"""
CREATE TABLE ledger.builds (id INTEGER PRIMARY KEY, moment INTEGER NOT NULL);  -- microseconds since the epoch
CREATE TABLE ledger.reasons (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
INSERT INTO ledger.reasons VALUES
    ({FIRST}, 'it was the first build of this output'),
    ({FOUND}, 'it was there already, with the right bytes'),
    ({DAMAGED}, 'it was missing, or had been changed by another hand');
"""


class Build(NamedTuple):
    """A build that writes: its number, its now in microseconds since the epoch.

    `fresh` tells that the ledger had no outputs before it, `tracked` that what
    it changes is compared with what the last finished build left
    (generator.ledger.changes): before there was one, everything is new.
    """

    number: int
    now: int
    fresh: bool
    tracked: bool


class Writing(NamedTuple):
    """When and why an output was written last. `build` is 0 for one that was found with the right bytes.

    `moment` (microseconds since the epoch) is None for a build that is no
    longer remembered.
    """

    build: int
    moment: int | None
    reason: str


def new_build(connection: sqlite3.Connection, now: int) -> Build:
    """Return the build that starts, and make the reasons of what it touches known to the ledger."""
    number = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM ledger.builds").fetchone()[0]
    fresh = connection.execute("SELECT 1 FROM ledger.outputs LIMIT 1").fetchone() is None
    if not fresh:
        connection.execute("INSERT OR IGNORE INTO ledger.reasons (text) SELECT DISTINCT reason FROM touched")
    tracked = connection.execute("SELECT 1 FROM ledger.meta WHERE key = 'fingerprint'").fetchone() is not None
    return Build(number, now, fresh, tracked)


def note_build(connection: sqlite3.Connection, build: Build) -> None:
    """Note that a build wrote something; forget very old ones, and reasons when they are many."""
    connection.execute("INSERT OR IGNORE INTO ledger.builds VALUES (?, ?)", (build.number, build.now))
    connection.execute("DELETE FROM ledger.builds WHERE id <= ?", (build.number - _BUILDS,))
    many = connection.execute("SELECT count(*) FROM ledger.reasons").fetchone()[0] > _REASONS
    if many:
        connection.execute(
            """DELETE FROM ledger.reasons WHERE id > ? AND text NOT IN (SELECT reason FROM touched)
               AND id NOT IN (SELECT reason FROM ledger.outputs WHERE reason IS NOT NULL)""",
            (DAMAGED,),
        )


def last_writing(connection: sqlite3.Connection, folder: str, name: str) -> Writing | None:
    """Return when and why an output was written last; None if an older program did, or it is not ours."""
    row = connection.execute(
        """SELECT coalesce(build, 0), moment, text
           FROM ledger.outputs JOIN ledger.reasons ON reasons.id = reason
           LEFT JOIN ledger.builds ON builds.id = build WHERE folder = ? AND name = ?""",
        (folder, name),
    ).fetchone()
    return Writing(*row) if row else None
