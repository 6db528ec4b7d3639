"""What can befall a build, to be arranged from inside its process before it starts."""

from __future__ import annotations

import errno
import importlib
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn


def limit_file_size(size: int) -> None:
    """Let no file grow beyond so many bytes: writing fails, as on a full disk, and needs no rights."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def limit_memory(more: int) -> None:
    """Let this process, and each of its workers, have so many bytes more than it has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    size = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def on_call(where: str, number: int, what: str, lives: str = "") -> None:
    """Make something happen when a function is called for the nth time in a process, and each time after.

    `where` is `module:name` or `module:Class.name`; `lives` a folder with a file for each time that it
    happens at all, in whatever process ("": always).
    """
    module, _, names = where.partition(":")
    owner: Any = importlib.import_module(module)
    *classes, name = names.split(".")
    for one in classes:
        owner = getattr(owner, one)
    real = getattr(owner, name)
    calls = 0

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls >= number and _lives(lives):
            _HAPPENING[what](arguments[0] if arguments else None)
        return real(*arguments, **named)

    setattr(owner, name, wrapped)


def _lives(folder: str) -> bool:
    """Take one of the lives in a folder; tell whether there was one."""
    if not folder:
        return True
    for life in Path(folder).iterdir():
        life.unlink(missing_ok=True)
        return True
    return False


def _full(file: object) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))


def _refused(file: object) -> NoReturn:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))


def _memory(_: object) -> NoReturn:
    raise MemoryError


_HAPPENING: dict[str, Any] = {
    "full": _full,
    "refused": _refused,
    "memory": _memory,
    "die": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "leave": lambda _: os._exit(0),
    "exit": lambda _: sys.exit(0),
}


def children(parent: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    return _running(1, parent)


def session(leader: int) -> list[int]:
    """Return the processes of a session that still run."""
    return _running(3, leader)


def _running(field: int, value: int) -> list[int]:
    """Return the processes with a value in a field after the name: 1 the parent, 3 the session (proc(5))."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue  # It has gone.
        if int(fields[field]) == value and fields[0] != "Z":
            found.append(int(status.parent.name))
    return sorted(found)
