"""One build at a time. The lock is the system's, so that it goes with the process that holds it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from generator.errors import LockedError


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock at a path. Raises LockedError when another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8") as stream:
        if not _acquire(stream):
            stream.seek(0)
            holder = stream.read().strip() or "unknown"
            raise LockedError(
                f"another build is at work on this archive (process {holder}); try again when it is done"
            )
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield


def _acquire(stream: IO[str]) -> bool:
    """Try to lock a file for this process; the lock ends when the file is closed."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
