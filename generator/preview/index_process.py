"""The process beside the server that keeps the index, so that reading 100,000 posts never holds up a page.

It is asked through a pipe to look at the content, and answers with what it found. The end of the server is
the end of the pipe, at which it ends itself; its own workers end with it.
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

from generator.config.load import load_config
from generator.core.errors import BackfileError, ConfigError, LockedError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index.damage import discard
from generator.index.database import copy_index, open_index
from generator.parallel.executor import executor
from generator.pipeline.build import now
from generator.preview.preview_index import Archive, Update
from generator.reporting.report import Reporter
from generator.system.lock import hold
from generator.system.os_errors import is_refusal, refusals, sentence
from generator.system.signals import set_worker_signals

#: Seconds between two tellings of progress.
_PACE = 0.25
#: Seconds that the process has to put its database away when the server ends.
_PATIENCE = 1.0
#: What is told when another process has the lock of the preview.
_BUSY = "another preview shows this archive"
_STANDING = "the preview shows what it knew before"


class Request(NamedTuple):
    """What to look at: paths of the content, or (None) all of it."""

    paths: tuple[str, ...] | None


class Progress(NamedTuple):
    """How far a look has come; `total` is 0 where nobody knows."""

    stage: str
    done: int
    total: int


class Note(NamedTuple):
    """Something that a user may want to know."""

    text: str


class Opened(NamedTuple):
    """The index is open. `is_known`: it is of an earlier run, and pages can be made of it at once."""

    is_known: bool


class Updated(NamedTuple):
    """The index is up to date with what was asked for."""

    update: Update
    seconds: float


class Broken(NamedTuple):
    """The index could not be brought up to date; it is as it was. `text` says why, without problems."""

    problems: tuple[Problem, ...]
    text: str


class Refused(NamedTuple):
    """The process could not begin, and has ended; `text` says why."""

    text: str
    is_locked: bool


Message = Progress | Note | Opened | Updated | Broken | Refused


class IndexProcess:
    """The process as it is seen from the server."""

    def __init__(self, paths: SitePaths, jobs: int) -> None:
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.pipe, there = context.Pipe()
        # Not a daemon: those may not have workers. It ends with the pipe.
        self._process = context.Process(target=_work, args=(there, self.pipe, paths, jobs), daemon=False)
        self._process.start()
        self.pid: int = self._process.pid
        there.close()

    def ask(self, paths: tuple[str, ...] | None) -> None:
        """Ask to look at some paths, or at everything. Raises OSError when the process is gone."""
        self.pipe.send(Request(paths))

    def messages(self) -> Iterator[Message]:
        """Yield what it has to say, until it is gone."""
        with suppress(EOFError, OSError):
            while True:
                yield self.pipe.recv()

    def end(self, *, idle: bool) -> None:
        """End it: when idle it puts its database away first; else at once, which loses what it is at."""
        if idle:
            with suppress(OSError):
                self.pipe.send(None)
            self._process.join(_PATIENCE)
        self._process.kill()
        self._process.join()


def _work(pipe: Connection, other: Connection, paths: SitePaths, jobs: int) -> None:
    """Be the process. `other` is the server's end of the pipe, which a fork has as well."""
    set_worker_signals()
    if sys.platform == "linux":
        other.close()
    requests: SimpleQueue[Request | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, requests), daemon=True).start()
    workers = jobs or os.cpu_count() or 1
    try:
        with refusals(paths.preview, _STANDING), hold(paths.preview / "lock", _BUSY):
            while _answer(pipe, requests, paths, workers):
                pass
    except BackfileError as error:
        with suppress(OSError):
            pipe.send(Refused(str(error), isinstance(error, LockedError)))


def _listen(pipe: Connection, requests: SimpleQueue[Request | None]) -> None:
    try:
        while True:
            requests.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(1)  # The server was killed: nobody wants to know.


def _answer(pipe: Connection, requests: SimpleQueue[Request | None], paths: SitePaths, workers: int) -> bool:
    """Open the index and answer requests; return True if it turns out to be damaged and was taken away."""
    reporter = _PipeReporter(pipe)
    with _opened(paths, reporter) as connection:
        archive = Archive(connection, paths, executor(workers), reporter)
        pipe.send(Opened(archive.is_known))
        while (request := requests.get()) is not None:
            if not (paths.preview / "index.sqlite").exists():
                pipe.send(Note("the preview's index is gone and is made anew"))
                requests.put(Request(None))
                break
            try:
                pipe.send(_looked(archive, request, paths))
            except sqlite3.DatabaseError as error:
                if is_refusal(error):
                    raise
                pipe.send(Note(f"the preview's index was damaged ({error}) and is made anew"))
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
        copy_index(paths.index, file)  # Then little has to be read.
    connection, discarded = open_index(file)
    if discarded:
        reporter.note(f"the preview's index was of no use and is made anew: {discarded}")
    with closing(connection):
        # Readers go on while it is written to, and see one state of it.
        connection.execute("PRAGMA journal_mode = WAL")
        yield connection


def _looked(archive: Archive, request: Request, paths: SitePaths) -> Updated | Broken:
    start = time.perf_counter()
    try:
        config = load_config(paths.config)
        update = archive.update(config, request.paths, now())
    except ConfigError as error:
        return Broken(error.problems, "")
    except BackfileError as error:
        return Broken((), str(error))
    except OSError as error:  # A folder that can't be read, say: when it can be, all is well again.
        return Broken((), sentence(error))
    return Updated(update, time.perf_counter() - start)


class _PipeReporter(Reporter):
    """Tells the server how far a look has come, now and then."""

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
        self._next = time.monotonic() + _PACE
        self._pipe.send(Progress(self._stage, self._done, self._total))
