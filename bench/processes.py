"""Whole processes: how long they take, and how much memory they and their children hold."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

SAMPLING_SECONDS = 0.02
# An installed program has its bytecode at hand; one that may not keep it is compiled at every start.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class ProgramError(Exception):
    """A program that is measured ended with an error."""


def answer(command: Sequence[str]) -> str:
    """Return what a command says on standard output, without measuring it."""
    done = subprocess.run(command, env=_ENVIRONMENT, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        raise ProgramError(_failure(command, done.returncode, done.stdout + done.stderr))
    return done.stdout


def seconds(command: Sequence[str], folder: Path) -> float:
    """Return the wall seconds of a command that is run in `folder`.

    What other programs left to write is written first, so that nobody pays for another.
    """
    os.sync()
    start = time.perf_counter()
    with _run(command, folder) as process:
        process.wait()
        return time.perf_counter() - start


class Peaks(NamedTuple):
    """Peaks of memory, in MiB: of the process that took most, and of a command with all its children."""

    largest: float
    together: float


def peaks_mib(command: Sequence[str], folder: Path) -> Peaks | None:
    """Return the peaks of a command; None where they can't be measured.

    The measure is PSS, proportional set size: a page that several processes share counts once. It is sampled,
    so it is a lower bound. Sampling slows the command down: never time the same run.
    """
    if not Path("/proc/self/smaps_rollup").exists():  # Linux, since 4.14
        return None
    largest = together = 0
    with _run(command, folder) as process:
        while process.poll() is None:
            sizes = _tree_pss(process.pid)
            largest, together = max(largest, *sizes), max(together, sum(sizes))
            time.sleep(SAMPLING_SECONDS)
    return Peaks(largest / 1024, together / 1024)


def peak_mib(command: Sequence[str], folder: Path) -> float | None:
    """Return the peak memory of a command with its children; None where it can't be measured."""
    peaks = peaks_mib(command, folder)
    return peaks.together if peaks else None


@contextmanager
def _run(command: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
            status = process.wait()
        finally:
            process.kill()  # does nothing to a process that has ended
        if status:
            said.seek(0)
            raise ProgramError(_failure(command, status, said.read().decode(errors="replace")))


def _failure(command: Sequence[str], status: int, said: str) -> str:
    return f"{' '.join(command)}: ended with {status}\n{said[-2000:].strip()}".strip()


def _tree_pss(root: int) -> list[int]:
    """Return the PSS, in KiB, of a process and of all that descend from it."""
    children = _children()
    found = [root]
    for process in found:
        found += children.get(process, [])
    return [_pss(process) for process in found]


def _children() -> dict[int, list[int]]:
    # Not every kernel has /proc/<pid>/task/<tid>/children; all have the parent in stat.
    found: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (stat := _read(f"/proc/{name}/stat")):
            # pid (command) state parent …, and a command may contain brackets and spaces.
            parent = int(stat.rpartition(")")[2].split()[1])
            found.setdefault(parent, []).append(int(name))
    return found


def _pss(process: int) -> int:
    match = _PSS.search(_read(f"/proc/{process}/smaps_rollup"))
    return int(match[1]) if match else 0


def _read(path: str) -> str:
    """Read a file of /proc; empty when its process has ended."""
    try:
        return Path(path).read_text(errors="replace")
    except OSError:
        return ""
