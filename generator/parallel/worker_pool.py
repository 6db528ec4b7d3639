"""Worker processes, each at the end of a pipe of its own.

The standard library's pool has one queue for all of its workers: when one is
killed with half a batch in the queue, or with the queue's lock in its hand, the
pool waits for ever (https://github.com/python/cpython/issues/94777). Here the
death of a worker is the end of its pipe, whatever it was doing; and the death
of this process is the end of all theirs, so that none outlives it.
"""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, cast

from generator.parallel.worker import work
from generator.system.signals import held_back

#: Batches in flight for each worker: one at work, one that waits.
_WINDOW = 2


class _Opens(Protocol):
    def open(self) -> Callable[[Any], Any]: ...


class DeadWorkerError(Exception):
    """A worker was killed, or ended itself, before it had given all its results."""


@dataclass(eq=False)
class _Worker:
    """A worker as it is seen from here, and the batches that it has yet to answer."""

    process: BaseProcess
    pipe: Connection
    batches: deque[Any] = field(default_factory=deque)

    def send_next(self, todo: Iterator[Any]) -> None:
        """Send the next batch, if there is one. Raises DeadWorkerError."""
        for batch in itertools.islice(todo, 1):
            self.batches.append(batch)
            try:
                self.pipe.send(batch)
            except OSError:
                raise DeadWorkerError from None

    def receive(self) -> Any:
        """Return the next result, or raise what the job raised; DeadWorkerError when there will be none."""
        try:
            done, result = self.pipe.recv()
        except (EOFError, OSError):
            raise DeadWorkerError from None
        self.batches.popleft()
        if not done:
            raise result
        return result


class WorkerPool:
    """Some workers that have one job open. Leave none behind: call `close` or `kill`."""

    def __init__(self, job: _Opens, size: int) -> None:
        fork = sys.platform == "linux"
        context: Any = multiprocessing.get_context("fork" if fork else "spawn")
        # What is opened here before a fork is opened once for all: compiled templates and all.
        opened = job.open() if fork else None
        gc.freeze()  # What there is by now stays to the end; the collector need not look at it again.
        self._workers: list[_Worker] = []
        with held_back():
            for _ in range(size):
                self._start(context, job, opened)

    def _start(self, context: Any, job: _Opens, opened: Callable[[Any], Any] | None) -> None:
        here, there = context.Pipe()
        # A fork has our ends of all pipes so far; a pipe ends only when nobody has them.
        ours = [worker.pipe for worker in self._workers] + [here] if opened else []
        process = context.Process(target=work, args=(there, ours, job, opened), daemon=True)
        try:
            process.start()
        except BaseException:
            here.close()
            self.kill()
            raise
        finally:
            there.close()
        self._workers.append(_Worker(process, here))

    def ask(self, batch: Any) -> None:
        """Send one batch to the first worker. Raises DeadWorkerError."""
        self._workers[0].send_next(iter([batch]))

    def answer(self) -> Any:
        """Return the result of that; raises what the job raises, and DeadWorkerError."""
        return self._workers[0].receive()

    def run(self, todo: Iterator[Any]) -> Generator[Any, None, None]:
        """Yield one result a batch as they come; no more than a window of batches is ever under way.

        Raises what the job raises, and DeadWorkerError; `unanswered` then has the rest of the window.
        """
        for worker in self._workers * _WINDOW:
            worker.send_next(todo)
        while busy := {worker.pipe: worker for worker in self._workers if worker.batches}:
            for pipe in wait(list(busy)):
                worker = busy[cast("Connection", pipe)]
                result = worker.receive()
                # If it has died since, its pipe tells so in the next round; this result counts all the same.
                with suppress(DeadWorkerError):
                    worker.send_next(todo)
                yield result

    def unanswered(self) -> list[Any]:
        """Return the batches that were sent and have no result."""
        return [batch for worker in self._workers for batch in worker.batches]

    def close(self) -> None:
        """Send the workers home and wait until they are gone."""
        for worker in self._workers:
            with suppress(OSError):
                worker.pipe.send(None)
        self._join_all()

    def kill(self) -> None:
        """End the workers at once, whatever they do."""
        for worker in self._workers:
            worker.process.kill()
        self._join_all()

    def _join_all(self) -> None:
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
