"""Reading and writing whole files, which is done for every post."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Content is not trusted: what became a link or a pipe since it was listed is not followed nor waited for.
_READ = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK"))
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
#: Times that a file is read which somebody is writing to.
_TRIES = 4


class UnsteadyError(OSError):
    """A file was written to whenever it was read."""


def open_file(path: str) -> int:
    """Open a file for reading and return its descriptor. Raises OSError, also for what is no file."""
    descriptor = os.open(path, _READ)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a file", path)
    return descriptor


def read_file(path: str, limit: int | None = None) -> tuple[bytes | None, os.stat_result]:
    """Return a file's bytes and the state that it had when they were read; no bytes beyond a limit.

    `os.read` takes half the time of a file object. Raises OSError; UnsteadyError where what was read
    may be the half of one version and the half of another.
    """
    descriptor = open_file(path)
    try:
        for _ in range(_TRIES):
            state = os.fstat(descriptor)
            if limit is not None and state.st_size > limit:
                return None, state
            data = _read(descriptor, state.st_size)
            if len(data) == state.st_size and same(state, os.fstat(descriptor)):
                return data, state
            os.lseek(descriptor, 0, os.SEEK_SET)
        raise UnsteadyError(errno.EAGAIN, "it is being written to", path)
    finally:
        os.close(descriptor)


def _read(descriptor: int, size: int) -> bytes:
    """Read to the end, which is expected after `size` bytes; a file that grows is not followed for ever."""
    data = os.read(descriptor, size + 1)
    while len(data) < size and (more := os.read(descriptor, size)):
        data += more
    return data


def same(one: os.stat_result, other: os.stat_result) -> bool:
    """Tell whether a file has not been written to between two looks."""
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def write_file(path: str, data: bytes) -> os.stat_result:
    """Write a file and return the state that it has then. Raises OSError."""
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
    """Yield where to write what takes the place of a file at the end: readers meet the old one or the new.

    Where it ends with an exception the old one stays. Raises OSError.
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
