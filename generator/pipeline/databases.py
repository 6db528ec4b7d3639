"""Open the databases of an archive for a build, and remove damaged ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.index.damage import damage, discard
from generator.index.database import open_index
from generator.ledger import outputs
from generator.output import staging
from generator.reporting.report import Reporter
from generator.system.os_errors import is_system_error


def discard_damaged(paths: SitePaths, reporter: Reporter, error: Exception) -> bool:
    """Remove damaged databases, if they may have caused an error; return whether they may."""
    if isinstance(error, BackfileError | OSError | MemoryError):
        return False
    if isinstance(error, sqlite3.Error) and is_system_error(error):
        return False
    found = [(path, why) for path in (paths.index, paths.ledger) if (why := damage(path))]
    if not found and isinstance(error, sqlite3.DatabaseError):
        found = [(paths.index, str(error))]  # Its structure is intact, but not its content.
    for path, why in found:
        discard(path)
        reporter.note(f"{path}: it was damaged ({why}) and is made anew")
    return bool(found)


@contextmanager
def opened(paths: SitePaths, reporter: Reporter) -> Iterator[sqlite3.Connection]:
    """Open index and ledger, and leave no half-made output behind."""
    connection, discarded = open_index(paths.index)
    lost = outputs.attach(connection, paths.ledger)
    for name, why in (("index", discarded), ("ledger", lost)):
        if why:
            reporter.note(f"the {name} in .backfile/ can't be used and is made anew: {why}")
    try:
        yield connection
    finally:
        connection.close()
        staging.clear(paths.all_staging)
