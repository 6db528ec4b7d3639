"""Find the posts that can be moved into packs, and their months, by reading them as a build does."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from generator.content.options import ReadOptions
from generator.content.outcome import POST_COLUMNS, Outcome, Request
from generator.content.read_job import ReadJob
from generator.parallel.executor import Executor, batches

_BATCH = 64
_DATE, _DRAFT = POST_COLUMNS.index("date"), POST_COLUMNS.index("draft")
_TABLE = "CREATE TABLE files (path TEXT PRIMARY KEY, month TEXT, digest BLOB) WITHOUT ROWID"


class Candidate(NamedTuple):
    """A post to move: its path, and the digest of the bytes that were read."""

    path: str
    digest: bytes


class Candidates:
    """Posts to move, by month, in a temporary database: there may be a million."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def months(self) -> list[tuple[str, int]]:
        """Return the months, each with its number of posts."""
        query = "SELECT month, count(*) FROM files GROUP BY month ORDER BY month"
        return self._connection.execute(query).fetchall()

    def of_month(self, month: str) -> list[Candidate]:
        """Return the posts of a month in the order of their paths."""
        rows = self._connection.execute(
            "SELECT path, digest FROM files WHERE month = ? ORDER BY path", (month,)
        )
        return [Candidate(*row) for row in rows]


@contextmanager
def candidates(
    root: Path,
    paths: Iterable[str],
    before: str,
    reading: ReadOptions,
    executor: Executor,
    kept: Counter[str],
) -> Iterator[Candidates]:
    """Read posts, and yield those of earlier months. Those that have to stay files are counted in `kept`."""
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.execute(_TABLE)
        connection.execute("BEGIN")
        requests = (Request(path, "post", None) for path in paths)
        for outcomes in executor.run(ReadJob(str(root), reading), batches(requests, _BATCH)):
            rows = [row for one in outcomes if (row := _row(one, before, kept))]
            connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")
        yield Candidates(connection)


def _row(outcome: Outcome, before: str, kept: Counter[str]) -> tuple[str, str, bytes] | None:
    if outcome.digest is None:
        return None
    if outcome.row is None:
        kept["with errors"] += 1
        return None
    month = str(outcome.row[_DATE])[:7]
    if month >= before:
        return None
    if outcome.row[_DRAFT]:
        kept["drafts"] += 1
        return None
    return outcome.path, month, outcome.digest
