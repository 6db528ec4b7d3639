"""Keep in the index what the registry of pictures says, and which of them the store has.

Registry and store are input, like the content. Both are read again only when a file or folder of theirs has
a new size or time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.core.digests import digest_values
from generator.core.model import Problem
from generator.index.change_set import ChangeSet
from generator.index.database import get_meta, set_meta
from generator.pictures.entry import Entry
from generator.pictures.registry import FOLDER, read_registry, registry_files
from generator.pictures.shown import shown
from generator.pictures.store import PictureStore

_MARK = "pictures"
_READ = "CREATE TEMP TABLE IF NOT EXISTS read_pictures AS SELECT * FROM pictures WHERE 0"
_INSERT = "INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?)"
#: Pictures of which a page, or a file of the output, may show something new. Both have to change: a picture
#: may have been kept with other bytes before.
_CHANGED = """
    SELECT address, hash FROM (SELECT * FROM main.pictures EXCEPT SELECT * FROM temp.read_pictures)
    UNION SELECT address, hash FROM (SELECT * FROM temp.read_pictures EXCEPT SELECT * FROM main.pictures)
"""


def update(connection: sqlite3.Connection, changes: ChangeSet, root: Path, store: PictureStore) -> None:
    """Bring the pictures of the index up to date, and add those that changed to the change set.

    Raises OSError.
    """
    files = registry_files(root)
    apart = store.published_apart
    mark = digest_values(files, "apart" if apart else store.signature()).hex() if files else ""
    if mark == get_meta(connection, _MARK):
        return
    problems: list[Problem] = []
    entries = read_registry(root, problems)
    stored = None if apart else frozenset(store.digests())
    # In their order, which is that of the table.
    rows = (_row(entries[address], stored) for address in sorted(entries))
    if connection.execute("SELECT 1 FROM main.pictures LIMIT 1").fetchone():
        _replace(connection, changes, rows)
    else:
        connection.executemany(_INSERT.format(table="main.pictures"), rows)
        changes.add_pictures("SELECT address, hash FROM main.pictures")
    _save_problems(connection, problems)
    set_meta(connection, _MARK, mark)


def _replace(
    connection: sqlite3.Connection, changes: ChangeSet, rows: Iterator[tuple[str | int, ...]]
) -> None:
    connection.execute(_READ)
    connection.execute("DELETE FROM temp.read_pictures")
    connection.executemany(_INSERT.format(table="temp.read_pictures"), rows)
    changes.add_pictures(_CHANGED)
    connection.execute("DELETE FROM main.pictures WHERE address IN (SELECT address FROM changed_pictures)")
    connection.execute(
        """INSERT INTO main.pictures SELECT * FROM temp.read_pictures
           WHERE address IN (SELECT address FROM changed_pictures)"""
    )
    connection.execute("DROP TABLE temp.read_pictures")


def _row(entry: Entry, stored: frozenset[str] | None) -> tuple[str | int, ...]:
    """Return the row of an entry; `stored` is None where the bytes of all are published apart."""
    is_stored = entry.status == "kept" and (stored is None or entry.hash in stored)
    text = shown(entry, stored=is_stored)
    width = entry.width if is_stored and entry.still else 0
    return entry.address, entry.status, entry.hash, entry.size, int(is_stored), text, width


def _save_problems(connection: sqlite3.Connection, problems: Sequence[Problem]) -> None:
    connection.execute(f"DELETE FROM problems WHERE path GLOB '{FOLDER}/*'")
    numbered = ((problem.path, number, *problem[1:]) for number, problem in enumerate(problems))
    connection.executemany("INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)", numbered)
