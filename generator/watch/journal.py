"""Tell what a watch does: lines for people, and lines of JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from generator.core.model import Problem
from generator.core.wording import counted, listed
from generator.publish.publish import Outcome
from generator.reporting.report import Report
from generator.watch.schedule import Batch

#: Changed paths and problems of a batch that a line for people names.
_SHOWN = 3
_PROBLEMS = 20
#: What a line says about the cause of a batch.
_CAUSES = {
    "start": "the watch began",
    "changes": "files changed",
    "lost": "all files were compared, since changes may have been missed",
    "look": "all files were compared",
    "survey": "all files and the output were compared",
    "time": "a post came due or expired",
    "retry": "the last batch failed",
}


class Done(NamedTuple):
    """A batch that was built. `waited` and `took` are seconds: before the build, and of the build."""

    number: int
    batch: Batch
    report: Report
    waited: float
    took: float
    new: tuple[Problem, ...]
    solved: int

    def is_news(self) -> bool:
        """Tell whether the batch has changed anything, or was built for somebody who waits for an answer."""
        report = self.report
        found = report.written or report.removed or self.new or self.solved
        return bool(found or self.batch.changes.content or self.batch.cause in ("start", "time"))

    def as_json(self) -> dict[str, Any]:
        """Return the batch in the form that docs/watch.md specifies."""
        return {
            "batch": self.number,
            "cause": self.batch.cause,
            "paths": None if self.batch.scope.paths is None else list(self.batch.scope.paths),
            "waited": round(self.waited, 3),
            "took": round(self.took, 3),
            **self.report.as_json(),
            "problems": [problem._asdict() for problem in self.new],
            "solved": self.solved,
        }


class Journal:
    """Prints lines for people by `say`, and lines of JSON by `write` or at the end of a file.

    `quiet`: only failures and problems are printed for people.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        *,
        quiet: bool = False,
        file: Path | None = None,
        write: Callable[[str], object] | None = None,
    ) -> None:
        self._say = say
        self._quiet = quiet
        self._file = file
        self._write = write

    def note(self, text: str) -> None:
        """Tell something that is no batch."""
        self._say(text)
        self._record("note", {"text": text})

    def batch(self, done: Done) -> None:
        """Tell of a batch. One without news has no line for people; for programs it is a sign of life."""
        report = done.report
        if done.is_news() and not self._quiet:
            self._say(
                f"batch {done.number}: {_what(done.batch)}; {report.written:,} written, "
                f"{report.removed:,} removed; {done.took:.2f} s"
            )
        for problem in done.new[:_PROBLEMS]:
            self._say(str(problem))
        if len(done.new) > _PROBLEMS:
            self._say(f"… and {counted(len(done.new) - _PROBLEMS, 'more problem')}; --json FILE has them all")
        self._record("batch", done.as_json())

    def failed(self, text: str) -> None:
        """Tell that a batch failed."""
        self._say(text)
        self._record("failed", {"text": text})

    def published(self, outcome: Outcome) -> None:
        """Tell of a publication."""
        if (outcome.files or outcome.removed) and not self._quiet:
            self._say(
                f"published to {outcome.target}: {outcome.files:,} files sent, {outcome.removed:,} removed; "
                f"{outcome.seconds:.2f} s"
            )
        for told in outcome.after:
            if told.problem or ((told.told or told.refused) and not self._quiet):
                self._say(str(told))
        self._record("published", outcome.as_json())

    def not_published(self, target: str, text: str, retry: float) -> None:
        """Tell that a publication failed, and after how many seconds it is tried again."""
        self._say(f"not published to {target}, tried again in {retry:.0f} s: {text}")
        self._record("not-published", {"target": target, "text": text, "retry": round(retry, 1)})

    def command(self, command: str, code: int | None, seconds: float) -> None:
        """Tell how a command ended; `code` is None if it took too long."""
        if code != 0:
            how = "took too long and was ended" if code is None else f"ended with {code}"
            self._say(f"--exec {command}: {how}")
        self._record("command", {"command": command, "code": code, "seconds": round(seconds, 3)})

    def _record(self, event: str, fields: dict[str, Any]) -> None:
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = json.dumps({"event": event, "time": moment, **fields}, ensure_ascii=False)
        if self._write:
            self._write(line)
        if self._file:
            try:
                with open(self._file, "a", encoding="utf-8", errors="backslashreplace") as stream:
                    stream.write(f"{line}\n")
            except OSError as error:
                self._say(f"{self._file}: a line was not written: {error.strerror}")


def _what(batch: Batch) -> str:
    paths: Sequence[str] = batch.changes.content
    if batch.cause != "changes" or not paths:
        return _CAUSES[batch.cause] if batch.cause != "changes" else "site.yaml, slugs or a theme changed"
    more = [f"{len(paths) - _SHOWN:,} more"] if len(paths) > _SHOWN else []
    return f"{listed([*paths[:_SHOWN], *more])} changed"
