"""What has to be sent and removed: the ledger against what is known to be at the target."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.index.ledger import split
from generator.publish.manifest import Entry
from generator.publish.order import PHASE, PHASES

_TABLES = """
-- Files at the target, as its manifest has them; a digest of NULL: it is not known what they hold.
CREATE TEMP TABLE theirs (
    folder TEXT, name TEXT, digest BLOB, size INTEGER, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
CREATE TEMP TABLE sending (phase INTEGER, folder TEXT, name TEXT, digest BLOB, size INTEGER, fresh INTEGER);
CREATE TEMP TABLE removing (folder TEXT, name TEXT);
"""
_COMPARE = f"""
INSERT INTO sending
    SELECT {PHASE}, folder, name, ours.digest, ours.size, theirs.size IS NULL
    FROM ledger.outputs AS ours LEFT JOIN theirs USING (folder, name)
    WHERE theirs.digest IS NOT ours.digest ORDER BY folder, name;
CREATE INDEX temp.sending_phase ON sending (phase);
INSERT INTO removing
    SELECT folder, name FROM theirs
    WHERE NOT EXISTS (SELECT 1 FROM ledger.outputs AS ours
                      WHERE ours.folder = theirs.folder AND ours.name = theirs.name);
"""


class Amount(NamedTuple):
    """A number of files and their bytes."""

    files: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done at a target. Lists lie in the database, however long they are."""

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
        """Tell whether the target has what the output has."""
        return not (self.sent.files or self.removed)

    def sending(self, phase: str | None = None) -> Iterator[Entry]:
        """Yield the files to send, of one phase or of all in their order."""
        chosen = range(len(PHASES)) if phase is None else [PHASES.index(phase)]
        for number in chosen:
            rows = self.connection.execute(
                "SELECT folder || name, digest, size FROM sending WHERE phase = ? ORDER BY rowid", (number,)
            )
            yield from (Entry(*row) for row in rows)

    def removing(self) -> Iterator[str]:
        """Yield the paths of files to remove: those that we have put there and that the output lacks."""
        rows = self.connection.execute("SELECT folder || name FROM removing ORDER BY folder, name")
        return (row[0] for row in rows)

    def emptied(self) -> Iterator[str]:
        """Yield the folders that no output needs any more, the deepest first, without final slashes."""
        folders: set[str] = set()
        for (folder,) in self.connection.execute("SELECT DISTINCT folder FROM removing WHERE folder != ''"):
            while folder and folder not in folders and not self._is_needed(folder):
                folders.add(folder)
                folder = split(folder[:-1])[0]
        return (folder[:-1] for folder in sorted(folders, key=lambda one: (-one.count("/"), one)))

    def _is_needed(self, folder: str) -> bool:
        """Tell whether there is an output in a folder or below it."""
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
    """Compare the output of an attached ledger with what is known of a target.

    `uncertain` are paths at which a publication that was broken off may have
    left something.
    """
    connection.executescript(_TABLES)
    connection.execute("BEGIN")
    insert = "INSERT OR REPLACE INTO theirs VALUES (?, ?, ?, ?)"
    connection.executemany(insert, ((*split(one.path), one.digest, one.size) for one in known))
    connection.executemany(insert, ((*split(path), None, 0) for path in uncertain))
    connection.execute("COMMIT")
    connection.executescript(f"BEGIN; {_COMPARE} COMMIT;")
    return Plan(connection, *_counts(connection))


def _counts(connection: sqlite3.Connection) -> tuple[dict[str, Amount], int, int, int]:
    """Return amounts by phase, and the numbers of new, removed and unchanged files."""
    rows = connection.execute("SELECT phase, count(*), sum(size) FROM sending GROUP BY phase")
    found = {phase: Amount(*rest) for phase, *rest in rows}
    phases = {name: found.get(number, Amount()) for number, name in enumerate(PHASES)}
    new, removed, total = connection.execute(
        """SELECT (SELECT count(*) FROM sending WHERE fresh), (SELECT count(*) FROM removing),
                  (SELECT count(*) FROM ledger.outputs)"""
    ).fetchone()
    return phases, new, removed, total - sum(amount.files for amount in phases.values())
