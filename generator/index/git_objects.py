"""Keep git's object ids beside the digests of sources, so that files that git knows need not be read.

Only this module writes the temporary table `tracked`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from generator.index.sources import drop_unchanged
from generator.system.git import Tracked

#: Asking git for all files takes about as long as reading a few hundred, or a quarter of them on two cores.
MANY = 1_000
_SHARE = 4


def has_many_unread(connection: sqlite3.Connection) -> bool:
    """Tell whether so many files have to be read that asking git for all files is faster."""
    (unread,) = connection.execute("SELECT count(*) FROM unread WHERE pack IS NULL").fetchone()
    if unread < MANY:
        return False  # Counting a million sources takes longer than reading these.
    (known,) = connection.execute("SELECT count(*) FROM sources").fetchone()
    return bool(unread * _SHARE >= known)


def save_tracked(connection: sqlite3.Connection, files: Iterable[Tracked]) -> None:
    """Keep the sizes, times and object ids that git has of files for the rest of the update."""
    connection.executemany("INSERT INTO tracked VALUES (?, ?, ?, ?)", files)


def prepare(connection: sqlite3.Connection) -> None:
    """Make the temporary table of what git knows, with nothing in it."""
    connection.execute(
        # Files whose bytes, as git says, are those of an object as long as they have this size and time.
        """CREATE TEMP TABLE IF NOT EXISTS tracked (
               path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, object_id BLOB
           ) WITHOUT ROWID"""
    )
    connection.execute("DELETE FROM temp.tracked")


def mark_unchanged(connection: sqlite3.Connection) -> None:
    """Take the files whose bytes are in the index, though their times are not, from the files to read.

    For such a file three things are true: it has the size and time that git
    saw; git's object is the one in the index; and its size is the one in the
    index, because one object gives files of two sizes where line endings are
    converted.
    """
    connection.execute(
        """UPDATE sources SET mtime_ns = unread.mtime_ns FROM unread CROSS JOIN tracked USING (path)
           WHERE sources.path = unread.path AND sources.role = unread.role AND sources.size = unread.size
             AND tracked.size = unread.size AND tracked.mtime_ns = unread.mtime_ns
             AND tracked.object_id = sources.object_id"""
    )
    drop_unchanged(connection)


def save_object_ids(connection: sqlite3.Connection) -> None:
    """Save the object ids of files that were read with the size and time that git saw."""
    connection.execute(
        """UPDATE sources SET object_id = tracked.object_id FROM unread CROSS JOIN tracked USING (path)
           WHERE sources.path = unread.path
             AND tracked.size = sources.size AND tracked.mtime_ns = sources.mtime_ns"""
    )
