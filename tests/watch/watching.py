"""`backfile watch` as a process of its own, read by its lines of JSON."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from generator.core.paths import SitePaths

ROOT = Path(__file__).parent.parent.parent
#: Seconds that a busy machine may take for anything.
PATIENCE = 120.0
Event = dict[str, Any]


class Watching:
    """A watch that runs; `seen` are its events so far."""

    def __init__(self, process: subprocess.Popen[str], lines: queue.Queue[str], said: list[str]) -> None:
        self.process = process
        self.said = said
        self.seen: list[Event] = []
        self._lines = lines

    def wait_for(self, event: str, is_it: Callable[[Event], object] = lambda _: True) -> Event:
        """Wait for an event that is as it should be, and return it."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {event}, but {self.seen}; it said {self.said}") from None
            found: Event = json.loads(line)
            self.seen.append(found)
            if found["event"] == event and is_it(found):
                return found

    def wait_to_say(self, text: str) -> None:
        """Wait for a line on standard error."""
        deadline = time.monotonic() + PATIENCE
        while not any(text in line for line in self.said):
            assert time.monotonic() < deadline, self.said
            time.sleep(0.02)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal; return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def watching(root: Path, *options: str, environment: Mapping[str, str] = {}) -> Iterator[Watching]:
    """Run `backfile watch` with lines of JSON; it is killed at the end if it is still there."""
    # What this process has compiled need not be compiled again.
    shutil.copytree(SitePaths.of(root).templates, root / ".backfile" / "templates", dirs_exist_ok=True)
    command = [sys.executable, "-m", "generator", "watch", str(root), "--json", "-", *options]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    ) as process:  # fmt: skip
        lines: queue.Queue[str] = queue.Queue()
        said: list[str] = []
        assert process.stdout
        assert process.stderr
        heard = ((process.stdout, lines.put), (process.stderr, said.append))
        readers = [threading.Thread(target=_read, args=one, daemon=True) for one in heard]
        for reader in readers:
            reader.start()
        try:
            yield Watching(process, lines, said)
        finally:
            process.kill()
            for reader in readers:
                reader.join(PATIENCE)  # before the pipes that they read are closed


def _read(stream: IO[str], heard: Callable[[str], object]) -> None:
    for line in stream:
        heard(line.rstrip())
