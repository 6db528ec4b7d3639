"""Measure the memory of this process and its workers, with shared pages counted once."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

#: Seconds until the first sample, and between two; one takes milliseconds for each process. Until the
#: first there are hardly any other processes, and the system knows the peak of this one.
_FIRST, _INTERVAL = 0.1, 0.5
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class PeakMemory:
    """Keeps the largest of the samples; only of this process where the system is not Linux."""

    def __init__(self) -> None:
        self._peak = 0
        self._next = time.monotonic() + _FIRST

    def sample(self) -> None:
        """Take a sample, if the last one is old enough."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _INTERVAL
            self._peak = max(self._peak, sum(map(_kilobytes, _processes())))

    def peak_mb(self) -> int:
        """Return megabytes (2**20 bytes) at the peak."""
        import resource

        unit = 1024 if sys.platform == "darwin" else 1
        return max(self._peak, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit) // 1024


def _processes() -> Iterator[str]:
    """Yield the folders in /proc of this process and of those that it started."""
    yield "/proc/self"
    with suppress(OSError):
        for tasks in Path("/proc/self/task").iterdir():
            yield from (f"/proc/{child}" for child in (tasks / "children").read_text("ascii").split())


def _kilobytes(process: str) -> int:
    """Return the proportional set size of a process (PSS: proc_pid_smaps(5)); 0 if it is unknown."""
    with suppress(OSError):
        found = _PSS.search(Path(process, "smaps_rollup").read_text("ascii"))
        return int(found[1]) if found else 0
    return 0
