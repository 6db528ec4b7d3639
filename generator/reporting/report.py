"""Report what a build does: progress while it runs, counts and times at its end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TextIO

from generator.core.model import Problem
from generator.system.memory import PeakMemory

#: Seconds between lines of progress where there is no terminal for a progress bar.
_INTERVAL = 10.0


@dataclass(slots=True)
class Report:
    """The result of a build. Counts are of posts unless they say otherwise; `seconds` are by stage."""

    posts: int = 0
    published: int = 0
    rescued: int = 0
    quarantined: int = 0
    kept: int = 0
    """Quarantined posts whose last good page is still published."""
    withheld: int = 0
    """Drafts, posts of the future and expired posts."""
    problems: tuple[Problem, ...] = ()
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: int = 0
    stage: str = ""
    """The name of the stage that is running, or of the last one."""

    def as_json(self) -> dict[str, Any]:
        """Return the report in the form that docs/operating.md specifies."""
        return {
            "posts": self.posts,
            "published": self.published,
            "rescued": self.rescued,
            "quarantined": self.quarantined,
            "kept": self.kept,
            "withheld": self.withheld,
            "problems": [problem._asdict() for problem in self.problems],
            "outputs": {"written": self.written, "unchanged": self.unchanged, "removed": self.removed},
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
            "peak_mb": self.peak_mb,
        }


class Reporter:
    """Receives the events of a build, and ignores them. Subclasses print them; those of tests record them."""

    def begin(self, stage: str, total: int) -> None:
        """Receive the start of a stage of `total` steps; 0 for an unknown number."""

    def advance(self, steps: int) -> None:
        """Receive that more steps of the stage are done."""

    def end(self, stage: str) -> None:
        """Receive the end of the stage."""

    def note(self, text: str) -> None:
        """Receive a text that a user may want to know and that is not a problem."""


class Clock:
    """Measures the time and memory of stages for a report, and sends their events to a reporter."""

    def __init__(self, report: Report, reporter: Reporter) -> None:
        self._report = report
        self._reporter = reporter
        self._memory = PeakMemory()
        self._left = 0

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[None]:
        """Time the inside of the `with` as a stage. Steps that nobody had to do count as done at its end."""
        self._reporter.begin(name, total)
        self._left = total
        self._report.stage = name
        start = time.perf_counter()
        try:
            yield
            if self._left > 0:
                self._reporter.advance(self._left)
        finally:
            spent = time.perf_counter() - start
            self._report.seconds[name] = self._report.seconds.get(name, 0.0) + spent
            self._report.peak_mb = self._memory.peak_mb()
            self._reporter.end(name)

    def advance(self, steps: int) -> None:
        """Report that more steps are done, and sample the memory while workers are busy."""
        self._memory.sample()
        self._left -= steps
        self._reporter.advance(steps)


class LineReporter(Reporter):
    """Prints progress as a line every ten seconds, for logs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage = ""
        self._done = self._total = 0
        self.wait()

    def wait(self) -> None:
        """Print no progress for the next ten seconds."""
        self._next = time.monotonic() + _INTERVAL

    def begin(self, stage: str, total: int) -> None:
        """Remember the stage."""
        self._stage, self._total, self._done = stage, total, 0

    def advance(self, steps: int) -> None:
        """Print the progress, if the last line is old enough."""
        self._done += steps
        now = time.monotonic()
        if now >= self._next:
            of = f" of {self._total:,}" if self._total else ""
            self.note(f"{self._stage}: {self._done:,}{of}")
            self._next = now + _INTERVAL

    def note(self, text: str) -> None:
        """Print a line."""
        print(text, file=self._stream, flush=True)


class BarReporter(Reporter):
    """Draws a bar for each stage on a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: Any = None

    def begin(self, stage: str, total: int) -> None:
        """Start a bar for a stage with a known number of steps."""
        if total:
            import click

            self._bar = click.progressbar(length=total, label=f"{stage:8}", file=self._stream)
            self._bar.render_progress()

    def advance(self, steps: int) -> None:
        """Move the bar."""
        if self._bar:
            self._bar.update(steps)

    def end(self, stage: str) -> None:  # noqa: ARG002
        """Finish the bar."""
        if self._bar:
            self._bar.render_finish()
            self._bar = None

    def note(self, text: str) -> None:
        """Print a line."""
        print(text, file=self._stream, flush=True)


def reporter_for(stream: TextIO, *, quiet: bool) -> Reporter:
    """Return the reporter for a stream: a bar on a terminal, lines elsewhere, nothing when quiet."""
    if quiet:
        return Reporter()
    return BarReporter(stream) if stream.isatty() else LineReporter(stream)
