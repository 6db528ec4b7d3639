"""Find out whether a database can be used, and remove one that can't."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from generator.core.errors import BackfileError
from generator.system.os_errors import is_system_error

#: Suffixes of the files that SQLite keeps beside a database, and leaves there when it is killed.
_BESIDE = ("-journal", "-wal", "-shm")


def why_useless(path: Path, version: int, *older: int) -> str:
    """Return why a database can't be used by a program that works with `version`, or "".

    `older` are versions that can be migrated. This is a quick check; `damage`
    reads the whole database.
    """
    if path.is_dir():
        return "there is a folder at its path"
    if not _size(path):
        return ""
    if _was_interrupted(path) and (found := damage(path)):
        return f"it is damaged ({found})"
    connection = sqlite3.connect(path)
    try:
        has = connection.execute("PRAGMA user_version").fetchone()[0]
        size = connection.execute("PRAGMA page_count").fetchone()[0]
        size *= connection.execute("PRAGMA page_size").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if is_system_error(error):
            raise
        return f"it is damaged ({error})"
    finally:
        connection.close()
    if has not in (version, *older):
        return f"it has version {has} and this program works with {version}"
    return "it is damaged (its end is missing)" if size > _size(path) else ""


def _was_interrupted(path: Path) -> bool:
    """Tell whether a transaction was interrupted, which SQLite rolls back when it opens the database.

    SQLite does not notice if the journal is that of a different database, as after a cache was restored over
    a killed build; so the whole database has to be checked then.
    """
    return any(_size(path.with_name(path.name + suffix)) for suffix in _BESIDE[:2])


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def damage(path: Path) -> str:
    """Check a whole database; return what is wrong with it, or ""."""
    if not path.exists():
        return ""
    try:
        connection = sqlite3.connect(path)
    except sqlite3.Error as error:
        return str(error)
    try:
        connection.text_factory = bytes  # Its answer may quote bytes of a damaged database.
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0].decode("utf-8", "replace")
        return "" if found == "ok" else " ".join(found.split())
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # Error messages quote the database, too.
        return str(error)
    finally:
        connection.close()


def discard(path: Path) -> None:
    """Delete a database and the files beside it. A folder at its path is not ours, and is renamed.

    Raises BackfileError if the new name exists already, and OSError.
    """
    if path.is_dir() and not path.is_symlink():
        aside = path.with_name(f"{path.name}.aside")
        if aside.exists():
            raise BackfileError(f"{path}: this folder is where the build keeps a file; move it away")
        path.rename(aside)
    for suffix in ("", *_BESIDE):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
