"""An executor runs a function over batches and hands back results as they come.

The contract is small, so that a cluster can stand behind it: a *job* is a
picklable value whose `open` makes a function from one batch to one result; a
worker opens a job once and keeps what it made. At most `window` batches are
in flight, so memory is bounded by the window and not by the work.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Protocol, TypeVar

from generator.core.errors import BackfileError

Item = TypeVar("Item")
Batch = TypeVar("Batch")
Result = TypeVar("Result")
BatchIn = TypeVar("BatchIn", contravariant=True)
ResultOut = TypeVar("ResultOut", covariant=True)


class Job(Protocol[BatchIn, ResultOut]):
    """Work that can be sent to a worker: opened once there, then called with batch after batch."""

    def open(self) -> Callable[[BatchIn], ResultOut]:
        """Make the function that does the work, with whatever it needs loaded."""


class Executor(Protocol):
    """Runs a job over batches; results come in any order."""

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield one result a batch. Raises what the job raises, and BackfileError when a worker dies."""


class InProcess:
    """Runs everything here, one batch after the other."""

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield one result a batch, in order."""
        function: Callable[[Batch], Result] | None = None
        for batch in batches:
            if function is None:
                function = job.open()
            yield function(batch)


class ProcessPool:
    """Runs batches in worker processes of this machine.

    A single batch is run here: starting workers costs more than it saves.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield one result a batch as they come; a batch whose worker died is tried once more."""
        stream = iter(batches)
        first = list(itertools.islice(stream, 2))
        if len(first) < 2:
            yield from InProcess().run(job, first)
            return
        todo = itertools.chain(first, stream)
        retry: list[Batch] = yield from self._attempt(job, todo)
        if retry and (yield from self._attempt(job, itertools.chain(retry, todo))):
            raise BackfileError(
                "a worker process died twice over the same files, perhaps for want of memory; "
                "nothing was published (build with --jobs 1 to see which)"
            )

    def _attempt(
        self, job: Job[Batch, Result], todo: Iterator[Batch]
    ) -> Generator[Result, None, list[Batch]]:
        """Run batches until they end or a worker dies; return those that were in flight then."""
        # Late: a build in which little changed needs no workers.
        from generator.parallel.worker_pool import DeadWorkerError, WorkerPool

        pool = WorkerPool(job, self._workers)
        try:
            yield from pool.run(todo)
        except DeadWorkerError:
            pool.kill()
            return pool.unanswered()
        except BaseException:
            pool.kill()
            raise
        pool.close()
        return []


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield lists of so many items, the last one perhaps of fewer."""
    stream = iter(items)
    while batch := list(itertools.islice(stream, size)):
        yield batch


def executor(workers: int) -> Executor:
    """Return what runs jobs with so many workers: in this process for one, else in a pool."""
    return ProcessPool(workers) if workers > 1 else InProcess()
