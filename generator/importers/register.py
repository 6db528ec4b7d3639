"""Remember which articles were imported: the key, the file and the digest of each.

`.backfile/imports.sqlite` is a cache of the marks in the posts; if it is
missing, it is rebuilt from them. It also holds the paths and addresses that are
claimed, as 64-bit digests, so that a million of them take little memory.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from generator.addresses.segments import fold
from generator.core.errors import BackfileError
from generator.importers.existing import ExistingPosts
from generator.importers.post_file import HEAD_BYTES, read_mark
from generator.system.files import open_file
from generator.system.folders import walk

#: Version of the tables; a file of a different version is rebuilt.
_VERSION = 1
#: Articles in one transaction. A kill may lose as many notes, which the marks in the posts replace.
_BATCH = 2000
#: SQLite's page cache, in KiB.
_CACHE_KB = 32_768
_SCHEMA = """
    CREATE TABLE articles (
        key BLOB PRIMARY KEY, path TEXT NOT NULL, digest BLOB NOT NULL, run INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE claims (name INTEGER PRIMARY KEY);
"""
_FOLDERS = ("content/posts", "content/pages")


class Entry(NamedTuple):
    """An imported article: its path, relative to the archive, and the digest with which it was written.

    `fresh`: this run has imported it.
    """

    path: str
    digest: bytes
    fresh: bool = True


class Register:
    """The articles that were imported into one archive. `close` saves new ones."""

    def __init__(self, file: Path, *, dry: bool = False) -> None:
        """Open the register at a path. A `dry` register saves nothing. Raises BackfileError."""
        self._dry = dry
        self._pending = 0
        self._run = secrets.randbits(62)
        self.fresh = not _is_current(file)
        try:
            self._connection = self._opened(file)
            # Transactions span many calls, and end after a number of notes; so `atomic` does not fit.
            self._connection.execute("BEGIN")
        except sqlite3.Error as error:
            raise BackfileError(f"{file}: it can't be opened ({error}); delete it and try again") from error

    def _opened(self, file: Path) -> sqlite3.Connection:
        """Open the file. Without a name, SQLite uses a temporary file and removes it."""
        if self.fresh and not self._dry:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink(missing_ok=True)
        name = "" if self.fresh and self._dry else str(file)
        connection = sqlite3.connect(name, isolation_level=None)
        # Not flushed: a power failure may destroy this cache, which is then rebuilt from the posts.
        connection.executescript(f"PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KB};")
        if self.fresh:
            connection.executescript(f"{_SCHEMA} PRAGMA user_version = {_VERSION};")
        return connection

    def entry(self, key: bytes) -> Entry | None:
        """Return the entry of an article; None if it was never imported."""
        query = "SELECT path, digest, run = ? FROM articles WHERE key = ?"
        row = self._connection.execute(query, (self._run, key)).fetchone()
        return Entry(row[0], row[1], bool(row[2])) if row else None

    def note(self, key: bytes, entry: Entry) -> None:
        """Remember an article."""
        row = (key, entry.path, entry.digest, self._run if entry.fresh else 0)
        self._connection.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?)", row)
        self._pending += 1
        if self._pending >= _BATCH and not self._dry:
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN")
            self._pending = 0

    def claimed(self, name: str) -> bool:
        """Return whether a path or address is claimed; upper and lower case count as the same."""
        query = "SELECT 1 FROM claims WHERE name = ?"
        return self._connection.execute(query, (_claim(name),)).fetchone() is not None

    def claim(self, *names: str) -> None:
        """Claim paths and addresses."""
        rows = [(_claim(name),) for name in names]
        self._connection.executemany("INSERT OR IGNORE INTO claims VALUES (?)", rows)

    def rebuild(self, root: Path, posts: ExistingPosts) -> None:
        """Fill a new register from the marks of the files and packed posts in an archive."""
        heads = ((path, _head(f"{root}/{path}")) for path in _files(root))
        for path, data in chain(heads, posts.packed()):
            self.claim(path)
            mark = read_mark(data)
            if mark and not self.entry(mark.key):
                self.note(mark.key, Entry(path, mark.written, fresh=False))

    def paths_of_run(self) -> Iterator[str]:
        """Yield the paths of the articles that this run has imported, or met again."""
        rows = self._connection.execute("SELECT path FROM articles WHERE run = ?", (self._run,))
        return (row[0] for row in rows)

    def close(self) -> None:
        """Save new entries, unless it is dry, and close the file."""
        self._connection.execute("ROLLBACK" if self._dry else "COMMIT")
        self._connection.close()


def _is_current(file: Path) -> bool:
    """Return whether a file is a register of the current version."""
    if not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(file)) as connection:
            tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()
            version = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError:
        return False
    return bool(tables == (2,) and version == (_VERSION,))


def _claim(name: str) -> int:
    digest = hashlib.sha256(fold(name).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _files(root: Path) -> Iterator[str]:
    for folder in _FOLDERS:
        if (root / folder).is_dir():
            for inner, listing in walk(str(root / folder), lambda name: name.startswith(".")):
                yield from (f"{folder}/{inner}{file[0]}" for file in listing.files)


def _head(file: str) -> bytes:
    try:
        with os.fdopen(open_file(file), "rb") as stream:
            return stream.read(HEAD_BYTES)
    except OSError:
        return b""  # A file that can't be read has no mark.
