"""A pool notices the death of a worker whatever it was doing, and ends with its parent."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from generator.core.errors import BackfileError
from generator.parallel.background import in_background
from generator.parallel.executor import ProcessPool
from generator.parallel.worker_pool import WorkerPool

#: More bytes than a pipe holds, so that writers wait for readers.
_LARGE = 1 << 20

PARENT = """
import os, sys, time
from pathlib import Path
from generator.parallel.worker_pool import WorkerPool

class Slow:
    def open(self):
        return self.work
    def work(self, folder):
        Path(folder, str(os.getpid())).touch()
        time.sleep(60)

for _ in WorkerPool(Slow(), 3).run(iter([sys.argv[1]] * 9)):
    pass
"""


class Echo(NamedTuple):
    """Gives back as many bytes as it is told; once, as long as there is a file, a worker is killed."""

    life: str
    moment: int

    def open(self) -> Callable[[tuple[int, bytes]], tuple[int, bytes]]:
        return self._work

    def _work(self, batch: tuple[int, bytes]) -> tuple[int, bytes]:
        if batch[0] == self.moment:
            with suppress(FileNotFoundError):
                Path(self.life).unlink()
                if os.fork() == 0:  # Kills from outside, at some moment from now on.
                    time.sleep(random.random() / 100)
                    os.kill(os.getppid(), signal.SIGKILL)
                    os._exit(0)
        return batch


class Clumsy(NamedTuple):
    """Raises what can't be made again from its text."""

    def open(self) -> Callable[[int], int]:
        def work(_: int) -> int:
            raise UnicodeDecodeError("utf-8", b"x", 0, 1, "why")

        return work


@pytest.mark.parametrize("moment", range(0, 60, 6))
def test_large_batches_and_a_worker_that_is_killed(tmp_path: Path, moment: int) -> None:
    life = tmp_path / "life"
    life.touch()
    batches = ((number, bytes(_LARGE)) for number in range(60))
    results = ProcessPool(3).run(Echo(str(life), moment), batches)
    assert {number for number, data in results if len(data) == _LARGE} == set(range(60))
    assert not life.exists()


def test_workers_at_work_end_with_their_parent(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)]) as parent:
        workers = _when(lambda: len(list(tmp_path.iterdir())) == 3, tmp_path)
        parent.send_signal(signal.SIGKILL)
    assert len(workers) == 3
    assert _when(lambda: not any(_runs(worker) for worker in workers), tmp_path)


def _when(true: Callable[[], bool], folder: Path) -> list[int]:
    """Wait for something, and return the processes that have left their mark in a folder."""
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return [int(path.name) for path in folder.iterdir()]


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_an_exception_has_the_workers_traceback() -> None:
    with pytest.raises(UnicodeDecodeError, match="why") as caught:
        list(ProcessPool(2).run(Clumsy(), iter([1, 2, 3])))
    assert "in work\n" in caught.value.__notes__[0]


def test_workers_end_when_nobody_wants_more_results(tmp_path: Path) -> None:
    results = ProcessPool(2).run(Echo("", -1), ((number, b"") for number in range(100)))
    assert isinstance(results, Iterator)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_a_function_whose_process_dies_is_run_here() -> None:
    here = os.getpid()

    def fragile() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return 7

    with in_background(fragile) as answer:
        assert answer() == 7
    with in_background(sorted, [3, 1, 2]) as other:
        assert other() == [1, 2, 3]


def let_workers_die_first(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Let the next `count` workers die before they take a batch, and before one is sent to them."""
    start = WorkerPool._start
    dying = iter(range(count))

    def start_worker(pool: WorkerPool, *arguments: Any) -> None:
        dies = next(dying, None) is not None
        with pytest.MonkeyPatch.context() as patch:
            if dies:
                patch.setattr("generator.parallel.worker_pool.work", lambda *_: os._exit(1))
            start(pool, *arguments)
        if dies:
            pool._workers[-1].process.join()

    monkeypatch.setattr(WorkerPool, "_start", start_worker)


@pytest.mark.parametrize("count", [1, 2])
def test_batches_of_workers_that_die_first_are_tried_again(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    let_workers_die_first(monkeypatch, count)
    results = ProcessPool(2).run(Echo("", -1), ((number, b"") for number in range(100)))
    assert sorted(number for number, _ in results) == list(range(100))


def test_workers_that_die_first_twice_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    let_workers_die_first(monkeypatch, 4)
    with pytest.raises(BackfileError, match="died twice"):
        list(ProcessPool(2).run(Echo("", -1), ((number, b"") for number in range(100))))


def test_a_function_whose_process_dies_first_is_run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    let_workers_die_first(monkeypatch, 1)
    with in_background(os.getpid) as answer:
        assert answer() == os.getpid()
