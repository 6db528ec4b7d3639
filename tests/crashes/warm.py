"""Orders builds from a warm process, and hears how they ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.crashes import faults
from tests.sites import NOW

ROOT = Path(__file__).parent.parent.parent
Fault = tuple[Any, ...]
#: Keys for a bucket of the tests.
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}


class Ended(NamedTuple):
    """How a build ended: exit code (or minus the signal), whether the signal met it, what it said.

    `lines` is how many lines it ran in the modules that are traced, if it was told to count them.
    """

    code: int
    killed: bool
    seconds: float
    out: str
    err: str
    lines: int
    session: int

    def left(self, patience: float = 2.0) -> list[int]:
        """Return the processes of the build that outlive it for so many seconds."""
        deadline = time.monotonic() + patience
        while (found := faults.session(self.session)) and time.monotonic() < deadline:
            time.sleep(0.01)
        return found


class Warm:
    """A warm process, by its pipes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def build(self, site: Path, *options: str, fault: Sequence[Fault] = (), jobs: int = 2) -> Ended:
        """Run `backfile build` to its end."""
        return self._order(site, options, fault, {}, jobs)

    def count(self, site: Path, *options: str, jobs: int = 2) -> Ended:
        """Run it to its end and count lines."""
        return self._order(site, options, (), {"line": -1}, jobs)

    def kill_at(self, site: Path, line: int, *options: str, jobs: int = 2) -> Ended:
        """Run it up to a line, where it and its workers are killed."""
        return self._order(site, options, (), {"line": line}, jobs)

    def kill_after(
        self, site: Path, seconds: float, *options: str, who: str = "group", jobs: int = 2,
        how: signal.Signals = signal.SIGKILL, fault: Sequence[Fault] = (),
    ) -> Ended:  # fmt: skip
        """Run it for some time; then its group, the parent alone or one worker gets a signal."""
        return self._order(site, options, fault, {"after": seconds, "who": who, "signal": int(how)}, jobs)

    def publish(self, site: Path, target: str, kill: dict[str, Any] | None = None) -> Ended:
        """Run `backfile publish`: to its end, or until it is killed (see the orders above)."""
        arguments = ["publish", str(site), target]
        # Other targets keep no releases.
        return self._run([*arguments, "--keep", "2"] if "://" not in target else arguments, (), kill or {})

    def run(self, *arguments: str | Path, line: int = 0) -> Ended:
        """Run another command: to its end, and count lines, or up to a line, where it is killed."""
        return self._run([*map(str, arguments)], (), {"line": line or -1})

    def _order(
        self, site: Path, options: Sequence[str], fault: Sequence[Fault], kill: dict[str, Any], jobs: int
    ) -> Ended:
        return self._run(["build", str(site), "--jobs", str(jobs), *options], fault, kill)

    def _run(self, arguments: list[str], fault: Sequence[Fault], kill: dict[str, Any]) -> Ended:
        order = {
            "arguments": arguments,
            "environment": {"SOURCE_DATE_EPOCH": str(NOW // 1_000_000), **KEYS},
            "faults": fault, "kill": kill,
        }  # fmt: skip
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))


@contextmanager
def start() -> Iterator[Warm]:
    """Start a warm process; it ends when its orders do."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crashes.server"], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONWARNINGS": "ignore"},
    ) as process:  # fmt: skip
        yield Warm(process)
