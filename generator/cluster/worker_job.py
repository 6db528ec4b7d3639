"""What runs on the workers of a cluster: a job that each of them opens once, and calls with many batches."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, NamedTuple, cast

from distributed import WorkerPlugin, get_worker

from generator.cluster.shared_disk import Probe
from generator.cluster.versions import differences, different_versions, own_versions
from generator.core.errors import BackfileError
from generator.parallel.job import Job
from generator.parallel.sendable import sendable


class Conditions(NamedTuple):
    """The versions that workers must have, and the files that they must see; None if they need none."""

    versions: Mapping[str, str]
    probe: Probe | None


class WorkerJob(WorkerPlugin):
    """Holds a job on a worker, as long as its run lasts. The scheduler gives it to new workers, too."""

    def __init__(self, job: Job[Any, Any], conditions: Conditions) -> None:
        self._job = pickle.dumps(job)  # Another version of the program may not understand it.
        self._conditions = conditions
        self._function: Callable[[Any], Any] | None = None
        self._lock: Lock | None = None

    def setup(self, worker: Any) -> None:  # noqa: ARG002
        """Prepare for calls from the threads of a worker."""
        self._lock = Lock()

    def teardown(self, worker: Any) -> None:  # noqa: ARG002
        """Let go of what the job has opened."""
        self._function = None

    def answer(self, data: bytes) -> bytes:
        """Run the job on pickled batches; return pickled: True and the results, or False and the error.

        One thread works at a time, since it shares with the others what the job has opened.
        """
        if self._lock is None:
            raise RuntimeError("a worker got work before its plugin was set up")
        with self._lock:
            try:
                function = self._function = self._function or self._open()
                batches = pickle.loads(data)  # noqa: S301, our own
                return _pickled((True, [function(batch) for batch in batches]))
            except BaseException as error:  # whatever it is, the build has to know
                return _pickled((False, sendable(error)))

    def _open(self) -> Callable[[Any], Any]:
        """Open the job. Raises BackfileError on a worker that came late and does not meet the conditions."""
        wrong = list(differences(self._conditions.versions, own_versions()))
        if wrong:
            raise BackfileError(different_versions(get_worker().address, wrong))
        if self._conditions.probe:
            self._conditions.probe.check()
        job: Job[Any, Any] = pickle.loads(self._job)  # noqa: S301, our own
        return job.open()


def _pickled(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def call(name: str, data: bytes) -> bytes:
    """Run a job, by the name of its plugin, on pickled batches; return a pickled answer."""
    return cast("WorkerJob", get_worker().plugins[name]).answer(data)
