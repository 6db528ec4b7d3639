"""Run batches in worker processes, each at the end of a pipe of its own.

The standard library's pool has one queue for all workers: when a worker is
killed with half a batch in the queue, or while it holds the queue's lock, the
pool waits for ever (https://github.com/python/cpython/issues/94777). Here a
worker that dies ends its pipe, whatever it was doing. When this process dies,
the pipes of all workers end, so that none outlives it.
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
from typing import Any, cast

from generator.parallel.job import Job
from generator.parallel.worker import work
from generator.system.signals import block_signals

#: Batches in flight for each worker: one that it works on, one that waits.
_WINDOW = 2


class DeadWorkerError(Exception):
    """A worker was killed, or ended itself, before it had returned all its results."""


@dataclass(eq=False)
class _Worker:
    """A worker process, our end of its pipe, and the batches that it has not answered yet."""

    process: BaseProcess
    pipe: Connection
    batches: deque[Any] = field(default_factory=deque)

    def send_next(self, todo: Iterator[Any]) -> None:
        """Send the next batch, if there is one. If the worker is dead, `receive` raises."""
        for batch in itertools.islice(todo, 1):
            self.batches.append(batch)
            try:
                self.pipe.send(batch)
            except OSError:
                self.process.kill()  # Mostly it is dead already. Now its pipe ends in any case.

    def receive(self) -> Any:
        """Return the next result. Raises what the job raises, and DeadWorkerError when the pipe ends."""
        try:
            done, result = self.pipe.recv()
        except (EOFError, OSError):
            raise DeadWorkerError from None
        self.batches.popleft()
        if not done:
            raise result
        return result


class WorkerPool:
    """Workers that have opened one job. Call `close` or `kill` at the end, so that none is left behind."""

    def __init__(self, job: Job[Any, Any], size: int, *, forks: bool = True) -> None:
        fork = forks and sys.platform == "linux"
        context: Any = multiprocessing.get_context("fork" if fork else "spawn")
        # Opened before the fork, a job is opened once for all workers: compiled templates and all.
        opened = job.open() if fork else None
        gc.freeze()  # What exists by now stays to the end, so the collector need not go through it again.
        self._workers: list[_Worker] = []
        with block_signals():
            for _ in range(size):
                self._start(context, job, opened)

    def _start(self, context: Any, job: Job[Any, Any], opened: Callable[[Any], Any] | None) -> None:
        here, there = context.Pipe()
        # A fork inherits our ends of all pipes so far; a pipe ends only when no process has it open.
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

    def send(self, batch: Any) -> None:
        """Send one batch to the first worker."""
        self._workers[0].send_next(iter([batch]))

    def receive(self) -> Any:
        """Return the first worker's result. Raises what the job raises, and DeadWorkerError."""
        return self._workers[0].receive()

    def run(self, todo: Iterator[Any]) -> Generator[Any, None, None]:
        """Yield one result a batch as they come; at most two batches a worker are in flight.

        Raises what the job raises, and DeadWorkerError; then `unanswered` returns the batches in flight.
        """
        for worker in self._workers * _WINDOW:
            worker.send_next(todo)
        while busy := {worker.pipe: worker for worker in self._workers if worker.batches}:
            for pipe in wait(list(busy)):
                worker = busy[cast("Connection", pipe)]
                result = worker.receive()
                worker.send_next(todo)
                yield result

    def unanswered(self) -> list[Any]:
        """Return the batches that were sent and have no result."""
        return [batch for worker in self._workers for batch in worker.batches]

    def close(self) -> None:
        """Let the workers end, and wait until they have."""
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
