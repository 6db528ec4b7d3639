"""Open the output of the last build, and check that it is complete and unchanged."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple, NoReturn

from generator.core.digests import content_digest
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.index.database import connect
from generator.ledger import changes, outputs
from generator.publish.manifest import Entry, is_unicode
from generator.system.files import read_file

_BUILD = "run `backfile build` first"
#: Outputs that are checked between two steps of progress.
_STEP = 1000


class Source(NamedTuple):
    """A finished output: a connection with its ledger attached, its folder, its fingerprint.

    `built_at` is the time of the build that made it, in microseconds since the epoch. If it is not `whole`,
    the folder has only files that a build has just made.
    """

    connection: sqlite3.Connection
    output: Path
    fingerprint: str
    built_at: int
    whole: bool = True

    def size(self) -> int:
        """Return the number of files."""
        return int(self.connection.execute("SELECT count(*) FROM ledger.outputs").fetchone()[0])

    def find(self, path: str) -> Entry | None:
        """Return a file by its path; None if there is none, as for a path that is not Unicode."""
        if not is_unicode(path):
            return None
        row = self.connection.execute(
            "SELECT folder || name, digest, size FROM ledger.outputs WHERE folder = ? AND name = ?",
            outputs.split(path),
        ).fetchone()
        return Entry(*row) if row else None

    def read(self, entry: Entry) -> bytes:
        """Return the bytes of a file. Raises BackfileError if their digest is not that of the ledger."""
        try:
            data, _ = read_file(f"{self.output}/{entry.path}")
        except OSError as error:
            _raise_changed(self.output, entry.path, (error.strerror or "it can't be read").lower())
        if data is None or content_digest(data) != entry.digest:
            _raise_changed(self.output, entry.path, "it was changed by another program")
        return data


@contextmanager
def open_source(paths: SitePaths) -> Iterator[Source]:
    """Open the output of an archive whose lock is held. Raises BackfileError if no build is finished."""
    if not paths.ledger.is_file() or not paths.output.is_dir():
        raise BackfileError(f"{paths.output}: there is no finished build to publish; {_BUILD}")
    with closing(connect(Path(":memory:"))) as connection:
        try:
            connection.execute("ATTACH ? AS ledger", (f"{paths.ledger.as_uri()}?mode=ro",))
            yield _source(connection, paths)
        except sqlite3.DatabaseError as error:
            raise BackfileError(f"{paths.ledger}: it can't be used ({error}); {_BUILD}") from error


def _source(connection: sqlite3.Connection, paths: SitePaths) -> Source:
    if connection.execute("PRAGMA ledger.user_version").fetchone()[0] != outputs.VERSION:
        raise BackfileError(f"{paths.ledger}: it is from a different version of Backfile; {_BUILD}")
    fingerprint = outputs.get_mark(connection, "fingerprint")
    if not fingerprint:
        raise BackfileError(f"{paths.output}: there is no finished build to publish; {_BUILD}")
    if changes.any_recorded(connection) or _generation(paths.index) not in (
        "", outputs.get_mark(connection, "generation")
    ):  # fmt: skip
        raise BackfileError(f"{paths.output}: the last build did not finish; {_BUILD}")
    row = connection.execute("SELECT moment FROM ledger.builds ORDER BY id DESC LIMIT 1").fetchone()
    return Source(connection, paths.output, fingerprint, row[0] if row else 0)


def _generation(index: Path) -> str:
    """Return the generation of the index; "" if there is no index, since users may delete it."""
    if not index.is_file():
        return ""
    with closing(sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True)) as connection:
        row = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        return str(row[0]) if row else ""


def check_output(source: Source, advance: Callable[[int], None]) -> None:
    """Compare every file with the ledger: its size and time or, if the time differs, its bytes.

    Raises BackfileError for the first file that differs, and for a folder that is
    a link: no build wrote the files behind it.
    """
    folder = ""
    query = "SELECT folder, folder || name, digest, size, mtime_ns FROM ledger.outputs ORDER BY folder, name"
    for number, (its, path, digest, size, mtime_ns) in enumerate(source.connection.execute(query), 1):
        if its != folder:
            folder = its
            _check_folder(source.output, folder)
        try:
            state = os.lstat(f"{source.output}/{path}")
        except OSError:
            _raise_changed(source.output, path, "it is missing")
        if not stat.S_ISREG(state.st_mode) or state.st_size != size:
            _raise_changed(source.output, path, "it was changed by another program")
        if state.st_mtime_ns != mtime_ns:
            source.read(Entry(path, digest, size))
        if number % _STEP == 0:
            advance(_STEP)


def _check_folder(output: Path, folder: str) -> None:
    while folder:
        try:
            state = os.lstat(f"{output}/{folder[:-1]}")
        except OSError:
            _raise_changed(output, folder, "it is missing")
        if not stat.S_ISDIR(state.st_mode):
            _raise_changed(output, folder, "it is a link")
        folder = outputs.split(folder[:-1])[0]


def _raise_changed(output: Path, path: str, why: str) -> NoReturn:
    raise BackfileError(f"{output}/{path}: {why} since the last build; build again, then publish")
