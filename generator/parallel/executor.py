"""Run a job over batches, and yield results as they come.

The interface is small, so that a cluster can implement it: a *job* is a
picklable value whose `open` makes a function from one batch to one result; a
worker opens a job once and keeps the function. A bounded number of batches is
in flight, so memory does not grow with the work.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Protocol, TypeVar

from generator.core.errors import BackfileError
from generator.parallel.job import Job

Item = TypeVar("Item")
Batch = TypeVar("Batch")
Result = TypeVar("Result")


class Executor(Protocol):
    """Runs a job over batches; results come in any order."""

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield one result a batch. Raises what the job raises, and BackfileError when a worker dies."""


class InProcess:
    """Runs all batches in this process, one after the other."""

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield one result a batch, in order."""
        function: Callable[[Batch], Result] | None = None
        for batch in batches:
            if function is None:
                function = job.open()
            yield function(batch)


class ProcessPool:
    """Runs batches in worker processes of this machine.

    A single batch is run in this process: starting workers costs more than it saves. A process that has
    threads says that it can't fork.
    """

    def __init__(self, workers: int, *, forks: bool = True) -> None:
        self._workers = workers
        self._forks = forks

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield one result a batch as they come. Batches whose worker died are tried once more."""
        stream = iter(batches)
        first = list(itertools.islice(stream, 2))
        if len(first) < 2:
            yield from InProcess().run(job, first)
            return
        todo = itertools.chain(first, stream)
        retry: list[Batch] = yield from self._attempt(job, todo)
        if retry and (yield from self._attempt(job, itertools.chain(retry, todo))):
            raise BackfileError(
                "a worker process died twice while it worked on the same files, perhaps because there was "
                "not enough memory; nothing was published (build with --jobs 1 to find out which file it is)"
            )

    def _attempt(
        self, job: Job[Batch, Result], todo: Iterator[Batch]
    ) -> Generator[Result, None, list[Batch]]:
        """Run batches until they end or a worker dies; return the batches that were in flight then."""
        # Late: a build in which little changed needs no workers.
        from generator.parallel.worker_pool import DeadWorkerError, WorkerPool

        pool = WorkerPool(job, self._workers, forks=self._forks)
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
    """Yield lists of `size` items; the last one may have fewer."""
    stream = iter(items)
    while batch := list(itertools.islice(stream, size)):
        yield batch


def executor(workers: int, *, forks: bool = True) -> Executor:
    """Return the executor for a number of workers: this process for one, a pool for more."""
    return ProcessPool(workers, forks=forks) if workers > 1 else InProcess()
