from __future__ import annotations

import itertools
import subprocess
import sys

import pytest

from generator.system import memory
from generator.system.memory import PeakMemory

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory of other processes")
HUNGRY = "held = b'x' * 200_000_000; print('full', flush=True); input()"


def test_without_a_look_this_process_counts() -> None:
    assert 10 < PeakMemory().peak_mb() < 10_000


@LINUX
def test_processes_that_were_started_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_FIRST", 0)
    alone = PeakMemory().peak_mb()
    with subprocess.Popen(
        [sys.executable, "-c", HUNGRY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        assert child.stdin
        assert child.stdout.readline() == "full\n"
        peak = PeakMemory()
        peak.sample()
        child.stdin.write("\n")
        child.stdin.flush()
    # This process has been larger than it is now, so not all of the child's memory shows.
    assert peak.peak_mb() >= max(alone, 190)


def test_looks_keep_a_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = itertools.count()
    monkeypatch.setattr(memory, "_FIRST", 0)
    monkeypatch.setattr(memory, "_processes", lambda: [str(next(looks))])
    peak = PeakMemory()
    for _ in range(1000):
        peak.sample()
    assert next(looks) == 1


def test_the_first_look_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_FIRST", 1000)
    monkeypatch.setattr(memory, "_processes", lambda: pytest.fail("it looked"))
    PeakMemory().sample()
