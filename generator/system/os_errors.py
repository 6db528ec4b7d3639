"""Turn errors of the system and of SQLite into a sentence: file, cause, cure, state of the output."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.core.errors import BackfileError

#: The state of the output after a build that could not go on.
NOTHING_PUBLISHED = "nothing was published"
PARTLY_PUBLISHED = "the output may be new in part, each file whole; build again to finish it"

_SPACE = "free some space and build again"
_RIGHTS = "give the user who builds write permission there"
_MEMORY = "build with fewer --jobs, or give it more memory"
_CURES = {
    errno.ENOSPC: _SPACE,
    getattr(errno, "EDQUOT", errno.ENOSPC): _SPACE,
    errno.EFBIG: "raise the limit on the size of files (ulimit -f)",
    errno.EROFS: "mount it for writing",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.ENOMEM: _MEMORY,
    errno.EAGAIN: "raise the limit on processes (ulimit -u), or build with --jobs 1",
    errno.EMFILE: "raise the limit on open files (ulimit -n)",
    errno.ENFILE: "raise the system's limit on open files",
    errno.EIO: "see in the system's log whether the disk is failing",
}
#: Errors of SQLite (sqlite.org/rescode.html) that come from the system, not from a damaged file.
_SQLITE = {
    sqlite3.SQLITE_FULL: "No space left on device; free some space, there or where SQLite keeps what is "
    "temporary (TMPDIR), and build again",
    sqlite3.SQLITE_IOERR: "reading or writing failed; see in the system's log whether the disk is failing",
    sqlite3.SQLITE_READONLY: f"Permission denied; {_RIGHTS}",
    sqlite3.SQLITE_CANTOPEN: f"its databases can't be opened; {_RIGHTS}",
    sqlite3.SQLITE_BUSY: "another program has its databases open; close that",
    sqlite3.SQLITE_LOCKED: "another program has its databases open; close that",
    sqlite3.SQLITE_NOMEM: f"out of memory; {_MEMORY}",
}


def is_system_error(error: sqlite3.Error) -> bool:
    """Return whether an error of SQLite comes from the system, not from a damaged database."""
    return _code(error) in _SQLITE


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def describe(error: OSError) -> str:
    """Return the file, the cause, and a cure if one is known, as one line."""
    name = error.filename2 or error.filename
    place = f"{name}: " if name else ""
    cure = _CURES.get(error.errno or 0)
    return f"{place}{error.strerror or error}" + (f"; {cure}" if cure else "")


@contextmanager
def os_errors_explained(state: Path, outcome: str) -> Iterator[None]:
    """Turn errors of the system and of SQLite inside the `with` into a BackfileError.

    `state` is the folder of the databases; `outcome` says what has been published, and ends the message.
    """
    try:
        yield
    except OSError as error:
        raise BackfileError(f"{describe(error)}; {outcome}") from error
    except MemoryError as error:
        raise BackfileError(f"out of memory; {_MEMORY}; {outcome}") from error
    except sqlite3.Error as error:
        why = _SQLITE.get(_code(error), f"its databases can't be used ({error}); delete index.sqlite there")
        raise BackfileError(f"{state}: {why}; {outcome}") from error
