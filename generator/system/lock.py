"""One build at a time. The lock is the system's, so that it goes with the process that holds it.

Workers inherit it: should their parent be killed, it is held until the last of
them has stopped writing. They notice within moments, and the next build waits
for that. A publication that comes to its end, though, lets go for all that share
it: git may have left a daemon that remembers passwords.
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

#: How long to wait for the workers of a build that was killed, in seconds.
_PATIENCE = 10.0
#: What the system says of a lock that another process has.
_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


#: What is told when another process has the lock of an archive.
_BUSY = "another build, or a publication, is at work on this archive"


@contextmanager
def hold(path: Path, busy: str = _BUSY, *, for_all: bool = False) -> Iterator[int]:
    """Hold the lock at a path, and hand out its descriptor, for programs that are to share it.

    With `for_all` the end is one for those programs, too; without, they keep it until they are gone.
    Raises LockedError, with what `busy` says, when another process has it, and OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8") as stream:
        deadline = time.monotonic() + _PATIENCE
        while not _acquire(stream):
            holder = _holder(stream)
            if _is_alive(holder) or time.monotonic() > deadline:
                raise LockedError(f"{busy} (process {holder or 'unknown'}); try again when it is done")
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
    """Return the process that the file names; 0 for none."""
    stream.seek(0)
    text = stream.read(20).strip()
    return int(text) if text.isascii() and text.isdigit() else 0


def _is_alive(process: int) -> bool:
    """Tell whether there is such a process; where that can't be told, say so too."""
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
        if error.errno not in _HELD:  # a file system without locks, say
            raise
        return False
    return True


def _release(stream: IO[str]) -> None:
    """Unlock a file for every process that shares it; on Windows none does."""
    if os.name != "nt":
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_UN)
