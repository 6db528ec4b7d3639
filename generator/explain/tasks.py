"""The task of a single output, from the planner itself, so that what is told is what a build does."""

from __future__ import annotations

import sqlite3
from pathlib import PurePosixPath

from generator import press
from generator.explain.state import State
from generator.plan.lists import term_path
from generator.plan.task import Task


def task_of(state: State, kind: str, key: str, path: str) -> Task | None:
    """Return the task of an output by its owner; None if the next build would not make it."""
    connection = state.connection
    for table in ("touched", "planned"):
        connection.execute(f"DELETE FROM temp.{table}")
    start = _start(connection, kind, key, path, state.edition.page_size)
    connection.execute("INSERT INTO touched VALUES (?, ?, ?, '')", (kind, key, start))
    return next((task for task in press.tasks(connection, state.edition) if task.path == path), None)


def _start(connection: sqlite3.Connection, kind: str, key: str, path: str, size: int) -> int | None:
    """Return the stamp of the first post on a page of a list, so that only pages near it are planned."""
    row = connection.execute(
        "SELECT id, slug, posts FROM terms WHERE taxonomy = ? AND name = ?", (kind, key)
    ).fetchone()
    if row is None:
        return None
    number, slug, posts = row
    page = PurePosixPath(path).stem
    numbered = path != term_path(kind, slug) and page.isdecimal()
    offset = (int(page) - 1) * size if numbered else max(0, posts - size)
    found = connection.execute(
        "SELECT stamp FROM post_terms WHERE term_id = ? ORDER BY stamp, path LIMIT 1 OFFSET ?",
        (number, offset),
    ).fetchone()
    return int(found[0]) if found else None
