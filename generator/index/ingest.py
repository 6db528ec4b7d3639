"""Write the outcomes of reading to the index, batch by batch."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from generator.content.outcome import Outcome
from generator.core.model import Role
from generator.index import file_pictures, posts, site_links, sources
from generator.index.change_set import ChangeSet

_FILES: tuple[Role, ...] = ("file", "static")


class Ingested(NamedTuple):
    """Paths of a batch: of posts and pages without and with errors, and of files that no longer exist."""

    good: tuple[str, ...]
    bad: tuple[str, ...]
    vanished: tuple[str, ...]


def ingest(connection: sqlite3.Connection, changes: ChangeSet, outcomes: Sequence[Outcome]) -> Ingested:
    """Save what was read. A bad post keeps its old row; the caller replaces or deletes that."""
    present = [one for one in outcomes if one.digest is not None]
    parsed = [one for one in present if one.parsed]
    sources.record(connection, present)
    posts.save_problems(connection, parsed)
    site_links.save(connection, parsed)
    posts.save(connection, changes, [one.row for one in parsed if one.row is not None])
    files = [one for one in parsed if one.role in _FILES]
    changes.add_files(one.path for one in files)
    file_pictures.save(connection, changes, files)
    return Ingested(
        good=tuple(one.path for one in parsed if one.row is not None),
        bad=tuple(one.path for one in parsed if one.row is None and one.role not in _FILES),
        vanished=tuple(one.path for one in outcomes if one.digest is None),
    )


def delete(connection: sqlite3.Connection, changes: ChangeSet, paths: Sequence[str]) -> None:
    """Delete everything that was read from files that no longer exist."""
    posts.delete(connection, changes, paths)
    posts.delete_problems(connection, paths)
    site_links.delete(connection, paths)
    files = [path for path in paths if _is_file(connection, path)]
    changes.add_files(files)
    file_pictures.delete(connection, changes, files)
    sources.delete(connection, paths)


def _is_file(connection: sqlite3.Connection, path: str) -> bool:
    return connection.execute("SELECT 1 FROM files WHERE path = ?", (path,)).fetchone() is not None
