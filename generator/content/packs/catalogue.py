"""List all posts in the packs of an archive, for commands that have no index, in a temporary database."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from generator.content.packs.container import frames_of
from generator.content.packs.find import FoundPack, packs_by_month
from generator.content.packs.list_job import BATCH, ListJob, damage
from generator.content.packs.names import pack_path
from generator.content.packs.reader import PackedAt
from generator.core.model import Problem
from generator.parallel.executor import Executor, batches

_TABLE = """
CREATE TABLE catalogue (
    path TEXT, month TEXT, frame_offset INTEGER, frame_size INTEGER, digest BLOB, PRIMARY KEY (path, month)
) WITHOUT ROWID;
CREATE INDEX catalogue_month ON catalogue (month, path);
"""
#: Of two posts with one path in a pack, the first counts.
_ADD = """
INSERT INTO catalogue VALUES (?, ?, ?, ?, ?) ON CONFLICT (path, month) DO UPDATE SET
    frame_offset = excluded.frame_offset, frame_size = excluded.frame_size, digest = excluded.digest
WHERE excluded.frame_offset < catalogue.frame_offset
"""


class PackedPost(NamedTuple):
    """A post in a pack, its place, and the digest of its bytes."""

    path: str
    place: PackedAt
    digest: bytes


class Catalogue:
    """The posts in packs, by path and by month."""

    def __init__(self, connection: sqlite3.Connection, root: Path, executor: Executor) -> None:
        self._connection = connection
        self._root = root
        self._executor = executor
        self._states: dict[str, bytes] = {}
        self.problems: list[Problem] = []

    def read(self, months: Collection[str] | None) -> None:
        """List the packs of some months, or all, as they are now."""
        found = packs_by_month(self._root)
        chosen = list(found) if months is None else [*months]
        for month in chosen:
            self._states[month] = _state(found, month)
            self._connection.execute("DELETE FROM catalogue WHERE month = ?", (month,))
            self.problems = [one for one in self.problems if one.path != pack_path(month)]
        frames = _frames(self._root, [month for month in chosen if month in found], self.problems)
        with self._connection:  # This commits at the end.
            self._connection.execute("BEGIN")
            for listing in self._executor.run(ListJob(str(self._root)), batches(frames, BATCH)):
                self.problems += listing.problems
                rows = (
                    (post.path, post.month, post.offset, post.frame_size, post.digest)
                    for post in listing.posts
                )
                self._connection.executemany(_ADD, rows)

    def is_current(self, month: str) -> bool:
        """Tell whether the pack of a month is still as it was when it was listed."""
        return self._states.get(month, b"") == _state(packs_by_month(self._root), month)

    def months_of(self, path: str) -> list[str]:
        """Return the months in whose packs a post is; the last one is that which is published."""
        rows = self._connection.execute("SELECT month FROM catalogue WHERE path = ? ORDER BY month", (path,))
        return [row[0] for row in rows]

    def find(self, path: str) -> PackedPost | None:
        """Return the post with a path that is published, if no file stands in front of it."""
        query = "SELECT * FROM catalogue WHERE path = ? ORDER BY month DESC LIMIT 1"
        row = self._connection.execute(query, (path,)).fetchone()
        return _post(row) if row else None

    def paths(self) -> Iterator[str]:
        """Yield the paths of all posts, those of a pack together."""
        rows = self._connection.execute("SELECT path FROM catalogue ORDER BY month, frame_offset, path")
        return (row[0] for row in rows)

    def of_month(self, month: str) -> Iterator[PackedPost]:
        """Yield the posts of a pack in the order of their paths."""
        rows = self._connection.execute("SELECT * FROM catalogue WHERE month = ? ORDER BY path", (month,))
        return map(_post, rows)

    def is_damaged(self, month: str) -> bool:
        """Tell whether a pack may have posts that can't be read."""
        return any(problem.path == pack_path(month) for problem in self.problems)


def _state(found: Mapping[str, FoundPack], month: str) -> bytes:
    return found[month].state if month in found else b""


def _post(row: tuple[str, str, int, int, bytes]) -> PackedPost:
    path, month, offset, size, digest = row
    return PackedPost(path, PackedAt(month, offset, size), digest)


@contextmanager
def catalogued(root: Path, executor: Executor, months: Collection[str] | None = None) -> Iterator[Catalogue]:
    """List the packs of an archive, or those of some months, and yield the catalogue."""
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.executescript(_TABLE)
        catalogue = Catalogue(connection, root, executor)
        catalogue.read(months)
        yield catalogue


def _frames(root: Path, months: Iterable[str], problems: list[Problem]) -> Iterator[PackedAt]:
    for month in months:
        path = pack_path(month)
        try:
            frames, why = frames_of(str(root / path))
        except OSError as error:
            problems.append(damage(path, f"the pack can't be read: {error.strerror}"))
            continue
        if why:
            problems.append(damage(path, why))
        yield from (PackedAt(month, *frame) for frame in frames)
