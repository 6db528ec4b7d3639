"""How much memory a build holds: this process and its workers, with pages that they share counted once."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

#: Seconds between two looks; one takes a millisecond for each process.
_PACE = 0.5
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class Gauge:
    """Remembers the most that was seen; only of this process where the system is not Linux."""

    def __init__(self) -> None:
        self._most = 0
        self._next = 0.0

    def look(self) -> None:
        """Look again, if it is time to."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _PACE
            self._most = max(self._most, sum(map(_kilobytes, _processes())))

    def peak_mb(self) -> int:
        """Return megabytes (2**20 bytes) at the peak."""
        import resource

        unit = 1024 if sys.platform == "darwin" else 1
        return max(self._most, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit) // 1024


def _processes() -> Iterator[str]:
    """Yield this process and those that it started, as folders of /proc."""
    yield "/proc/self"
    with suppress(OSError):
        for tasks in Path("/proc/self/task").iterdir():
            yield from (f"/proc/{child}" for child in (tasks / "children").read_text("ascii").split())


def _kilobytes(process: str) -> int:
    """Return a process's share of the memory it has (PSS: proc_pid_smaps(5)); 0 when it can't be told."""
    with suppress(OSError):
        found = _PSS.search(Path(process, "smaps_rollup").read_text("ascii"))
        return int(found[1]) if found else 0
    return 0
