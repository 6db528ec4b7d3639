from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

import pytest

from generator.parallel import long_lived
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


def test_batches_that_take_no_time_are_run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_lived, "_PATIENCE", 60)
    found = LongLivedExecutor(2).run(Told("a", []), range(40))
    assert {process for _, process, _ in found} == {os.getpid()}


def test_once_batches_take_long_workers_that_find_the_job_open_run_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(long_lived, "_PATIENCE", 0)
    executor, opened = LongLivedExecutor(2), list[str]()
    found = list(executor.run(Told("a", opened), range(40)))
    assert sorted(batch for batch, _, _ in found) == list(range(40))
    assert len({process for _, process, _ in found} - {os.getpid()}) == 2
    assert {times for _, _, times in found} == {1}


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_batches_is_run_here(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setattr(long_lived, "_PATIENCE", 60)
    assert sum(1 for _ in LongLivedExecutor(workers).run(Told("a", []), range(100_000))) == 100_000


def test_a_single_batch_is_run_here_however_long_it_took_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_lived, "_PATIENCE", 0)
    ((_, process, _),) = LongLivedExecutor(2).run(Told("a", []), [0])
    assert process == os.getpid()
