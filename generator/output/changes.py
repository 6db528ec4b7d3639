"""Write `.backfile/changes.json`: the changes of a build, for programs that copy the output elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.ledger import changes
from generator.ledger.changes import Changed
from generator.output.json_stream import write_json

#: Raised with each change that programs which read the file have to know.
VERSION = 1


def write_changes(connection: sqlite3.Connection, before: str, file: Path) -> str:
    """Write the file, unless nothing changed, and return the current fingerprint of the output.

    `before` is the fingerprint of the last finished build, or "". If nothing was
    noted since, the file keeps the changes of that build, for programs that have
    not read them yet.
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
