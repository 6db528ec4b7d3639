"""Fetch pictures of other hosts between batches, in a process of its own, so that no batch waits for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from generator.core.paths import SitePaths
from generator.watch.journal import Journal

#: Seconds from the start of a fetch to that of the next one, at least; and where the archive has no news.
_PAUSE, _DAILY = 60.0, 86_400.0
_INFINITE = float("inf")


class PictureFetcher:
    """Runs `backfile pictures fetch`, one at a time. What it learns arrives as a change of the registry.

    `limit` is the most that one run asks for, as the command takes it.
    """

    def __init__(self, paths: SitePaths, limit: str, journal: Journal) -> None:
        self._paths = paths
        self._limit = limit
        self._journal = journal
        self._process: subprocess.Popen[bytes] | None = None
        self._started = -_PAUSE
        self._due = _INFINITE

    @property
    def due(self) -> float:
        """When the next fetch begins (`time.monotonic`); infinite while one is at work."""
        return _INFINITE if self._process else self._due

    @property
    def pipe(self) -> int | None:
        """The descriptor that can be read as soon as the fetch at work has ended."""
        stream = self._process.stdout if self._process else None
        return stream.fileno() if stream else None

    def notice(self) -> None:
        """Note that a batch had news: there may be pictures to fetch."""
        self._due = min(self._due, self._started + _PAUSE)

    def start(self) -> None:
        """Begin a fetch."""
        self._report.parent.mkdir(parents=True, exist_ok=True)
        self._report.unlink(missing_ok=True)
        command = [sys.executable, "-m", "generator", "pictures", "fetch", str(self._paths.root), "--quiet"]
        top = str(Path(__file__).parent.parent.parent)
        path = os.pathsep.join(filter(None, (top, os.environ.get("PYTHONPATH", ""))))
        self._process = subprocess.Popen(  # noqa: S603, the command is the program's own
            [*command, "--limit", self._limit, "--json", str(self._report)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C ends the watch, which ends it.
        )
        self._started = time.monotonic()
        self._due = self._started + _DAILY  # Pictures that failed are asked for again on another day.

    def finish(self) -> None:
        """Tell what the fetch that has ended, or is about to, came to."""
        if self._process:
            said = self._process.communicate()[0].decode("utf-8", "replace").strip()
            code, self._process = self._process.returncode, None
            if code:
                self._journal.note(f"pictures were not fetched: {said or f'exit code {code}'}")
            elif text := self._totals():
                self._journal.note(text)

    def close(self) -> None:
        """End a fetch at work. It can be killed at any moment."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    @property
    def _report(self) -> Path:
        return self._paths.watch / "pictures.json"

    def _totals(self) -> str:
        """Return a sentence about the last run; "" if there was nothing to ask for."""
        totals = json.loads(self._report.read_text("utf-8"))["totals"]
        if totals["left"]:
            self.notice()
        names = ("kept", "brought", "lost", "failed", "refused", "skipped", "left")
        said = ", ".join(f"{totals[name]:,} {name}" for name in names if totals[name])
        return f"pictures: {said}" if said else ""
