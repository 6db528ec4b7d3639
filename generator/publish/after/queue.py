"""Keep the addresses that services have to be told, from one publication to the next.

An address waits until its service has taken or refused it, so none is lost when a service is busy, a quota
is used up, or the program is killed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from generator.index.database import connect
from generator.index.transactions import atomic
from generator.publish.after.service import EVERYTHING, Waiting

_TABLES = """
CREATE TABLE IF NOT EXISTS waiting (
    number INTEGER PRIMARY KEY, service TEXT NOT NULL, address TEXT NOT NULL, what TEXT NOT NULL,
    UNIQUE (service, address)
);
-- until: no request before this time, in seconds since the epoch. used: addresses in the month.
CREATE TABLE IF NOT EXISTS services (
    name TEXT PRIMARY KEY, until REAL NOT NULL, month TEXT NOT NULL, used INTEGER NOT NULL
) WITHOUT ROWID;
"""
#: What was new and not told yet is still new; what was removed and is back has changed.
_ADD = """
INSERT INTO waiting (service, address, what) VALUES (?, ?, ?)
ON CONFLICT (service, address) DO UPDATE
SET what = CASE WHEN what = 'new' AND excluded.what = 'changed' THEN 'new' ELSE excluded.what END
"""


class Limits(NamedTuple):
    """No request before `until` (seconds since the epoch); `used` addresses in the month `month`."""

    until: float = 0.0
    month: str = ""
    used: int = 0


class Queue(NamedTuple):
    """The queue of one target."""

    connection: sqlite3.Connection

    def add(self, service: str, waiting: Iterable[Waiting]) -> None:
        """Add addresses."""
        self.connection.executemany(_ADD, ((service, *one) for one in waiting))

    def add_everything(self, service: str) -> None:
        """Put all files of the site in place of the addresses that wait for a cache."""
        self.connection.execute("DELETE FROM waiting WHERE service = ?", (service,))
        self.add(service, [Waiting(EVERYTHING, "changed")])

    def keep(self, services: Sequence[str]) -> None:
        """Forget the services that are not among these."""
        marks = ", ".join("?" * len(services))
        for table, column in (("waiting", "service"), ("services", "name")):
            self.connection.execute(f"DELETE FROM {table} WHERE {column} NOT IN ({marks})", services)

    def count(self, service: str) -> int:
        """Return how many addresses wait for a service."""
        query = "SELECT count(*) FROM waiting WHERE service = ?"
        return int(self.connection.execute(query, (service,)).fetchone()[0])

    def has_everything(self, service: str) -> bool:
        """Return whether a cache has to forget all files."""
        query = "SELECT EXISTS (SELECT 1 FROM waiting WHERE service = ? AND address = ?)"
        return bool(self.connection.execute(query, (service, EVERYTHING)).fetchone()[0])

    def first(self, service: str, count: int) -> list[Waiting]:
        """Return addresses that wait for a service, those of the last publication first."""
        query = "SELECT address, what FROM waiting WHERE service = ? ORDER BY number DESC LIMIT ?"
        return [Waiting(*row) for row in self.connection.execute(query, (service, count))]

    def remove(self, service: str, done: Iterable[Waiting]) -> None:
        """Remove addresses."""
        with atomic(self.connection):
            self.connection.executemany(
                "DELETE FROM waiting WHERE service = ? AND address = ?",
                ((service, one.address) for one in done),
            )

    def limits(self, service: str) -> Limits:
        """Return what is known of a service."""
        row = self.connection.execute(
            "SELECT until, month, used FROM services WHERE name = ?", (service,)
        ).fetchone()
        return Limits(*row) if row else Limits()

    def set_limits(self, service: str, limits: Limits) -> None:
        """Save what is known of a service."""
        with atomic(self.connection):
            self.connection.execute("INSERT OR REPLACE INTO services VALUES (?, ?, ?, ?)", (service, *limits))


@contextmanager
def open_queue(file: Path) -> Iterator[Queue]:
    """Open the queue in a file; a damaged one is made anew. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = _connected(file)
    except sqlite3.DatabaseError:
        file.unlink()
        connection = _connected(file)
    with closing(connection):
        yield Queue(connection)


def _connected(file: Path) -> sqlite3.Connection:
    connection = connect(file)
    try:
        connection.executescript(_TABLES)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
