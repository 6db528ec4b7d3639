"""Remember which build wrote each output last, and why, in two small tables to which outputs refer."""

from __future__ import annotations

import sqlite3
from enum import IntEnum
from typing import NamedTuple

#: Builds that are remembered, if they wrote something: five weeks with a build every five minutes.
_BUILDS = 10_000
#: Reasons that may be kept without an output that refers to them; the same reasons occur again and again.
_REASONS = 500


class KnownReason(IntEnum):
    """The ids of reasons that do not come from a touched owner."""

    FIRST = 1
    FOUND = 2
    DAMAGED = 3


TABLES = f"""
CREATE TABLE ledger.builds (id INTEGER PRIMARY KEY, moment INTEGER NOT NULL);  -- microseconds since the epoch
CREATE TABLE ledger.reasons (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
INSERT INTO ledger.reasons VALUES
    ({KnownReason.FIRST}, 'it was the first build of this output'),
    ({KnownReason.FOUND}, 'it was there already, with the right bytes'),
    ({KnownReason.DAMAGED}, 'it was missing, or had been changed by another hand');
"""


class Build(NamedTuple):
    """A build that writes: its number, and its `now` in microseconds since the epoch.

    `fresh`: the ledger had no outputs before it. `tracked`: its changes are
    recorded (generator.ledger.changes), because there is a finished build to
    compare with.
    """

    number: int
    now: int
    fresh: bool
    tracked: bool


class Writing(NamedTuple):
    """When and why an output was written last. `build` is 0 if it was there already, with the right bytes.

    `moment` (microseconds since the epoch) is None if the build is no longer
    remembered.
    """

    build: int
    moment: int | None
    reason: str


def new_build(connection: sqlite3.Connection, now: int) -> Build:
    """Return the build that starts, and save the reasons of its touched owners."""
    number = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM ledger.builds").fetchone()[0]
    fresh = connection.execute("SELECT 1 FROM ledger.outputs LIMIT 1").fetchone() is None
    if not fresh:
        connection.execute("INSERT OR IGNORE INTO ledger.reasons (text) SELECT DISTINCT reason FROM touched")
    tracked = connection.execute("SELECT 1 FROM ledger.meta WHERE key = 'fingerprint'").fetchone() is not None
    return Build(number, now, fresh, tracked)


def record_build(connection: sqlite3.Connection, build: Build) -> None:
    """Save a build that wrote something; delete very old builds, and unused reasons if there are many."""
    connection.execute("INSERT OR IGNORE INTO ledger.builds VALUES (?, ?)", (build.number, build.now))
    connection.execute("DELETE FROM ledger.builds WHERE id <= ?", (build.number - _BUILDS,))
    many = connection.execute("SELECT count(*) FROM ledger.reasons").fetchone()[0] > _REASONS
    if many:
        connection.execute(
            """DELETE FROM ledger.reasons WHERE id > ? AND text NOT IN (SELECT reason FROM touched)
               AND id NOT IN (SELECT reason FROM ledger.outputs WHERE reason IS NOT NULL)""",
            (max(KnownReason),),
        )


def last_writing(connection: sqlite3.Connection, folder: str, name: str) -> Writing | None:
    """Return when and why an output was written last; None if it is not known, or not in the ledger."""
    row = connection.execute(
        """SELECT coalesce(build, 0), moment, text
           FROM ledger.outputs JOIN ledger.reasons ON reasons.id = reason
           LEFT JOIN ledger.builds ON builds.id = build WHERE folder = ? AND name = ?""",
        (folder, name),
    ).fetchone()
    return Writing(*row) if row else None
