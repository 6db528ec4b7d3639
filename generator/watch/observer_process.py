"""Watch the files of an archive in a process of its own, which has threads; so the one that builds has none.

A process with threads must not fork, since a lock that one of them holds stays locked in the fork; and builds
fork their workers. Changes come through a pipe. The process ends with the pipe, and takes no signals: the
process that builds decides when to stop.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from generator.core.paths import SitePaths
from generator.notifications.classify import classify
from generator.notifications.watcher import Watcher, WatchError
from generator.system.signals import SIGNALS

#: Seconds between two checks that the system still reports changes.
_CHECK_INTERVAL = 5.0
#: Seconds after which watching is tried again, where the system refused.
_RETRY_INTERVAL = 60.0
#: Changed paths that are kept while the other process builds; beyond that, it looks at everything.
_MAX_PATHS = 50_000


class Changed(NamedTuple):
    """Paths that changed, relative to the root, and when the first and the last did (`time.monotonic`)."""

    paths: tuple[str, ...]
    first: float
    last: float


class Watching(NamedTuple):
    """The system reports changes from now on. `lost`: why earlier ones may not have been reported, or ""."""

    lost: str


class NotWatching(NamedTuple):
    """The system does not report changes; `reason` follows `because`."""

    reason: str


Message = Changed | Watching | NotWatching


class ObserverProcess:
    """The side of the process that builds. `lost`: why changes before were not reported, "" for the first."""

    def __init__(self, paths: SitePaths, lost: str = "") -> None:
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.pipe: Connection
        self.pipe, there = context.Pipe()
        self._process = context.Process(target=_run, args=(there, self.pipe, paths, lost), daemon=True)
        self._process.start()
        there.close()

    def messages(self) -> Iterator[Message | None]:
        """Yield the messages that have come; None, as the last one, if the process has ended."""
        try:
            while self.pipe.poll():
                yield self.pipe.recv()
        except (EOFError, OSError):
            yield None

    def close(self) -> None:
        """End the process."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _run(pipe: Connection, other: Connection, paths: SitePaths, lost: str) -> None:
    """Run in the process. `other` is the other end of the pipe, which a fork has as well."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if sys.platform == "linux":
        other.close()
    threading.Thread(target=_end_with, args=(pipe,), daemon=True).start()
    with suppress(OSError):  # The other process has ended.
        Observation(pipe, paths).run(lost)


def _end_with(pipe: Connection) -> None:
    with suppress(EOFError, OSError):
        pipe.recv()
    os._exit(0)


class Observation:
    """Sends what a watcher reports. While the pipe is full, changes are collected, each path once."""

    def __init__(self, pipe: Connection, paths: SitePaths) -> None:
        self._pipe = pipe
        self._watcher = Watcher(paths.root, paths.watch, self._notice, lost=self._lose)
        self._changed = threading.Condition()
        self._paths: dict[str, None] = {}
        self._first = self._last = 0.0
        self._lost = ""

    def run(self, lost: str) -> None:
        """Watch until the pipe ends; `lost` goes with the first message. Raises OSError at the end."""
        while True:
            try:
                self._watcher.start()
            except WatchError as error:
                lost = str(error)
                self._pipe.send(NotWatching(lost))
                time.sleep(_RETRY_INTERVAL)
                continue
            self._pipe.send(Watching(lost))
            try:
                lost = self._send_changes()
            except WatchError as error:
                lost = str(error)
            self._watcher.stop()

    def _send_changes(self) -> str:
        """Send changes until the watcher has to be started again; return the reason. Raises WatchError."""
        next_check = time.monotonic() + _CHECK_INTERVAL
        while True:
            changed, lost = self._take()
            if lost:
                return lost
            if changed:
                self._pipe.send(changed)
                if classify(changed.paths).roots:
                    return "a watched folder was replaced"
            if time.monotonic() >= next_check:
                self._watcher.check()
                next_check = time.monotonic() + _CHECK_INTERVAL

    def _take(self) -> tuple[Changed | None, str]:
        with self._changed:
            if not (self._paths or self._lost):
                self._changed.wait(_CHECK_INTERVAL)
            changed = Changed(tuple(self._paths), self._first, self._last) if self._paths else None
            lost, self._lost = self._lost, ""
            self._paths.clear()
            return changed, lost

    def _notice(self, path: str) -> None:
        """Add a changed path; called in threads of the watcher."""
        if not classify([path]):
            return
        now = time.monotonic()
        with self._changed:
            self._first = self._first if self._paths else now
            self._last = now
            self._paths[path] = None
            if len(self._paths) > _MAX_PATHS:
                self._paths.clear()
                self._lost = f"more than {_MAX_PATHS:,} files changed during a build"
            self._changed.notify()

    def _lose(self, reason: str) -> None:
        """Note that changes were not reported; called in threads of the watcher."""
        with self._changed:
            self._lost = reason
            self._changed.notify()
