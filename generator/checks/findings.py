"""Store the problems that a check finds on disk, and read them back in the order of files and lines."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.checks.codes import is_selected
from generator.core.model import Problem, Severity
from generator.index.transactions import atomic
from generator.parallel.executor import batches

#: Problems that are written in one transaction.
_BATCH = 1_000

_TABLE = """
CREATE TEMP TABLE findings (
    path TEXT, line INTEGER, column INTEGER, code TEXT, message TEXT, hint TEXT, severity TEXT
)
"""


class Selection(NamedTuple):
    """The codes, or families of codes, that are wanted and that are ignored. `only` is empty for all."""

    only: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


class Findings:
    """The problems of one check, added in any order."""

    def __init__(self, connection: sqlite3.Connection, selection: Selection) -> None:
        self._connection = connection
        self._selection = selection
        connection.execute(_TABLE)

    def take(self, found: Iterable[Problem]) -> None:
        """Add problems, except those that are not wanted."""
        wanted = (one for one in found if is_selected(one.code, *self._selection))
        for some in batches(wanted, _BATCH):  # between batches, a rule may write to its own tables
            with atomic(self._connection):
                self._connection.executemany("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?)", some)

    def __iter__(self) -> Iterator[Problem]:
        """Yield all problems by file, line and column, each once."""
        rows = self._connection.execute(
            "SELECT DISTINCT * FROM findings ORDER BY path, line, column, code, message"
        )
        return (Problem(*row) for row in rows)

    def codes(self) -> list[tuple[str, Severity]]:
        """Return (code, severity) of each kind of problem, in order."""
        return self._connection.execute(
            "SELECT code, min(severity) FROM findings GROUP BY code ORDER BY code"
        ).fetchall()

    def count(self, severity: Severity) -> int:
        """Return the number of problems of a severity."""
        query = "SELECT count(*) FROM (SELECT DISTINCT * FROM findings) WHERE severity = ?"
        return int(self._connection.execute(query, (severity,)).fetchone()[0])

    def files(self) -> int:
        """Return the number of files with problems."""
        return int(self._connection.execute("SELECT count(DISTINCT path) FROM findings").fetchone()[0])
