from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

import pytest

from generator.parallel.long_lived import LongLivedExecutor


class Told(NamedTuple):
    """Returns the process that works and how often the job was opened, with each batch."""

    name: str
    opened: list[str]

    def open(self) -> Callable[[int], tuple[int, int, int]]:
        self.opened.append(self.name)
        return lambda batch: (batch, os.getpid(), len(self.opened))


def test_a_job_stays_open_until_a_different_one_comes() -> None:
    executor, opened = LongLivedExecutor(1), list[str]()
    for name in ("a", "a", "b", "a"):
        assert [one for one, _, _ in executor.run(Told(name, opened), range(9))] == list(range(9))
    assert opened == ["a", "b", "a"]
    executor.close()
    list(executor.run(Told("a", opened), [1]))
    assert opened == ["a", "b", "a", "a"]


def test_a_job_without_batches_is_not_opened() -> None:
    opened: list[str] = []
    assert list(LongLivedExecutor(2).run(Told("a", opened), [])) == []
    assert opened == []


@pytest.mark.parametrize("batches", [1, 6])
def test_few_batches_are_run_here(batches: int) -> None:
    found = LongLivedExecutor(2).run(Told("a", []), range(batches))
    assert {process for _, process, _ in found} == {os.getpid()}


def test_many_batches_are_run_by_workers_that_find_the_job_open() -> None:
    executor, opened = LongLivedExecutor(2), list[str]()
    list(executor.run(Told("a", opened), [0]))
    found = list(executor.run(Told("a", opened), range(40)))
    assert sorted(batch for batch, _, _ in found) == list(range(40))
    assert os.getpid() not in {process for _, process, _ in found}
    assert {times for _, _, times in found} == {1}
