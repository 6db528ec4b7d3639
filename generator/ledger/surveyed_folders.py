"""Remember the folders of the output in which all files were as the ledger has them, and their times.

The time of a folder changes when a name in it comes, goes, or is replaced. So a
folder that has the time of the last look holds the same files, unless somebody
wrote into one of them in place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

TABLE = """
CREATE TABLE ledger.folders (
    folder   TEXT PRIMARY KEY,     -- relative to the output folder, "" or with a final slash
    mtime_ns INTEGER NOT NULL      -- of the folder when its files were as they should be; 0: look at them
) WITHOUT ROWID;
"""
#: Brings a ledger without the table to one with all folders of its outputs in it.
FILL = "INSERT INTO ledger.folders SELECT DISTINCT folder, 0 FROM ledger.outputs"


class Surveyed(NamedTuple):
    """What one look at the output found. Folders are as in the table.

    - `changed`: an output in it is missing or changed.
    - `intact`: all outputs in it are as they should be; with the times of the folders.
    - `empty`: the ledger has no output in it.
    - `next`: the folder with which the next look begins; "" to begin with the first.
    """

    changed: list[str]
    intact: list[tuple[str, int]]
    empty: list[str]
    next: str = ""


class Stretch(NamedTuple):
    """The times of some folders, and the folder with which the next stretch begins; "" for the first."""

    times: dict[str, int]
    next: str


def stretch(connection: sqlite3.Connection, begin: str, number: int) -> Stretch:
    """Return so many folders in the order of their names, from `begin` on, and all that have no time.

    The first folder, with the home page, is among them in any case.
    """
    rows = connection.execute(
        "SELECT folder, mtime_ns FROM ledger.folders WHERE folder >= ? ORDER BY folder LIMIT ?",
        (begin, number + 1),
    ).fetchall()
    others = connection.execute(
        "SELECT folder, mtime_ns FROM ledger.folders WHERE mtime_ns = 0 OR folder = ''"
    )
    return Stretch(dict(others) | dict(rows[:number]), rows[number][0] if len(rows) > number else "")


def look_again(connection: sqlite3.Connection, folders: Iterable[str]) -> None:
    """Have the next survey look at the files of folders, before any of these files is written."""
    connection.executemany(
        """INSERT INTO ledger.folders VALUES (?, 0)
           ON CONFLICT (folder) DO UPDATE SET mtime_ns = 0 WHERE mtime_ns != 0""",
        ((folder,) for folder in folders),
    )


def save(connection: sqlite3.Connection, found: Surveyed) -> None:
    """Save the result of a survey."""
    look_again(connection, found.changed)
    connection.executemany(
        "UPDATE ledger.folders SET mtime_ns = ?2 WHERE folder = ?1 AND mtime_ns != ?2", found.intact
    )
    connection.executemany("DELETE FROM ledger.folders WHERE folder = ?", ((one,) for one in found.empty))
