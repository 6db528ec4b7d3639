"""Compare packs with the index: which of their posts are new, changed or gone.

A pack whose state is the one in the index is not read. The posts of any other are listed, and compared by
their digests in a few statements. Only this module writes the tables `packs` and `shadowed`, and the
temporary tables `relisted`, `packed`, `front` and `gone_files`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.content.packs.list_job import ListedPost
from generator.content.packs.names import PACKS, POSTS, shown_path
from generator.content.packs.reader import PackedAt, PackReader
from generator.core.model import Problem
from generator.system.files import read_file

_TABLES = {
    # Packs that are listed in this update, or that no longer exist.
    "relisted": "CREATE TEMP TABLE IF NOT EXISTS relisted (month TEXT PRIMARY KEY) WITHOUT ROWID",
    # The posts in them. Of two with one path in a pack, the first in the pack.
    "packed": """CREATE TEMP TABLE IF NOT EXISTS packed (
        path TEXT, pack TEXT, frame_offset INTEGER, frame_size INTEGER, size INTEGER, digest BLOB,
        PRIMARY KEY (path, pack)) WITHOUT ROWID""",
    # Those of them with nothing in front of them.
    "front": """CREATE TEMP TABLE IF NOT EXISTS front (
        path TEXT PRIMARY KEY, pack TEXT, frame_offset INTEGER, frame_size INTEGER, size INTEGER, digest BLOB
    ) WITHOUT ROWID""",
    # Sources that no longer exist.
    "gone_files": "CREATE TEMP TABLE IF NOT EXISTS gone_files (path TEXT PRIMARY KEY) WITHOUT ROWID",
}
_ADD = "INSERT OR IGNORE INTO packed VALUES (?, ?, ?, ?, ?, ?)"
#: The same, for posts of which some may be there already, from a later frame.
_FIRST = """
    INSERT INTO packed VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (path, pack) DO UPDATE SET
        frame_offset = excluded.frame_offset, frame_size = excluded.frame_size,
        size = excluded.size, digest = excluded.digest
    WHERE excluded.frame_offset < packed.frame_offset
"""
#: A file, or the pack of a later month, stands in front of a packed post.
_BEHIND = """
    EXISTS (SELECT 1 FROM seen WHERE seen.path = packed.path)
    OR EXISTS (SELECT 1 FROM sources WHERE sources.path = packed.path AND (
        sources.pack IS NULL AND NOT EXISTS (SELECT 1 FROM gone_files WHERE gone_files.path = packed.path)
        OR sources.pack > packed.pack AND sources.pack NOT IN (SELECT month FROM relisted)))
    OR EXISTS (SELECT 1 FROM packed AS later WHERE later.path = packed.path AND later.pack > packed.pack)
"""


class KnownPack(NamedTuple):
    """A pack in the index: see the columns of the table `packs`."""

    state: bytes
    digest: bytes


def prepare(connection: sqlite3.Connection, gone: Iterable[str]) -> None:
    """Make the temporary tables, with nothing in them but the files that are `gone`."""
    for name, statement in _TABLES.items():
        connection.execute(statement)
        connection.execute(f"DELETE FROM temp.{name}")
    connection.executemany("INSERT INTO gone_files VALUES (?)", ((path,) for path in gone))


def known_packs(connection: sqlite3.Connection) -> dict[str, KnownPack]:
    """Return the packs in the index by their months."""
    rows = connection.execute("SELECT month, state, digest FROM packs")
    return {month: KnownPack(state, digest) for month, state, digest in rows}


def keep_state(connection: sqlite3.Connection, month: str, state: bytes) -> None:
    """Note that a pack has the bytes in the index, though its files have different times."""
    connection.execute("UPDATE packs SET state = ? WHERE month = ?", (state, month))


def uncovered(connection: sqlite3.Connection) -> list[str]:
    """Return the packs, not listed yet, with a post in front of which nothing stands any more."""
    rows = connection.execute(
        """SELECT DISTINCT pack FROM shadowed WHERE pack NOT IN (SELECT month FROM relisted)
           AND (path IN (SELECT path FROM gone_files)
                OR NOT EXISTS (SELECT 1 FROM sources WHERE sources.path = shadowed.path)
                OR EXISTS (SELECT 1 FROM sources JOIN relisted ON relisted.month = sources.pack
                           WHERE sources.path = shadowed.path)
                   AND NOT EXISTS (SELECT 1 FROM packed WHERE packed.path = shadowed.path))"""
    )
    return [row[0] for row in rows]


def begin(connection: sqlite3.Connection, months: Iterable[str]) -> None:
    """Begin to list packs; one that does not exist is begun as well, and no post is added for it."""
    connection.executemany("INSERT OR IGNORE INTO relisted VALUES (?)", ((month,) for month in months))


def add(connection: sqlite3.Connection, posts: Iterable[ListedPost]) -> list[ListedPost]:
    """Add posts of packs; return those whose path their pack has twice, with different bytes."""
    found = list(posts)
    if connection.executemany(_ADD, found).rowcount == len(found):
        return []
    twice = []
    for post in found:
        if _has_other(connection, post):
            twice.append(post)
        connection.execute(_FIRST, post)
    return twice


def _has_other(connection: sqlite3.Connection, post: ListedPost) -> bool:
    query = "SELECT 1 FROM packed WHERE (path, pack) = (?, ?) AND digest != ?"
    return connection.execute(query, (post.path, post.month, post.digest)).fetchone() is not None


def remove(connection: sqlite3.Connection, month: str, paths: Iterable[str]) -> list[str]:
    """Take posts out of the list of a pack; return the paths that it does not have."""
    found = []
    for path in paths:
        cursor = connection.execute("DELETE FROM packed WHERE (path, pack) = (?, ?)", (path, month))
        if not cursor.rowcount:
            found.append(path)
    return found


def clear(connection: sqlite3.Connection, month: str) -> None:
    """Take all posts out of the list of a pack."""
    connection.execute("DELETE FROM packed WHERE pack = ?", (month,))


def add_lost(connection: sqlite3.Connection, month: str, others: Iterable[str]) -> int:
    """Add the posts that a damaged pack had, and has no longer; return their number.

    They are those in the index, and `others` of which only a last good source is known.
    """
    connection.execute(
        """INSERT OR IGNORE INTO packed SELECT path, pack, 0, 0, 0, x'' FROM sources WHERE pack = ?""",
        (month,),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO packed VALUES (?, ?, 0, 0, 0, x'')", ((path, month) for path in others)
    )
    query = "SELECT count(*) FROM packed WHERE pack = ? AND frame_size = 0"
    return int(connection.execute(query, (month,)).fetchone()[0])


def compare(connection: sqlite3.Connection) -> list[str]:
    """Find the packed posts with nothing in front of them; return the sources that no longer exist.

    Posts with the digest in the index get their new place there.
    """
    connection.execute("DELETE FROM shadowed WHERE pack IN (SELECT month FROM relisted)")
    connection.execute(f"INSERT INTO front SELECT * FROM packed WHERE NOT ({_BEHIND})")
    _keep_shadowed(connection)
    gone = connection.execute(
        """SELECT path FROM (SELECT path FROM gone_files UNION SELECT sources.path FROM relisted
                             CROSS JOIN sources ON sources.pack = relisted.month)
           WHERE path NOT IN (SELECT path FROM front) AND path NOT IN (SELECT path FROM seen)"""
    ).fetchall()
    # The plus keeps SQLite from looking up each of a million sources in `front`: it goes the other way.
    connection.execute(
        """UPDATE sources SET size = front.size, mtime_ns = 0, object_id = NULL, pack = front.pack,
               frame_offset = front.frame_offset, frame_size = front.frame_size
           FROM front WHERE sources.path = +front.path AND front.digest = sources.digest
               AND sources.role = 'post'"""
    )
    return [row[0] for row in gone]


def _keep_shadowed(connection: sqlite3.Connection) -> None:
    """Remember the packed posts behind others, also those in packs that were not listed now."""
    connection.execute(
        "INSERT INTO shadowed SELECT path, pack FROM packed WHERE NOT EXISTS ("
        "SELECT 1 FROM front WHERE front.path = packed.path AND front.pack = packed.pack)"
    )
    for table in ("front", "seen"):
        connection.execute(
            f"""INSERT OR IGNORE INTO shadowed SELECT {table}.path, sources.pack
                FROM {table} CROSS JOIN sources USING (path)
                WHERE sources.pack IS NOT NULL AND sources.pack NOT IN (SELECT month FROM relisted)"""
        )


def record(connection: sqlite3.Connection, months: Mapping[str, KnownPack]) -> None:
    """Save the packs that were listed; those that no longer exist are not among the `months`."""
    connection.execute("DELETE FROM packs WHERE month IN (SELECT month FROM relisted)")
    connection.executemany(
        "INSERT INTO packs SELECT ?1, ?2, ?3, count(*) FROM packed WHERE pack = ?1",
        ((month, *known) for month, known in months.items()),
    )


def save_problems(connection: sqlite3.Connection, month: str, problems: Iterable[Problem]) -> None:
    """Replace the problems of a pack, of its list, and of what they say about its posts."""
    start, end = f"{PACKS}{month}.", f"{PACKS}{month}/"
    connection.execute("DELETE FROM problems WHERE path >= ? AND path < ?", (start, end))
    connection.executemany(
        "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((one.path, number, *one[1:]) for number, one in enumerate(sorted(problems))),
    )


def count(connection: sqlite3.Connection) -> int:
    """Return the number of packed posts with nothing in front of them."""
    query = "SELECT (SELECT coalesce(sum(posts), 0) FROM packs) - (SELECT count(*) FROM shadowed)"
    return int(connection.execute(query).fetchone()[0])


def place_of(connection: sqlite3.Connection, path: str) -> PackedAt | None:
    """Return the place of a packed post; None for a file."""
    query = "SELECT pack, frame_offset, frame_size FROM sources WHERE path = ? AND pack IS NOT NULL"
    row = connection.execute(query, (path,)).fetchone()
    return PackedAt(*row) if row else None


def places_of(connection: sqlite3.Connection, paths: list[str]) -> dict[str, PackedAt]:
    """Return the places of those posts among some that are packed."""
    rows = connection.execute(
        """SELECT path, pack, frame_offset, frame_size FROM sources
           WHERE pack IS NOT NULL AND path IN (SELECT value FROM json_each(?))""",
        (json.dumps(paths),),
    )
    return {path: PackedAt(*place) for path, *place in rows}


def has_packs(connection: sqlite3.Connection) -> bool:
    """Tell whether the archive has packs."""
    return connection.execute("SELECT 1 FROM packs").fetchone() is not None


def source_bytes(connection: sqlite3.Connection, root: Path, path: str) -> bytes:
    """Return the bytes of a source, from its file or its pack. Raises DamagedPackError and OSError."""
    place = place_of(connection, path)
    if place is not None:
        return PackReader(str(root)).read(path, place)
    return read_file(str(root / path))[0] or b""


def shown(connection: sqlite3.Connection, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems as messages show them: those of packed posts with the path of their pack."""
    packed = has_packs(connection)
    for problem in problems:
        yield _shown(connection, problem) if packed and problem.path.startswith(POSTS) else problem


def _shown(connection: sqlite3.Connection, problem: Problem) -> Problem:
    place = place_of(connection, problem.path)
    return problem._replace(path=shown_path(place.month, problem.path)) if place else problem
