"""Takes the outcomes of reading into the index, batch by batch, and sorts the good from the bad."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from generator.content.read_job import Outcome
from generator.index import posts, sources

_FILES = ("file", "static")


class Taken(NamedTuple):
    """Paths of a batch by what became of them."""

    good: tuple[str, ...]
    bad: tuple[str, ...]
    vanished: tuple[str, ...]


def ingest(connection: sqlite3.Connection, outcomes: Sequence[Outcome]) -> Taken:
    """Store what was read. Bad posts keep the row they had; the caller decides what stands in for them."""
    present = [one for one in outcomes if one.digest is not None]
    parsed = [one for one in present if one.parsed]
    sources.record(connection, present)
    posts.store_problems(connection, parsed)
    posts.store(connection, [one.row for one in parsed if one.row is not None])
    _touch_files(connection, [one.path for one in parsed if one.role in _FILES])
    return Taken(
        good=tuple(one.path for one in parsed if one.row is not None),
        bad=tuple(one.path for one in parsed if one.row is None and one.role not in _FILES),
        vanished=tuple(one.path for one in outcomes if one.digest is None),
    )


def remove(connection: sqlite3.Connection, paths: Sequence[str]) -> None:
    """Remove everything that came from files that are gone."""
    posts.remove(connection, paths)
    posts.forget_problems(connection, paths)
    _touch_files(connection, [path for path in paths if _is_file(connection, path)])
    sources.forget(connection, paths)


def _is_file(connection: sqlite3.Connection, path: str) -> bool:
    return connection.execute("SELECT 1 FROM files WHERE path = ?", (path,)).fetchone() is not None


def _touch_files(connection: sqlite3.Connection, paths: Sequence[str]) -> None:
    connection.executemany("INSERT OR IGNORE INTO changed_files VALUES (?)", ((path,) for path in paths))


def has_changes(connection: sqlite3.Connection) -> bool:
    """Tell whether anything that was read says something new."""
    row = connection.execute(
        """SELECT EXISTS (SELECT 1 FROM changed) OR EXISTS (SELECT 1 FROM before)
               OR EXISTS (SELECT 1 FROM changed_files)"""
    ).fetchone()
    return bool(row[0])
