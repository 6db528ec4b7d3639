"""Object ids of git beside the digests of sources, so that what git knows need not be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from generator.system.git import Tracked

#: To ask git for all files takes about as long as to read a few hundred, or a quarter of them on two cores.
MANY = 1_000
_SHARE = 4


def has_many_unread(connection: sqlite3.Connection) -> bool:
    """Tell whether so many files are to be read that it pays to ask git for all there are."""
    unread, known = connection.execute(
        "SELECT (SELECT count(*) FROM unread), (SELECT count(*) FROM sources)"
    ).fetchone()
    return bool(unread >= MANY and unread * _SHARE >= known)


def take(connection: sqlite3.Connection, files: Iterable[Tracked]) -> None:
    """Take what git says into the table `tracked`."""
    connection.executemany("INSERT INTO tracked VALUES (?, ?, ?, ?)", files)


def clear(connection: sqlite3.Connection) -> None:
    """Forget what git said."""
    connection.execute("DELETE FROM tracked")


def mark_unchanged(connection: sqlite3.Connection) -> None:
    """Take files from `unread` whose bytes are known although their times are not.

    Such a file has the size and time that git saw, the object that git saw is
    the one remembered for the digest, and the size is the one it had then: the
    same object makes files of two sizes where ends of lines are converted.
    """
    connection.execute(
        """UPDATE sources SET mtime_ns = unread.mtime_ns FROM unread CROSS JOIN tracked USING (path)
           WHERE sources.path = unread.path AND sources.role = unread.role AND sources.size = unread.size
             AND tracked.size = unread.size AND tracked.mtime_ns = unread.mtime_ns
             AND tracked.object_id = sources.object_id"""
    )
    # What stands in for a bad post is read whatever the post's own file is like.
    connection.execute(
        """DELETE FROM unread WHERE EXISTS (
               SELECT 1 FROM sources WHERE sources.path = unread.path AND sources.role = unread.role
                   AND sources.size = unread.size AND sources.mtime_ns = unread.mtime_ns)
             AND path NOT IN (SELECT path FROM posts WHERE stand_in = 1)"""
    )


def remember(connection: sqlite3.Connection) -> None:
    """Note the object ids of files that were read in the state in which git saw them."""
    connection.execute(
        """UPDATE sources SET object_id = tracked.object_id FROM unread CROSS JOIN tracked USING (path)
           WHERE sources.path = unread.path
             AND tracked.size = sources.size AND tracked.mtime_ns = sources.mtime_ns"""
    )
