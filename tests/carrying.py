"""Runs jobs as workers without the files of the archive do, in this process."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from generator.parallel.executor import InProcess
from generator.parallel.job import Job
from generator.parallel.portable import PortableJob

Value = TypeVar("Value")
Batch = TypeVar("Batch")
Result = TypeVar("Result")


class Hidden:
    """Notices when files below a folder are opened while they are hidden."""

    def __init__(self, root: Path) -> None:
        self._root = f"{root}/"
        self._hidden = False
        sys.addaudithook(self._audit)

    @contextmanager
    def away(self) -> Iterator[None]:
        self._hidden = True
        try:
            yield
        finally:
            self._hidden = False

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._hidden and event == "open" and str(arguments[0]).startswith(self._root):
            raise AssertionError(f"a worker opened {arguments[0]}")


class Carrying:
    """An executor that sends everything through pickle. Jobs that are not portable are done as ever."""

    def __init__(self, root: Path) -> None:
        self._hidden = Hidden(root)
        self.jobs: set[str] = set()

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        if not isinstance(job, PortableJob):
            yield from InProcess().run(job, batches)
            return
        carrier = job.carrier()
        remote = sent(carrier.job)
        self.jobs.add(type(remote).__name__)
        with self._hidden.away():
            function = remote.open()
        for batch in batches:
            carried = carrier.load(batch)
            answer = None
            if carried.data is not None:
                data = sent(carried.data)
                with self._hidden.away():
                    answer = function(data)
            yield carried.finish(sent(answer))


def sent(value: Value) -> Value:
    """Return what is left of a value on a different machine."""
    copy: Value = pickle.loads(pickle.dumps(value))
    return copy
