"""Which files are new, changed or gone since the index was last written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from generator.content.reading import Outcome, Request
from generator.content.scan import Found


def compare(connection: sqlite3.Connection, found: Iterable[Found], *, reread: bool) -> int:
    """Take what the scan found into the tables `seen` and `unread`; return the number of post files.

    With `reread` every post and page counts as unread: the rules of reading have changed.
    """
    connection.executemany(
        "INSERT INTO seen VALUES (?, ?, ?, ?)", ((f.path, f.role, f.size, f.mtime_ns) for f in found)
    )
    connection.execute(
        """INSERT INTO unread SELECT seen.* FROM seen LEFT JOIN sources USING (path)
           WHERE sources.path IS NULL OR sources.role != seen.role
              OR sources.size != seen.size OR sources.mtime_ns != seen.mtime_ns
              OR (:reread AND seen.role IN ('post', 'page'))""",
        {"reread": reread},
    )
    row = connection.execute("SELECT count(*) FROM seen WHERE role = 'post'").fetchone()
    return int(row[0])


def unread(connection: sqlite3.Connection, *, reread: bool) -> Iterator[Request]:
    """Yield the files to read, in the order of their paths, which is that of the disk more often than not.

    With `reread` posts and pages are parsed even if their bytes are as they were.
    """
    rows = connection.execute(
        """SELECT unread.path, unread.role, CASE WHEN :reread THEN NULL ELSE sources.digest END
           FROM unread LEFT JOIN sources ON sources.path = unread.path AND sources.role = unread.role
           ORDER BY unread.path""",
        {"reread": reread},
    )
    return (Request(*row) for row in rows)


def count_unread(connection: sqlite3.Connection) -> int:
    """Return the number of files to read."""
    return int(connection.execute("SELECT count(*) FROM unread").fetchone()[0])


def gone(connection: sqlite3.Connection) -> list[str]:
    """Return the paths that the index knows and the scan did not find."""
    rows = connection.execute(
        "SELECT path FROM sources WHERE NOT EXISTS (SELECT 1 FROM seen WHERE seen.path = sources.path)"
    )
    return [row[0] for row in rows]


def record(connection: sqlite3.Connection, outcomes: Iterable[Outcome]) -> None:
    """Remember files as they were read, with the digest of their bytes."""
    connection.executemany(
        "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)",
        ((one.path, one.role, one.size, one.mtime_ns, one.digest) for one in outcomes),
    )


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Forget files that are gone."""
    connection.executemany("DELETE FROM sources WHERE path = ?", ((path,) for path in paths))
