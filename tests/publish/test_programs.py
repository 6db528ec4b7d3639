from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.publish.programs import run
from generator.system.signals import Interruption


@pytest.fixture
def lock(tmp_path: Path) -> Iterator[int]:
    with open(tmp_path / "lock", "w", encoding="utf-8") as stream:
        yield stream.fileno()


def test_what_a_program_is_fed_and_says(lock: int) -> None:
    ended = run(["cat"], lock, stdin=[b"one\n", b"two\n"])
    assert ended == (0, b"one\ntwo\n", "")


def test_lines_are_heard_as_they_come(lock: int) -> None:
    lines: list[bytes] = []
    assert run(["printf", "a\\nb\\n"], lock, on_line=lines.append).code == 0
    assert lines == [b"a", b"b"]


def test_a_program_that_ends_before_it_was_fed_says_why(lock: int) -> None:
    ended = run(["sh", "-c", "echo fatal: no >&2; exit 3"], lock, stdin=(b"x" * 1000 for _ in range(1000)))
    assert (ended.code, ended.error_line()) == (3, "fatal: no")


def test_there_is_no_such_program(lock: int) -> None:
    with pytest.raises(BackfileError, match=r"^nobody-has-this can't be run .*; install it$"):
        run(["nobody-has-this"], lock)


def test_who_stops_is_told_that_and_nothing_of_a_broken_pipe(lock: int, tmp_path: Path) -> None:
    """What was fed last may still be here when the program has gone."""
    deaf = tmp_path / "deaf"

    def feed() -> Iterator[bytes]:
        yield b"x"
        deadline = time.monotonic() + 60
        while not deaf.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        raise Interruption(15)

    code = f"import os, time; os.close(0); open({os.fspath(deaf)!r}, 'w'); time.sleep(60)"
    with pytest.raises(Interruption):
        run([sys.executable, "-c", code], lock, stdin=feed())
