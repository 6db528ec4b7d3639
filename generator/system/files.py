"""Read and write whole files, which a build does for every post."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Content is not trusted: a file that became a link or pipe since it was listed is not followed.
_READ = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK"))
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
#: How often a file is read that another program is writing to.
_TRIES = 4


class ChangingFileError(OSError):
    """A file was written to each time that it was read."""


def open_file(path: str) -> int:
    """Open a file for reading and return its descriptor. Raises OSError, also for a folder, pipe or link."""
    descriptor, _ = _opened(path)
    return descriptor


def _opened(path: str) -> tuple[int, os.stat_result]:
    """Return the descriptor and the state of a file."""
    descriptor = os.open(path, _READ)
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a file", path)
    return descriptor, state


def read_file(path: str, limit: int | None = None) -> tuple[bytes | None, os.stat_result]:
    """Return a file's bytes and the state that it had when they were read; no bytes beyond a limit.

    `os.read` takes half the time of a file object. Raises OSError; ChangingFileError when the bytes may
    be half of one version and half of the next.
    """
    descriptor, state = _opened(path)
    try:
        for _ in range(_TRIES):
            if limit is not None and state.st_size > limit:
                return None, state
            data = _read(descriptor, state.st_size)
            before, state = state, os.fstat(descriptor)
            if len(data) == state.st_size and same_state(before, state):
                return data, state
            os.lseek(descriptor, 0, os.SEEK_SET)
        raise ChangingFileError(errno.EAGAIN, "it is being written to", path)
    finally:
        os.close(descriptor)


def _read(descriptor: int, size: int) -> bytes:
    """Read to the end, which is expected after `size` bytes; a file that grows is not followed for ever."""
    data = os.read(descriptor, size + 1)
    while len(data) < size and (more := os.read(descriptor, size)):
        data += more
    return data


def same_state(one: os.stat_result, other: os.stat_result) -> bool:
    """Return whether two states of a file have the same size and time, so that nobody wrote to it between."""
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def write_file(path: str, data: bytes) -> os.stat_result:
    """Write a file and return its state. Raises OSError."""
    descriptor = os.open(path, _WRITE, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        return os.fstat(descriptor)
    except OSError as error:
        error.filename = path  # `os.write` knows only a number.
        raise
    finally:
        os.close(descriptor)


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """Yield a path to write to, and put that file in the place of `file` at the end.

    Readers find the old file or the new file, never half of it. After an exception the old file stays.
    Raises OSError.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.tmp")
    temporary.unlink(missing_ok=True)  # of a process that was killed
    try:
        yield temporary
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
