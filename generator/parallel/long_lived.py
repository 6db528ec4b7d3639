"""Run jobs in a process that runs many builds: what a job has opened is kept for the next one."""

from __future__ import annotations

import gc
import itertools
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar, cast

from generator.parallel.executor import ProcessPool
from generator.parallel.job import Job

Batch = TypeVar("Batch")
Result = TypeVar("Result")

#: Seconds of work in this process before workers start, which takes about half of that.
_PATIENCE = 0.1


class _Opened(NamedTuple, Generic[Batch, Result]):
    """A job that was opened before its workers are forked."""

    function: Callable[[Batch], Result]

    def open(self) -> Callable[[Batch], Result]:
        return self.function


class LongLivedExecutor:
    """Runs batches here, and once they take long, the others in worker processes, which end with the run.

    Of each type of job, the last one stays open; an equal job finds it (templates are loaded, for example).
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._kept: dict[type, tuple[object, Callable[[Any], Any]]] = {}

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield one result a batch. Raises what the job raises, and BackfileError when a worker dies."""
        stream, start = iter(batches), time.monotonic()
        for batch in stream:
            function = self.open(job)
            takes_long = self._workers > 1 and time.monotonic() - start > _PATIENCE
            if takes_long and (more := list(itertools.islice(stream, 1))):
                shared = _Opened(function) if sys.platform == "linux" else job
                yield from ProcessPool(self._workers).run(shared, itertools.chain([batch], more, stream))
                return
            yield function(batch)

    def open(self, job: Job[Batch, Result]) -> Callable[[Batch], Result]:
        """Return the function of a job; open it unless an equal job is open."""
        known, function = self._kept.get(type(job), (None, None))
        if known != job or function is None:
            function = job.open()
            self._kept[type(job)] = (job, function)
        return cast("Callable[[Batch], Result]", function)

    def close(self) -> None:
        """Forget all jobs, so that what they have cached for single pages does not grow for ever."""
        self._kept.clear()
        gc.unfreeze()  # Each start of workers has frozen all objects (`worker_pool`).
        gc.collect()
