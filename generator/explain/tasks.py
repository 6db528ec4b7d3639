"""The task of a single output, from the planner itself, so that what is told is what a build does."""

from __future__ import annotations

import sqlite3
from pathlib import PurePosixPath

from generator.kinds.lists import term_path
from generator.pipeline import output_stage
from generator.pipeline.inputs import Edition
from generator.plan.task import Task

#: Of the numbers that pages may have; SQLite has none of more.
_DIGITS = 18


def task_of(connection: sqlite3.Connection, edition: Edition, kind: str, key: str, path: str) -> Task | None:
    """Return the task of an output by its owner; None if the next build would not make it."""
    for table in ("touched", "planned", "repaged"):
        connection.execute(f"DELETE FROM temp.{table}")
    page = _numbered_page(connection, kind, key, path)
    connection.execute("INSERT INTO touched VALUES (?, ?, ?, '')", (kind, key, 0 if page else None))
    connection.executemany("INSERT INTO repaged VALUES (?, ?)", page)
    return next((task for task in output_stage.tasks(connection, edition) if task.path == path), None)


def _numbered_page(connection: sqlite3.Connection, kind: str, key: str, path: str) -> list[tuple[int, int]]:
    """Return term and number of a page of a list, so that it alone is planned; none for what is none."""
    row = connection.execute(
        "SELECT id, slug FROM terms WHERE taxonomy = ? AND name = ?", (kind, key)
    ).fetchone()
    if row is None:
        return []
    term, slug = row
    number = PurePosixPath(path).stem
    if path == term_path(kind, slug):
        return [(term, 0)]
    is_one = number.isdecimal() and len(number) <= _DIGITS
    return [(term, int(number))] if is_one else []
