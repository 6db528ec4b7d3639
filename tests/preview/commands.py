"""`backfile serve` as a process of its own, asked over the network."""

from __future__ import annotations

import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path
from typing import IO

#: Seconds that a busy machine may take for anything.
PATIENCE = 60.0
ROOT = Path(__file__).parent.parent.parent


class Served:
    """A preview that runs; `url` is its address, with the path of the site."""

    def __init__(self, process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
        self.process = process
        self._lines = lines
        self.said: list[str] = []
        self.url = self.wait_to_say(r"is shown at (http://\S+/)")

    def wait_to_say(self, pattern: str) -> str:
        """Wait for a line; return what the first group of the pattern found in it."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"it never said {pattern!r}, but: {self.said}") from None
            self.said.append(line)
            if found := re.search(pattern, line):
                return found[1] if found.groups() else found[0]

    def get(self, path: str = "") -> tuple[int, str]:
        """Return status and text of an address."""
        status, data = self.get_bytes(path)
        return status, data.decode()

    def get_bytes(self, path: str) -> tuple[int, bytes]:
        """Return status and bytes of an address."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def wait_for(self, path: str, is_it: Callable[[int, str], bool]) -> str:
        """Ask for an address until it is as it should be; return its text."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            status, text = self.get(path)
            if is_it(status, text):
                return text
            time.sleep(0.02)
        raise AssertionError(f"{path}: {status} {text[:500]}; it said {self.said}")

    def events(self) -> HTTPResponse:
        """Open the stream of events."""
        answer = urllib.request.urlopen(f"{self.url}-/backfile/events", timeout=PATIENCE)
        assert isinstance(answer, HTTPResponse)
        assert answer.readline().startswith(b"retry")
        assert answer.readline() == b"\n"
        return answer

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal; return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def served(root: Path, *options: str) -> Iterator[Served]:
    """Run `backfile serve` on any free port; it is killed at the end if it is still there."""
    command = [sys.executable, "-m", "generator", "serve", str(root), "--port", "0", "--jobs", "1", *options]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        lines: queue.Queue[str] = queue.Queue()
        assert process.stdout
        reader = threading.Thread(target=_read, args=(process.stdout, lines), daemon=True)
        reader.start()
        try:
            yield Served(process, lines)
        finally:
            process.kill()
            reader.join(PATIENCE)  # before the pipe that it reads is closed


def _read(stream: IO[str], lines: queue.Queue[str]) -> None:
    for line in stream:
        lines.put(line.rstrip())
