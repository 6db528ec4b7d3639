"""Do what follows a batch: publish the output, and run a command."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.kinds.site_config import load_config
from generator.publish.publish import Outcome, Request, publish
from generator.publish.target import Target
from generator.reporting.report import Reporter
from generator.system.os_errors import describe
from generator.watch.journal import Done, Journal

#: Seconds after which a publication that failed is tried again, the first time and at most.
_FIRST_RETRY, _LAST_RETRY = 10.0, 600.0
#: Seconds that a command may take.
_COMMAND_TIMEOUT = 600.0


class Publisher:
    """Publishes finished builds to a target. After a failure it tries again, less and less often."""

    def __init__(self, paths: SitePaths, target: Target, keep: int, journal: Journal) -> None:
        self._paths = paths
        self._target = target
        self._keep = keep
        self._journal = journal
        self._pause = 0.0
        self.due = float("inf")
        """When the target has to be brought up to date (`time.monotonic`); infinite if it is."""

    def notice(self) -> None:
        """Note that there is a new output. After a failure the pause is kept."""
        self.due = self.due if self._pause else 0.0

    def publish(self) -> bool:
        """Publish the output now; return whether that succeeded."""
        outcome = Outcome(str(self._target))
        try:
            request = Request.of(load_config(self._paths.config), self._paths.root, self._target, self._keep)
            publish(self._paths, request, Reporter(), outcome, lambda _: None)
        except BackfileError as error:
            return self._failed(str(error))
        except OSError as error:
            return self._failed(describe(error))
        self._pause, self.due = 0.0, float("inf")
        self._journal.published(outcome)
        return True

    def _failed(self, text: str) -> bool:
        self._pause = min(self._pause * 2, _LAST_RETRY) if self._pause else _FIRST_RETRY
        self.due = time.monotonic() + self._pause
        self._journal.not_published(str(self._target), text, self._pause)
        return False


def run_command(command: str, done: Done, published: bool | None, paths: SitePaths, journal: Journal) -> None:
    """Run a command by the shell, with the batch in its environment; a failure is reported.

    `published` is None if nothing is published. What the command prints goes to standard error.
    """
    start = time.perf_counter()
    try:
        # A command of the user's own.
        code: int | None = subprocess.run(  # noqa: S602
            command,
            shell=True,
            cwd=paths.root,
            env={**os.environ, **environment(done, published, paths)},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            timeout=_COMMAND_TIMEOUT,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        code = None
    except OSError as error:
        journal.note(f"--exec {command}: {describe(error)}")
        return
    journal.command(command, code, time.perf_counter() - start)


def environment(done: Done, published: bool | None, paths: SitePaths) -> dict[str, str]:
    """Return the variables of a command, as docs/watch.md specifies them."""
    report = done.report
    return {
        "BACKFILE_BATCH": str(done.number),
        "BACKFILE_CAUSE": done.batch.cause,
        "BACKFILE_WRITTEN": str(report.written),
        "BACKFILE_REMOVED": str(report.removed),
        "BACKFILE_PROBLEMS": str(len(report.problems)),
        "BACKFILE_PUBLISHED": "" if published is None else str(int(published)),
        "BACKFILE_OUTPUT": str(paths.output),
        "BACKFILE_CHANGES": str(paths.changes),
    }
