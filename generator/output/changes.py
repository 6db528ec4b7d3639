"""`.backfile/changes.json`: what a build has changed, for programs that carry the output elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.ledger import changes
from generator.ledger.changes import Changed
from generator.output.json_stream import write_json

#: Raised when a program that reads the file has to be told.
VERSION = 1


def write_changes(connection: sqlite3.Connection, before: str, file: Path) -> str:
    """Write the file, unless it still holds, and return the fingerprint of the output as it is now.

    `before` is the fingerprint that the last finished build left, or "". Where
    nothing was noted since, the file tells how that state came about, so that
    who missed it can still catch up.
    """
    if before and not changes.any_recorded(connection) and file.exists():
        return before
    now = changes.next_fingerprint(connection, before) if before else changes.fingerprint(connection)
    head = {"version": VERSION, "from": before or None, "to": now, "everything": not before}
    write_json(file, {**head, **(_lists(connection) if before else {})})
    return now


def _lists(connection: sqlite3.Connection) -> dict[str, Any]:
    return {
        "posts": {
            "added": _objects(changes.posts_added(connection)),
            "changed": _objects(changes.posts_changed(connection)),
            "removed": _objects(changes.posts_removed(connection)),
        },
        "outputs": {"written": changes.written(connection), "removed": changes.removed(connection)},
    }


def _objects(posts: Iterator[Changed]) -> Iterator[dict[str, str]]:
    return (post.as_json() for post in posts)
