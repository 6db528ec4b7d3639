"""Run statements as one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def atomic(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit everything that is written inside, or on any exception nothing of it.

    Nested use makes a savepoint: an exception undoes what was written inside
    the inner block, and the outer block commits the rest. `executescript` must
    not be used inside, because it commits first.
    """
    is_nested = connection.in_transaction
    connection.execute("SAVEPOINT nested" if is_nested else "BEGIN")
    try:
        yield
        connection.execute("RELEASE nested" if is_nested else "COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has rolled back itself after some errors, as on a full disk.
            connection.execute("ROLLBACK TO nested" if is_nested else "ROLLBACK")
            if is_nested:
                connection.execute("RELEASE nested")
        raise


def execute_script(connection: sqlite3.Connection, script: str) -> None:
    """Run several statements, separated by semicolons, as one transaction. Commits what was open before."""
    try:
        connection.executescript(f"BEGIN; {script}; COMMIT;")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
