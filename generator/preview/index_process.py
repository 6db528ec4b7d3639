"""Keep the index of a preview in a process of its own, so that reading posts never delays a page.

The server sends requests to update the index through a pipe, and gets messages back. When the server ends,
the pipe is closed; then the process ends too, with its workers.
"""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, NamedTuple

from generator.core.errors import BackfileError, ConfigError, LockedError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index.damage import discard
from generator.index.database import copy_index, open_index
from generator.kinds.site_config import load_config
from generator.parallel.executor import executor
from generator.pipeline.build import now
from generator.preview.preview_index import Archive, Update
from generator.reporting.report import Reporter
from generator.system.lock import hold
from generator.system.os_errors import describe, is_system_error, os_errors_explained
from generator.system.signals import set_worker_signals

#: Seconds between two messages of progress.
_PROGRESS_INTERVAL = 0.25
#: Seconds that the process has to close its database when the server ends.
_CLOSE_TIMEOUT = 1.0
#: Message if a different process has the lock of the preview.
_BUSY = "another preview shows this archive"
_UNCHANGED = "the preview shows its last state"


class Request(NamedTuple):
    """The paths of the content to update in the index; None for all of it."""

    paths: tuple[str, ...] | None


class Progress(NamedTuple):
    """The progress of an update; `total` is 0 if it is unknown."""

    stage: str
    done: int
    total: int


class Note(NamedTuple):
    """A message for the user."""

    text: str


class Opened(NamedTuple):
    """The index is open. If `is_known`, it is of an earlier run, and pages can be made from it at once."""

    is_known: bool


class Updated(NamedTuple):
    """The index is up to date with the request."""

    update: Update
    seconds: float


class UpdateFailed(NamedTuple):
    """The index could not be updated, and is unchanged. `text` is the reason if there are no `problems`."""

    problems: tuple[Problem, ...]
    text: str


class StartFailed(NamedTuple):
    """The process could not start, and has ended; `text` is the reason."""

    text: str
    is_locked: bool


Message = Progress | Note | Opened | Updated | UpdateFailed | StartFailed


class IndexProcess:
    """The server's side of the process."""

    def __init__(self, paths: SitePaths, jobs: int) -> None:
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.pipe, there = context.Pipe()
        # Not a daemon, because daemons can't have workers. It ends with the pipe.
        self._process = context.Process(target=_run, args=(there, self.pipe, paths, jobs), daemon=False)
        self._process.start()
        self.pid: int = self._process.pid
        there.close()

    def request(self, paths: tuple[str, ...] | None) -> None:
        """Request an update for some paths, or for everything. Raises OSError if the process is gone."""
        self.pipe.send(Request(paths))

    def messages(self) -> Iterator[Message]:
        """Yield the messages of the process, until it is gone."""
        with suppress(EOFError, OSError):
            while True:
                yield self.pipe.recv()

    def end(self, *, idle: bool) -> None:
        """End the process. If it is idle, it closes its database first; else its current work is lost."""
        if idle:
            with suppress(OSError):
                self.pipe.send(None)
            self._process.join(_CLOSE_TIMEOUT)
        self._process.kill()
        self._process.join()


def _run(pipe: Connection, other: Connection, paths: SitePaths, jobs: int) -> None:
    """Run in the process. `other` is the server's end of the pipe, which a fork has as well."""
    set_worker_signals()
    if sys.platform == "linux":
        other.close()
    requests: SimpleQueue[Request | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, requests), daemon=True).start()
    workers = jobs or os.cpu_count() or 1
    try:
        with os_errors_explained(paths.preview, _UNCHANGED), hold(paths.preview / "lock", _BUSY):
            while _answer(pipe, requests, paths, workers):
                pass
    except BackfileError as error:
        with suppress(OSError):
            pipe.send(StartFailed(str(error), isinstance(error, LockedError)))


def _listen(pipe: Connection, requests: SimpleQueue[Request | None]) -> None:
    try:
        while True:
            requests.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(1)  # The server was killed.


def _answer(pipe: Connection, requests: SimpleQueue[Request | None], paths: SitePaths, workers: int) -> bool:
    """Open the index and answer requests; return True if the index was damaged and is deleted."""
    reporter = _PipeReporter(pipe)
    with _opened(paths, reporter) as connection:
        archive = Archive(connection, paths, executor(workers), reporter)
        pipe.send(Opened(archive.is_known))
        while (request := requests.get()) is not None:
            if not (paths.preview / "index.sqlite").exists():
                pipe.send(Note("the preview's index was deleted, and is made again"))
                requests.put(Request(None))
                break
            try:
                pipe.send(_update(archive, request, paths))
            except sqlite3.DatabaseError as error:
                if is_system_error(error):
                    raise
                pipe.send(Note(f"the preview's index was damaged ({error}), and is made again"))
                requests.put(Request(None))
                break
        else:
            return False
    discard(paths.preview / "index.sqlite")
    return True


@contextmanager
def _opened(paths: SitePaths, reporter: Reporter) -> Iterator[sqlite3.Connection]:
    file = paths.preview / "index.sqlite"
    if not file.exists():
        copy_index(paths.index, file)  # Then only the changes since the last build are read.
    connection, discarded = open_index(file)
    if discarded:
        reporter.note(f"the preview's index could not be used, and is made again: {discarded}")
    with closing(connection):
        # Others can read during writing, and see one state of the index.
        connection.execute("PRAGMA journal_mode = WAL")
        yield connection


def _update(archive: Archive, request: Request, paths: SitePaths) -> Updated | UpdateFailed:
    start = time.perf_counter()
    try:
        config = load_config(paths.config)
        update = archive.update(config, request.paths, now())
    except ConfigError as error:
        return UpdateFailed(error.problems, "")
    except BackfileError as error:
        return UpdateFailed((), str(error))
    except OSError as error:  # For example a folder that can't be read; later updates may succeed.
        return UpdateFailed((), describe(error))
    return Updated(update, time.perf_counter() - start)


class _PipeReporter(Reporter):
    """Sends the progress of an update to the server."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._stage = ""
        self._done = self._total = 0
        self._next = 0.0

    def begin(self, stage: str, total: int) -> None:
        self._stage, self._total, self._done = stage, total, 0
        self._send()

    def advance(self, steps: int) -> None:
        self._done += steps
        if time.monotonic() >= self._next:
            self._send()

    def note(self, text: str) -> None:
        self._pipe.send(Note(text))

    def _send(self) -> None:
        self._next = time.monotonic() + _PROGRESS_INTERVAL
        self._pipe.send(Progress(self._stage, self._done, self._total))
