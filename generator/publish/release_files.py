"""Compare the files of an expired release with its manifest: others may have changed them.

Both lists may have a million lines, so they are kept in temporary tables.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.core.digests import content_digest
from generator.index.transactions import atomic
from generator.ledger.outputs import split
from generator.publish.manifest import Entry, is_unicode
from generator.system.files import read_file

#: A file: folder, name, size in bytes, time in ns; None for one that can't be ours.
_Found = tuple[str, str, int, int] | None

_TABLES = """
DROP TABLE IF EXISTS temp.in_manifest;
DROP TABLE IF EXISTS temp.on_disk;
-- The files of the manifest.
CREATE TEMP TABLE in_manifest (
    folder TEXT, name TEXT, digest BLOB, size INTEGER, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
-- The files of the release; digest: that of the manifest, NULL if the file is surely a different one.
CREATE TEMP TABLE on_disk (
    folder TEXT, name TEXT, size INTEGER, mtime_ns INTEGER, digest BLOB, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
"""
_FOREIGN = "SELECT EXISTS (SELECT folder, name FROM on_disk EXCEPT SELECT folder, name FROM in_manifest)"
_ADD_DIGESTS = """
UPDATE on_disk SET digest = (
    SELECT digest FROM in_manifest
    WHERE in_manifest.folder = on_disk.folder AND in_manifest.name = on_disk.name
    AND in_manifest.size = on_disk.size)"""


def create_tables(connection: sqlite3.Connection) -> None:
    """Make the tables, empty."""
    connection.executescript(_TABLES)


def record_files(connection: sqlite3.Connection, folder: Path, manifest: Iterable[Entry]) -> bool:
    """Record the files of a folder in the table `on_disk`; return whether the manifest has all of them.

    Links, devices and empty folders are in no manifest. Raises OSError.
    """
    create_tables(connection)
    with atomic(connection):
        for found in _walk(str(folder), ""):
            if found is None:
                return False
            connection.execute("INSERT INTO on_disk VALUES (?, ?, ?, ?, NULL)", found)
        rows = ((*split(one.path), one.digest, one.size) for one in manifest)
        connection.executemany("INSERT OR REPLACE INTO in_manifest VALUES (?, ?, ?, ?)", rows)
        if connection.execute(_FOREIGN).fetchone()[0]:
            return False
        connection.execute(_ADD_DIGESTS)
        return True


def _walk(root: str, folder: str) -> Iterator[_Found]:
    """Yield the files below a folder; `folder` is "" or ends with a slash."""
    with os.scandir(f"{root}/{folder}") as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    if folder and not found:
        yield None
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, f"{folder}{entry.name}/")
        else:
            yield _file(entry, folder)


def _file(entry: os.DirEntry[str], folder: str) -> _Found:
    """Return a file as a row of the table. No output has a name that is not Unicode."""
    state = entry.stat(follow_symlinks=False)
    if not stat.S_ISREG(state.st_mode) or not is_unicode(folder + entry.name):
        return None
    return folder, entry.name, state.st_size, state.st_mtime_ns


def is_unchanged(file: str, entry: Entry, mtime_ns: int) -> bool:
    """Compare a file with what we wrote: its size and time or, if the time differs, its bytes.

    Raises OSError.
    """
    state = os.lstat(file)
    if not stat.S_ISREG(state.st_mode) or state.st_size != entry.size:
        return False
    if state.st_mtime_ns == mtime_ns:
        return True
    data, _ = read_file(file)
    return data is not None and content_digest(data) == entry.digest
