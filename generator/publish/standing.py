"""What stands in a release that has had its day, compared with its manifest: others may have been there.

Both lists may be a million lines, so they lie in the database.
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

#: What an entry of a folder becomes: folder, name, size, time; None where it can't be ours.
_Found = tuple[str, str, int, int] | None

_TABLES = """
DROP TABLE IF EXISTS temp.listed;
DROP TABLE IF EXISTS temp.base;
-- What we have put there.
CREATE TEMP TABLE listed (
    folder TEXT, name TEXT, digest BLOB, size INTEGER, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
-- What stands there; digest: what it should hold, NULL where it surely does not.
CREATE TEMP TABLE base (
    folder TEXT, name TEXT, size INTEGER, mtime_ns INTEGER, digest BLOB, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
"""
_FOREIGN = "SELECT EXISTS (SELECT folder, name FROM base EXCEPT SELECT folder, name FROM listed)"
_TELL = """
UPDATE base SET digest = (
    SELECT digest FROM listed
    WHERE listed.folder = base.folder AND listed.name = base.name AND listed.size = base.size)"""


def note_nothing(connection: sqlite3.Connection) -> None:
    """Make the tables, with nothing in them."""
    connection.executescript(_TABLES)


def note_standing(connection: sqlite3.Connection, folder: Path, manifest: Iterable[Entry]) -> bool:
    """Note in the table `base` what stands in a folder; tell whether all of it is of the manifest.

    Links, devices, and folders that are empty are of no manifest. Raises OSError.
    """
    note_nothing(connection)
    with atomic(connection):
        for found in _walk(str(folder), ""):
            if found is None:
                return False
            connection.execute("INSERT INTO base VALUES (?, ?, ?, ?, NULL)", found)
        rows = ((*split(one.path), one.digest, one.size) for one in manifest)
        connection.executemany("INSERT OR REPLACE INTO listed VALUES (?, ?, ?, ?)", rows)
        if connection.execute(_FOREIGN).fetchone()[0]:
            return False
        connection.execute(_TELL)
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
    """Return a file as the table has it; a name that is no Unicode is of no output."""
    state = entry.stat(follow_symlinks=False)
    if not stat.S_ISREG(state.st_mode) or not is_unicode(folder + entry.name):
        return None
    return folder, entry.name, state.st_size, state.st_mtime_ns


def holds(file: str, entry: Entry, mtime_ns: int) -> bool:
    """Tell whether a file is as we left it: its size and time or, where the time is another, its bytes.

    Raises OSError.
    """
    state = os.lstat(file)
    if not stat.S_ISREG(state.st_mode) or state.st_size != entry.size:
        return False
    if state.st_mtime_ns == mtime_ns:
        return True
    data, _ = read_file(file)
    return data is not None and content_digest(data) == entry.digest
