"""Databases that can't be used: how that is found out, and how they are put out of the way."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from generator.core.errors import BackfileError
from generator.system.os_errors import is_refusal

#: What SQLite keeps beside a database while it works, and leaves there when it is killed.
_BESIDE = ("-journal", "-wal", "-shm")


def why_useless(path: Path, version: int, *older: int) -> str:
    """Return why a database can't be used as it is, by a program that works with a version of it; or "".

    `older` are versions that can be brought up to date. This is a short look;
    `damage` looks all of it through.
    """
    if path.is_dir():
        return "a folder stands in its place"
    if not _size(path):
        return ""
    if _was_broken_off(path) and (found := damage(path)):
        return f"it is damaged ({found})"
    connection = sqlite3.connect(path)
    try:
        has = connection.execute("PRAGMA user_version").fetchone()[0]
        size = connection.execute("PRAGMA page_count").fetchone()[0]
        size *= connection.execute("PRAGMA page_size").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if is_refusal(error):
            raise
        return f"it is damaged ({error})"
    finally:
        connection.close()
    if has not in (version, *older):
        return f"it has version {has} and this program works with {version}"
    return "it is damaged (its end is missing)" if size > _size(path) else ""


def _was_broken_off(path: Path) -> bool:
    """Tell whether a transaction was broken off here, which SQLite rolls back when it opens the database.

    It can't tell a journal of this database from that of another that stood here before (a cache that was
    restored over a killed build), so what comes of it has to be looked through.
    """
    return any(_size(path.with_name(path.name + suffix)) for suffix in _BESIDE[:2])


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def damage(path: Path) -> str:
    """Look all of a database through; return what is wrong with it, or ""."""
    if not path.exists():
        return ""
    try:
        connection = sqlite3.connect(path)
    except sqlite3.Error as error:
        return str(error)
    try:
        connection.text_factory = bytes  # What it quotes of a damaged database need not be text.
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0].decode("utf-8", "replace")
        return "" if found == "ok" else " ".join(found.split())
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # Its messages quote the database as well.
        return str(error)
    finally:
        connection.close()


def discard(path: Path) -> None:
    """Take a database away, and what lies beside it. A folder in its place is not ours: it is moved aside.

    Raises BackfileError when there is no place for that, and OSError.
    """
    if path.is_dir() and not path.is_symlink():
        aside = path.with_name(f"{path.name}.aside")
        if aside.exists():
            raise BackfileError(f"{path}: a folder stands where the build keeps a file; move it away")
        path.rename(aside)
    for suffix in ("", *_BESIDE):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
