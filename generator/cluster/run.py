"""Send groups of batches to the workers of a cluster, a window of them at a time, and wait for answers."""

from __future__ import annotations

import itertools
import pickle
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic
from types import TracebackType
from typing import Any, Generic, NamedTuple, Self, TypeVar
from uuid import uuid4

from distributed import KilledWorker
from distributed.client import FutureCancelledError

from generator.cluster.groups import Group
from generator.cluster.worker_job import Conditions, WorkerJob, call
from generator.core.errors import BackfileError
from generator.parallel.job import Job

Result = TypeVar("Result")

#: Groups in flight for each worker: one that it works on, one that waits.
_WINDOW = 2
#: Seconds between two looks at the cluster: while no answer comes, and while answers come.
_LOOK, _LOOK_AT_WORK = 1.0, 5.0
#: Times that a worker may die while it has a group.
_DEATHS = 2


class _Answered(NamedTuple):
    """A group came back: with the pickled answer of its worker, or with the error of the cluster."""

    key: str
    answer: bytes | BaseException


class _Died(NamedTuple):
    """A worker died with some groups, which the scheduler gives to others."""

    keys: frozenset[str]


@dataclass(frozen=True)
class _Sent(Generic[Result]):
    group: Group[Result]
    future: Any


class Run(Generic[Result]):
    """One job on the workers of a cluster. Use it in a `with`, so that nothing is left on the cluster.

    `client`: a `distributed.Client`, of whose methods half have no types. `patience`: seconds that there
    may be no worker.
    """

    def __init__(self, client: Any, job: Job[Any, Any], conditions: Conditions, patience: float) -> None:
        self._client = client
        self._job = WorkerJob(job, conditions)
        self._patience = patience
        self._name = f"backfile-{uuid4().hex}"
        self._numbers = itertools.count()
        self._sent: dict[str, _Sent[Result]] = {}
        self._deaths: Counter[str] = Counter()
        self._events: SimpleQueue[_Answered | _Died] = SimpleQueue()
        self._seen = self._looked = monotonic()
        self.workers = 1

    def __enter__(self) -> Self:
        try:
            self._client.register_plugin(self._job, self._name)
            self._client.subscribe_topic("all", self._listen)
        except (
            Exception
        ):  # A client whose scheduler went a moment ago raises what comes, even AttributeError.
            raise BackfileError(_LOST) from None
        self._look()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client.status != "running":
            return  # The scheduler is gone. Each call would wait for it.
        with suppress(Exception):  # It may be gone by now.
            self._client.unsubscribe_topic("all")
            self._client.cancel([one.future for one in self._sent.values()], force=True)
            self._client.unregister_worker_plugin(self._name)

    def results(self, groups: Iterator[Group[Result]]) -> Iterator[Result]:
        """Yield the results of all batches, in any order. Raises what the job raises, and BackfileError."""
        yield from self._fill(groups)
        while self._sent:
            found = self._next()
            if found is not None:
                yield from self._finish(found)
                yield from self._fill(groups)

    def _fill(self, groups: Iterator[Group[Result]]) -> Iterator[Result]:
        """Send groups until the window is full; yield the results of those that need no worker."""
        while len(self._sent) < self.workers * _WINDOW:
            group = next(groups, None)
            if group is None:
                return
            data = group.data()
            if data is None:
                yield from group.results()
            else:
                self._send(group, data)

    def _send(self, group: Group[Result], data: bytes) -> None:
        key = f"{self._name}-{next(self._numbers)}"
        future = self._client.submit(call, self._name, data, key=key, pure=False)
        self._sent[key] = _Sent(group, future)
        future.add_done_callback(self._answered)

    def _answered(self, future: Any) -> None:
        """Fetch an answer, in a thread of the client: the next one comes while this one is used."""
        try:
            answer = future.result()
        except BaseException as error:
            answer = error
        self._events.put(_Answered(str(future.key), answer))

    def _listen(self, event: tuple[float, Any]) -> None:
        """Hear, in a thread of the client, what happens on the cluster."""
        what = event[1]
        if isinstance(what, dict) and what.get("action") == "remove-worker" and not what.get("expected"):
            self._events.put(_Died(frozenset(map(str, what.get("processing-tasks", ())))))

    def _next(self) -> _Answered | None:
        """Wait for an answer; return None if something else has happened. Raises BackfileError."""
        if monotonic() - self._looked > _LOOK_AT_WORK:
            self._look()  # Workers may have joined.
        try:
            event = self._events.get(timeout=_LOOK)
        except Empty:
            self._look()
            return None
        if isinstance(event, _Answered):
            return event
        for key in event.keys & self._sent.keys():
            self._deaths[key] += 1
            if self._deaths[key] == _DEATHS:
                raise BackfileError(_DIED)
        return None

    def _look(self) -> None:
        """Count the workers. Raises BackfileError if the scheduler is gone, or all workers for some time."""
        try:
            found = len(self._client.scheduler_info()["workers"])
        except Exception:
            raise BackfileError(_LOST) from None
        self._looked = monotonic()
        self.workers = max(1, found)  # Without any, batches wait at the scheduler.
        if found:
            self._seen = monotonic()
        elif monotonic() - self._seen > self._patience:
            raise BackfileError(_ALONE)

    def _finish(self, found: _Answered) -> Iterator[Result]:
        group = self._sent.pop(found.key).group
        if isinstance(found.answer, KilledWorker):
            raise BackfileError(_DIED)
        if isinstance(found.answer, FutureCancelledError | OSError):
            raise BackfileError(_LOST)
        if isinstance(found.answer, BaseException):
            raise found.answer
        done, result = pickle.loads(found.answer)  # noqa: S301, our own
        if not done:
            raise result
        return group.results(result)


_NOTHING = "nothing was published, and nothing is lost"
_DIED = (
    "a worker of the cluster died twice while it worked on the same files, perhaps because there was not "
    f"enough memory; {_NOTHING} (build with --jobs 1 and without --cluster to find out which file it is)"
)
_LOST = f"the connection to the scheduler of the cluster was lost; {_NOTHING}: build again when it is back"
_ALONE = f"the cluster has no workers any more; {_NOTHING}: start some, and build again"
