"""Declare jobs that workers can do without the files of the archive: every batch carries what it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, runtime_checkable

from generator.parallel.job import Job

BatchIn = TypeVar("BatchIn", contravariant=True)
ResultOut = TypeVar("ResultOut", covariant=True)


class Carried(NamedTuple, Generic[ResultOut]):
    """A batch for a worker that has no files of the archive.

    - `data`: all that the worker needs, as a picklable value; None if nothing is left for it to do.
    - `size`: about how many bytes that is.
    - `finish`: makes the result from the worker's answer (None without `data`), in the process of the build.
    """

    data: Any
    size: int
    finish: Callable[[Any], ResultOut]


class Carrier(Protocol[BatchIn, ResultOut]):
    """Makes batches that carry what they need. It stays in the process of the build, which has the files."""

    @property
    def job(self) -> Job[Any, Any]:
        """The job of the workers: from the data of a batch to an answer. It reads and writes no files."""

    def load(self, batch: BatchIn) -> Carried[ResultOut]:
        """Read what a batch needs. Raises what the job raises."""


@runtime_checkable
class SharedDiskJob(Protocol[BatchIn, ResultOut]):
    """A job that needs more than the archive, such as a theme that lies elsewhere."""

    def on_shared_disk(self) -> Job[BatchIn, ResultOut]:
        """Return the job for workers that see the archive, and nothing else of this machine."""


@runtime_checkable
class PortableJob(Protocol[BatchIn, ResultOut]):
    """A job that workers can also do without the files of the archive."""

    def carrier(self) -> Carrier[BatchIn, ResultOut]:
        """Return what makes its batches."""


class Uncarried(NamedTuple):
    """The carrier for workers that see the archive: it sends batches as they are, and results come back."""

    job: Job[Any, Any]

    def load(self, batch: Any) -> Carried[Any]:
        """Read nothing."""
        return Carried(batch, 0, lambda result: result)
