"""An executor yields one result a batch, holds only a window of them, and survives a worker once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.core.errors import BackfileError
from generator.parallel.executor import InProcess, ProcessPool, executor


class Square(NamedTuple):
    """Squares numbers; a job for tests."""

    def open(self) -> Callable[[list[int]], list[int]]:
        return lambda batch: [number * number for number in batch]


class Fragile(NamedTuple):
    """Kills its worker when it meets 13, as often as there are lives in a folder of files."""

    lives: str
    parent: int

    def open(self) -> Callable[[list[int]], list[int]]:
        return self._work

    def _work(self, batch: list[int]) -> list[int]:
        left = sorted(Path(self.lives).iterdir())
        if 13 in batch and left and os.getpid() != self.parent:
            left[0].unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return batch


class Raises(NamedTuple):
    """Raises a mistake."""

    def open(self) -> Callable[[list[int]], list[int]]:
        def work(batch: list[int]) -> list[int]:
            raise BackfileError(f"bad {batch[0]}")

        return work


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_all_batches_come_back(workers: int) -> None:
    results = executor(workers).run(Square(), ([number, number + 1] for number in range(0, 100, 2)))
    assert sorted(number for result in results for number in result) == [number**2 for number in range(100)]


def test_no_batches_no_results() -> None:
    assert list(ProcessPool(2).run(Square(), [])) == []


@pytest.mark.parametrize("kind", [InProcess(), ProcessPool(2)])
def test_batches_are_taken_as_results_are(kind: InProcess | ProcessPool) -> None:
    taken = 0

    def batches() -> Iterator[list[int]]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield [number]

    results = kind.run(Square(), batches())
    next(results)
    assert taken < 20
    assert len(list(results)) == 999


@pytest.mark.parametrize("kind", [InProcess(), ProcessPool(2)])
def test_a_mistake_comes_through(kind: InProcess | ProcessPool) -> None:
    with pytest.raises(BackfileError, match="bad"):
        list(kind.run(Raises(), [[1], [2], [3]]))


@pytest.mark.parametrize(("lives", "survives"), [(1, True), (4, False)])
def test_a_batch_whose_worker_died_is_tried_once_more(tmp_path: Path, lives: int, survives: bool) -> None:
    for number in range(lives):
        (tmp_path / str(number)).touch()
    results = ProcessPool(2).run(Fragile(str(tmp_path), os.getpid()), [[n] for n in range(40)])
    if survives:
        assert sorted(result[0] for result in results) == list(range(40))
        return
    with pytest.raises(BackfileError, match="died twice"):
        list(results)
