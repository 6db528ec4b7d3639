"""Decide which files to send and to remove: compare the ledger with the files at the target."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.index.transactions import atomic
from generator.kinds.kind import Announced
from generator.ledger.outputs import split
from generator.publish.manifest import Entry
from generator.publish.order import ANNOUNCED, PHASE, PHASES

_TABLES = """
-- Files at the target, from its manifest; a digest of NULL: their bytes are not known.
CREATE TEMP TABLE at_target (
    folder TEXT, name TEXT, digest BLOB, size INTEGER, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
CREATE TEMP TABLE sending (phase INTEGER, folder TEXT, name TEXT, digest BLOB, size INTEGER, fresh INTEGER);
-- early: a file where the output needs a folder, or the reverse: to be removed before anything is sent.
CREATE TEMP TABLE removing (
    folder TEXT, name TEXT, early INTEGER, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
"""
_COMPARE = (
    f"""INSERT INTO sending
    SELECT {PHASE}, folder, name, ours.digest, ours.size, at_target.size IS NULL
    FROM ledger.outputs AS ours LEFT JOIN at_target USING (folder, name)
    WHERE at_target.digest IS NOT ours.digest ORDER BY folder, name""",
    "CREATE INDEX temp.sending_phase ON sending (phase)",
    """INSERT INTO removing
    SELECT folder, name, EXISTS (
        SELECT 1 FROM ledger.outputs AS below  -- it was a file and is now a folder; "0" follows "/"
        WHERE below.folder >= at_target.folder || at_target.name || '/'
        AND below.folder < at_target.folder || at_target.name || '0')
    FROM at_target
    WHERE NOT EXISTS (SELECT 1 FROM ledger.outputs AS ours
                      WHERE ours.folder = at_target.folder AND ours.name = at_target.name)""",
)


_CHANGES = f"""
SELECT folder || name, CASE WHEN fresh THEN 'new' ELSE 'changed' END, {ANNOUNCED}
FROM sending JOIN ledger.outputs USING (folder, name)
UNION ALL
-- Of what kind a file was is not known any more.
SELECT folder || name, 'removed', CASE WHEN name LIKE '%.html' THEN 'page' ELSE '' END FROM removing
"""
_RESTORING = """
SELECT folder || name FROM (
    SELECT -1 AS phase, folder, name FROM removing UNION ALL SELECT phase, folder, name FROM sending)
ORDER BY phase, folder, name"""
_REPLACING = """
SELECT count(*), coalesce(sum(at_target.size), 0)
FROM (SELECT folder, name FROM removing UNION ALL SELECT folder, name FROM sending)
LEFT JOIN at_target USING (folder, name)"""


class Change(NamedTuple):
    """A change at the target: the path of a file, and who is told of it."""

    path: str
    what: Literal["new", "changed", "removed"]
    announced: Announced


class Amount(NamedTuple):
    """A number of files and their bytes."""

    files: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes to make at a target. The lists are kept in the database, since they may be long."""

    connection: sqlite3.Connection
    phases: dict[str, Amount]
    new: int
    removed: int
    unchanged: int

    @property
    def sent(self) -> Amount:
        """All that is to be sent."""
        files, sizes = zip(*self.phases.values(), strict=True)
        return Amount(sum(files), sum(sizes))

    @property
    def is_empty(self) -> bool:
        """Return whether the target has the same files as the output."""
        return not (self.sent.files or self.removed)

    @property
    def is_first(self) -> bool:
        """Return whether no file is known to be at the target."""
        query = "SELECT NOT EXISTS (SELECT 1 FROM at_target WHERE digest IS NOT NULL)"
        return bool(self.connection.execute(query).fetchone()[0])

    @property
    def replacing(self) -> Amount:
        """All that is to be sent or removed, with the bytes of what is there now."""
        files, size = self.connection.execute(_REPLACING).fetchone()
        return Amount(files, size)

    def restoring(self) -> Iterator[str]:
        """Yield the paths of all files that change, in the order in which the old ones would be sent again.

        Those that are to be removed come first: no list that names them may come before.
        """
        return (row[0] for row in self.connection.execute(_RESTORING))

    def changes(self) -> Iterator[Change]:
        """Yield all changes, in no order."""
        return (Change(*row) for row in self.connection.execute(_CHANGES))

    def sending(self, phase: str | None = None) -> Iterator[Entry]:
        """Yield the files to send, of one phase or of all in their order."""
        chosen = range(len(PHASES)) if phase is None else [PHASES.index(phase)]
        for number in chosen:
            rows = self.connection.execute(
                "SELECT folder || name, digest, size FROM sending WHERE phase = ? ORDER BY rowid", (number,)
            )
            yield from (Entry(*row) for row in rows)

    def removing(self, *, early: bool | None = None) -> Iterator[str]:
        """Yield the paths of files to remove: files that we put there and that the output lacks.

        With `early` True only files in whose place a folder goes, or the
        reverse; with False only the others.
        """
        query = "SELECT folder || name FROM removing WHERE early = coalesce(?, early) ORDER BY folder, name"
        return (row[0] for row in self.connection.execute(query, (early,)))

    def emptied(self, *, early: bool = False) -> Iterator[str]:
        """Yield the folders that no output needs any more, the deepest first, without final slashes.

        With `early` only folders in whose place a file goes, and folders below them; else the others.
        """
        folders: set[str] = set()
        for (folder,) in self.connection.execute("SELECT DISTINCT folder FROM removing WHERE folder != ''"):
            while folder and folder not in folders and not self._is_needed(folder):
                folders.add(folder)
                folder = split(folder[:-1])[0]
        chosen = [one for one in folders if _is_file_now(self.connection, one) == early]
        return (folder[:-1] for folder in sorted(chosen, key=lambda one: (-one.count("/"), one)))

    def _is_needed(self, folder: str) -> bool:
        """Return whether there is an output in a folder or below it."""
        row = self.connection.execute(
            "SELECT EXISTS (SELECT 1 FROM ledger.outputs WHERE folder >= ? AND folder < ?)",
            (folder, f"{folder[:-1]}0"),  # "0" follows "/"
        ).fetchone()
        return bool(row[0])

    def ours(self) -> Iterator[Entry]:
        """Yield all files of the output."""
        rows = self.connection.execute(
            "SELECT folder || name, digest, size FROM ledger.outputs ORDER BY folder, name"
        )
        return (Entry(*row) for row in rows)


def make_plan(connection: sqlite3.Connection, known: Iterable[Entry], uncertain: Iterable[str] = ()) -> Plan:
    """Compare the output of an attached ledger with the known files at a target.

    `uncertain` are paths that an interrupted publication may have written or removed.
    """
    connection.executescript(_TABLES)
    insert = "INSERT OR REPLACE INTO at_target VALUES (?, ?, ?, ?)"
    with atomic(connection):
        connection.executemany(insert, ((*split(one.path), one.digest, one.size) for one in known))
        connection.executemany(insert, ((*split(path), None, 0) for path in uncertain))
        for statement in _COMPARE:
            connection.execute(statement)
        _mark_early(connection)
    return Plan(connection, *_counts(connection))


def _mark_early(connection: sqlite3.Connection) -> None:
    """Mark the files below folders in whose place a file goes as early."""
    folders = connection.execute("SELECT DISTINCT folder FROM removing").fetchall()
    chosen = (row for row in folders if _is_file_now(connection, row[0]))
    connection.executemany("UPDATE removing SET early = 1 WHERE folder = ?", chosen)


def _is_file_now(connection: sqlite3.Connection, folder: str) -> bool:
    """Return whether an output is in the place of a folder, or of a folder above it."""
    query = "SELECT EXISTS (SELECT 1 FROM ledger.outputs WHERE folder = ? AND name = ?)"
    while folder:
        above, name = split(folder[:-1])
        if connection.execute(query, (above, name)).fetchone()[0]:
            return True
        folder = above
    return False


def _counts(connection: sqlite3.Connection) -> tuple[dict[str, Amount], int, int, int]:
    """Return amounts by phase, and the numbers of new, removed and unchanged files."""
    rows = connection.execute("SELECT phase, count(*), sum(size) FROM sending GROUP BY phase")
    found = {phase: Amount(*rest) for phase, *rest in rows}
    phases: dict[str, Amount] = {name: found.get(number, Amount()) for number, name in enumerate(PHASES)}
    new, removed, total = connection.execute(
        """SELECT (SELECT count(*) FROM sending WHERE fresh), (SELECT count(*) FROM removing),
                  (SELECT count(*) FROM ledger.outputs)"""
    ).fetchone()
    return phases, new, removed, total - sum(amount.files for amount in phases.values())
