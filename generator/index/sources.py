"""Compare the files of the content with the index: which are new, changed or gone since it was written.

Only this module writes the temporary tables `listed`, `seen` and `unread`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from generator.content.outcome import Outcome, Request
from generator.content.packs.reader import PackedAt
from generator.content.scan import Folder, Found, is_text
from generator.index.posts import count_shown

_TABLES = {
    # Folders of the content, each with a final slash, that were compared file by file. Those that no longer
    # exist have no signature.
    "listed": """CREATE TEMP TABLE IF NOT EXISTS listed (
        path TEXT PRIMARY KEY, signature BLOB, posts INTEGER) WITHOUT ROWID""",
    # The files in them, and at paths that were compared one by one.
    "seen": """CREATE TEMP TABLE IF NOT EXISTS seen (
        path TEXT PRIMARY KEY, role TEXT, size INTEGER, mtime_ns INTEGER) WITHOUT ROWID""",
    # Files and packed posts that have to be read. They need not exist any more.
    "unread": """CREATE TEMP TABLE IF NOT EXISTS unread (
        path TEXT PRIMARY KEY, role TEXT, size INTEGER, mtime_ns INTEGER,
        pack TEXT, frame_offset INTEGER, frame_size INTEGER) WITHOUT ROWID""",
}


def prepare(connection: sqlite3.Connection) -> None:
    """Make the temporary tables of a scan, with nothing in them."""
    for name, statement in _TABLES.items():
        connection.execute(statement)
        connection.execute(f"DELETE FROM temp.{name}")


def compare(connection: sqlite3.Connection, folders: Iterable[Folder], *, reread: bool) -> int:
    """Compare all folders of the content with the index; return the number of post files.

    Only folders whose signature differs from the one in the index are compared
    file by file. With `reread` all folders are, and every post and page is
    unread: the rules of reading have changed.
    """
    rows = connection.execute("SELECT path, signature, posts FROM folders")
    known = {path: (mark, count) for path, mark, count in rows}
    posts = 0
    for folder in folders:
        mark = folder.signature()
        known_mark, count = known.pop(folder.path, (None, 0))
        if reread or known_mark != mark:
            count = folder.posts()
            connection.execute("INSERT INTO listed VALUES (?, ?, ?)", (folder.path, mark, count))
            connection.executemany("INSERT INTO seen VALUES (?, ?, ?, ?)", folder.found())
        posts += count
    connection.executemany("INSERT OR IGNORE INTO listed VALUES (?, NULL, 0)", ((path,) for path in known))
    return posts


def compare_some(connection: sqlite3.Connection, paths: Iterable[str], found: Iterable[Found]) -> list[str]:
    """Compare the files `found` at some paths with the index; return the sources that no longer exist.

    If a path is that of a folder, all sources below it are compared.
    """
    seen = list(found)
    connection.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", seen)
    gone: dict[str, None] = {}
    for path in filter(is_text, paths):
        bounds = {
            "path": path,
            "folder": path[: path.rindex("/") + 1],
            "below": f"{path}/",
            "end": f"{path}0",
        }
        connection.execute(
            "UPDATE folders SET signature = x'' WHERE path = :folder OR path >= :below AND path < :end",
            bounds,
        )
        rows = connection.execute(
            """SELECT path FROM (SELECT path, pack FROM sources WHERE path = :path
                                 UNION ALL SELECT path, pack FROM sources WHERE path > :below AND path < :end)
               WHERE pack IS NULL AND path NOT IN (SELECT path FROM seen)""",
            bounds,
        )
        gone.update((row[0], None) for row in rows)
    # Without a signature, the next scan compares a folder file by file. It has to know all folders, since it
    # finds the sources of one that no longer exists by its path.
    folders = {one.path[: one.path.rindex("/") + 1] for one in seen}
    connection.executemany("INSERT OR IGNORE INTO folders VALUES (?, x'', 0)", ((path,) for path in folders))
    return list(gone)


def find_unread(connection: sqlite3.Connection, *, reread: bool) -> None:
    """Find the files and packed posts to read, after both were compared (generator.index.packs)."""
    connection.execute(
        """INSERT INTO unread SELECT seen.*, NULL, NULL, NULL FROM seen LEFT JOIN sources USING (path)
           WHERE sources.path IS NULL OR sources.role != seen.role OR sources.pack IS NOT NULL
              OR sources.size != seen.size OR sources.mtime_ns != seen.mtime_ns
              OR (:reread AND seen.role IN ('post', 'page'))""",
        {"reread": reread},
    )
    connection.execute(
        """INSERT INTO unread SELECT front.path, 'post', front.size, 0, front.pack, front.frame_offset,
               front.frame_size FROM front LEFT JOIN sources USING (path)
           WHERE sources.path IS NULL OR sources.digest != front.digest OR front.digest = x''
              OR sources.role != 'post' OR :reread""",
        {"reread": reread},
    )
    # The last good source of a bad post is input that the scan does not see.
    connection.execute(
        """INSERT OR IGNORE INTO unread
               SELECT path, role, size, mtime_ns, pack, frame_offset, frame_size FROM sources
               WHERE path IN (SELECT path FROM posts WHERE stand_in = 1)"""
    )


def unread(connection: sqlite3.Connection, *, reread: bool) -> Iterator[Request]:
    """Yield the files to read in the order of their paths, often that of the disk, then the packed posts.

    With `reread` posts and pages are parsed even if their bytes are the same as before.
    """
    rows = connection.execute(
        """SELECT unread.path, unread.role, CASE WHEN :reread OR EXISTS
               (SELECT 1 FROM posts WHERE posts.path = unread.path AND stand_in = 1)
               THEN NULL ELSE sources.digest END,
               unread.pack, unread.frame_offset, unread.frame_size
           FROM unread LEFT JOIN sources ON sources.path = unread.path AND sources.role = unread.role
           ORDER BY unread.pack, unread.frame_offset, unread.path""",
        {"reread": reread},
    )
    return (
        Request(path, role, known, PackedAt(*place) if place[0] else None)
        for path, role, known, *place in rows
    )


def add_files(connection: sqlite3.Connection, suffixes: Iterable[str]) -> None:
    """Have files beside posts and static files with certain suffixes read again, unchanged ones too."""
    named = " OR ".join(f"path LIKE '%{suffix}'" for suffix in suffixes)
    chosen = f"role IN ('file', 'static') AND ({named})"
    connection.execute(
        f"""INSERT OR IGNORE INTO unread SELECT path, role, size, mtime_ns, pack, frame_offset, frame_size
            FROM sources WHERE {chosen}"""
    )
    connection.execute(f"UPDATE sources SET digest = x'' WHERE {chosen}")


def drop_unchanged(connection: sqlite3.Connection) -> None:
    """Take files that have the role, size and time in the index from the files to read."""
    # The last good source of a bad post is read even if the post's own file is unchanged.
    connection.execute(
        """DELETE FROM unread WHERE pack IS NULL AND EXISTS (
               SELECT 1 FROM sources WHERE sources.path = unread.path AND sources.role = unread.role
                   AND sources.size = unread.size AND sources.mtime_ns = unread.mtime_ns)
             AND path NOT IN (SELECT path FROM posts WHERE stand_in = 1)"""
    )


def count_unread(connection: sqlite3.Connection) -> int:
    """Return the number of files to read."""
    return int(connection.execute("SELECT count(*) FROM unread").fetchone()[0])


#: Files without a post have a problem, since no file is dropped in silence.
_NOT_SHOWN = """
    SELECT (SELECT count(*) FROM posts WHERE live = 0 AND role = 'post')
        + (SELECT count(DISTINCT path) FROM problems JOIN sources USING (path)
           WHERE role = 'post' AND NOT EXISTS (SELECT 1 FROM posts WHERE posts.path = sources.path))
"""


def count_posts(connection: sqlite3.Connection) -> int:
    """Return the number of post files in the index: those that are shown, that wait, and that are bad."""
    return count_shown(connection) + int(connection.execute(_NOT_SHOWN).fetchone()[0])


def gone(connection: sqlite3.Connection) -> list[str]:
    """Return the sources in the listed folders that no longer exist."""
    rows = connection.execute(
        """SELECT sources.path FROM listed JOIN sources
               ON sources.path > listed.path AND sources.path < rtrim(listed.path, '/') || '0'
           WHERE sources.pack IS NULL AND instr(substr(sources.path, length(listed.path) + 1), '/') = 0
             AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.path = sources.path)"""
    )
    return [row[0] for row in rows]


def record_folders(connection: sqlite3.Connection) -> None:
    """Save the listed folders, with their signatures if all files are in the index as they were listed."""
    rows = connection.execute(
        """SELECT seen.path FROM seen LEFT JOIN sources USING (path)
           WHERE sources.path IS NULL OR sources.size != seen.size OR sources.mtime_ns != seen.mtime_ns"""
    ).fetchall()
    folders = {(path[: path.rindex("/") + 1],) for (path,) in rows}
    connection.executemany(
        "UPDATE listed SET signature = x'' WHERE path = ? AND signature IS NOT NULL", folders
    )
    connection.execute("INSERT OR REPLACE INTO folders SELECT * FROM listed WHERE signature IS NOT NULL")
    connection.execute("DELETE FROM folders WHERE path IN (SELECT path FROM listed WHERE signature IS NULL)")


def record(connection: sqlite3.Connection, outcomes: Iterable[Outcome]) -> None:
    """Save files as they were read, with the digest of their bytes."""
    connection.executemany(
        """INSERT OR REPLACE INTO sources (path, role, size, mtime_ns, digest, pack, frame_offset, frame_size)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            (one.path, one.role, one.size, one.mtime_ns, one.digest, *(one.packed or (None, None, None)))
            for one in outcomes
        ),
    )


def delete(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Delete files that no longer exist."""
    connection.executemany("DELETE FROM sources WHERE path = ?", ((path,) for path in paths))
