"""The executor of a cluster: its workers do the jobs that they can, this machine the others."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from distributed import Client

from generator.cluster.groups import groups
from generator.cluster.run import Run
from generator.parallel.executor import Executor
from generator.parallel.job import Job
from generator.parallel.portable import Carrier, PortableJob

Batch = TypeVar("Batch")
Result = TypeVar("Result")


class ClusterExecutor:
    """Runs batches on the workers of a cluster that see no files of the archive; batches carry them.

    Other jobs, and a single batch, are done on this machine, by `local`.
    """

    def __init__(self, client: Client, local: Executor, patience: float) -> None:
        self.client = client
        self._local = local
        self._patience = patience

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield one result a batch as they come. Batches whose worker died are tried once more."""
        stream = iter(batches)
        first = list(itertools.islice(stream, 2))
        todo = itertools.chain(first, stream)
        if len(first) < 2 or not isinstance(job, PortableJob):
            yield from self._local.run(job, todo)
            return
        carrier: Carrier[Any, Result] = job.carrier()
        with Run[Result](self.client, carrier.job, self._patience) as run:
            yield from run.results(groups(map(carrier.load, todo), run.workers))
