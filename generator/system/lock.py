"""Lock an archive, so that one build runs at a time.

The lock is one of the operating system, which ends with the process that holds
it. Workers inherit it: when their parent is killed, the lock is held until the
last worker has stopped writing. Workers notice that within moments, and the
next build waits for them. But a publication releases the lock at its end for
all processes that share it: git may have left a daemon that caches passwords.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from generator.core.errors import LockedError

#: Seconds to wait for the workers of a build that was killed.
_TIMEOUT = 10.0
#: Errors for a lock that a different process holds.
_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
#: The message when a different process holds the lock of an archive.
_BUSY = "another build or publication of this archive is running"


@contextmanager
def hold(path: Path, busy: str = _BUSY, *, for_all: bool = False) -> Iterator[int]:
    """Hold the lock at a path, and yield its file descriptor for programs that are to share the lock.

    With `for_all` the lock is released at the end for these programs, too; without it they keep the lock
    until they end. Raises LockedError, with the text of `busy`, when a different process has the lock,
    and OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8") as stream:
        deadline = time.monotonic() + _TIMEOUT
        while not _acquire(stream):
            holder = _holder(stream)
            if _is_alive(holder) or time.monotonic() > deadline:
                raise LockedError(f"{busy} (process {holder or 'unknown'}); try again when it has ended")
            time.sleep(0.01)
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        try:
            yield stream.fileno()
        finally:
            if for_all:
                _release(stream)


def _holder(stream: IO[str]) -> int:
    """Return the process id in the lock file; 0 if there is none."""
    stream.seek(0)
    text = stream.read(20).strip()
    return int(text) if text.isascii() and text.isdigit() else 0


def _is_alive(process: int) -> bool:
    """Return whether a process exists; True if the system does not say."""
    if os.name == "nt" or not process:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _acquire(stream: IO[str]) -> bool:
    """Try to lock a file for this process; the lock ends when the file is closed."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _HELD:  # for example, a file system without locks
            raise
        return False
    return True


def _release(stream: IO[str]) -> None:
    """Unlock a file for all processes that share it; on Windows there are none."""
    if os.name != "nt":
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_UN)
