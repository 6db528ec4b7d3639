"""The executor of a cluster: its workers do the jobs that they can, this machine the others."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TypeVar

from distributed import Client

from generator.cluster.groups import groups
from generator.cluster.run import Run
from generator.cluster.worker_job import Conditions
from generator.parallel.executor import Executor
from generator.parallel.job import Job
from generator.parallel.portable import Carrier, PortableJob, SharedDiskJob, Uncarried

Batch = TypeVar("Batch")
Result = TypeVar("Result")


class ClusterExecutor:
    """Runs batches on the workers of a cluster.

    Workers that see a probe do all jobs themselves. Others get batches that carry what they need; jobs that
    are not portable are done on this machine, by `local`. So is a single batch.
    """

    def __init__(self, client: Client, local: Executor, conditions: Conditions, patience: float) -> None:
        self.client = client
        self._local = local
        self._conditions = conditions
        self._patience = patience

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield one result a batch as they come. Batches whose worker died are tried once more."""
        stream = iter(batches)
        first = list(itertools.islice(stream, 2))
        todo = itertools.chain(first, stream)
        carrier = self._carrier(job) if len(first) == 2 else None
        if carrier is None:
            yield from self._local.run(job, todo)
            return
        with Run[Result](self.client, carrier.job, self._conditions, self._patience) as run:
            yield from run.results(groups(map(carrier.load, todo), run.workers))

    def _carrier(self, job: Job[Batch, Result]) -> Carrier[Batch, Result] | None:
        if self._conditions.probe:
            return Uncarried(job.on_shared_disk() if isinstance(job, SharedDiskJob) else job)
        return job.carrier() if isinstance(job, PortableJob) else None
