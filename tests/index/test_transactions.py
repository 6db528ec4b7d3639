"""A transaction is kept whole or not at all, also inside a different one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from generator.index.transactions import atomic, execute_script


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        opened.execute("CREATE TABLE numbers (n INTEGER)")
        yield opened


def add(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("INSERT INTO numbers VALUES (?)", (number,))


def numbers(connection: sqlite3.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT n FROM numbers ORDER BY n")]


def test_what_is_written_inside_is_committed(connection: sqlite3.Connection) -> None:
    with atomic(connection):
        add(connection, 1)
        assert connection.in_transaction
    assert not connection.in_transaction
    assert numbers(connection) == [1]


def add_and_raise(connection: sqlite3.Connection, number: int, error: BaseException) -> None:
    with atomic(connection):
        add(connection, number)
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_exception_undoes_it(connection: sqlite3.Connection, error: type[BaseException]) -> None:
    with pytest.raises(error):
        add_and_raise(connection, 1, error())
    assert not connection.in_transaction
    assert numbers(connection) == []


def test_an_exception_in_an_inner_block_undoes_that_block(connection: sqlite3.Connection) -> None:
    with atomic(connection):
        add(connection, 1)
        with suppress(ValueError), atomic(connection):
            add(connection, 2)
            with atomic(connection):
                add(connection, 3)
            raise ValueError
        add(connection, 4)
        with atomic(connection):
            add(connection, 5)
    assert numbers(connection) == [1, 4, 5]


def test_an_outer_block_undoes_inner_ones(connection: sqlite3.Connection) -> None:
    with suppress(ValueError), atomic(connection):
        with atomic(connection):
            add(connection, 1)
        raise ValueError
    assert numbers(connection) == []


def test_sqlite_may_have_rolled_back_itself(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE UNIQUE INDEX once ON numbers (n)")
    with suppress(sqlite3.IntegrityError), atomic(connection):
        add(connection, 1)
        connection.execute("INSERT OR ROLLBACK INTO numbers VALUES (1)")
    assert not connection.in_transaction
    assert numbers(connection) == []


def test_a_script_is_kept_whole_or_not_at_all(connection: sqlite3.Connection) -> None:
    execute_script(connection, "INSERT INTO numbers VALUES (1); INSERT INTO numbers VALUES (2)")
    with pytest.raises(sqlite3.OperationalError):
        execute_script(connection, "INSERT INTO numbers VALUES (3); INSERT INTO nothing VALUES (4);")
    assert not connection.in_transaction
    assert numbers(connection) == [1, 2]
