"""Collect the results of an import: counts, problems, notes and time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.core.model import Problem
from generator.system.memory import PeakMemory

#: The result for one article or file.
Outcome = Literal["added", "present", "changed", "updated", "edited", "removed", "bad", "skipped"]
#: The meaning of each outcome, for people; in the order of the summary.
MEANINGS: dict[Outcome, str] = {
    "added": "added",
    "present": "already there",
    "changed": "changed in the source, and not updated here (use --update)",
    "updated": "updated",
    "edited": "changed in the source and edited here, and not updated",
    "removed": "imported before and since removed or moved here, and not restored",
    "bad": "bad",
    "skipped": "left out",
}
#: Problems of one code that are kept, so that a million bad records do not fill the memory.
_KEPT = 200


@dataclass(slots=True)
class ImportReport:
    """The results of an import. `counts` are numbers of articles by outcome."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    files: Counter[Outcome] = field(default_factory=Counter)
    """The same for files that are copied unchanged."""
    problems: list[Problem] = field(default_factory=list)
    """The first ones of each code; `reported` counts them all."""
    reported: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    """Messages about the import as a whole."""
    rejects: str = ""
    """The file with the bad records, or ""."""
    seconds: float = 0.0
    memory: PeakMemory = field(default_factory=PeakMemory)
    on_written: Callable[[str], object] | None = None
    """Called with a line for each file that is written, or would be in a dry run."""

    def count(self, outcome: Outcome, path: str, *, file: bool = False) -> None:
        """Count the outcome of an article or, with `file`, of a copied file, by its path in the archive."""
        (self.files if file else self.counts)[outcome] += 1
        if self.on_written and outcome in ("added", "updated"):
            self.on_written(f"{outcome}: {path}")

    def add(self, problem: Problem) -> None:
        """Count a problem, and keep it if there are not too many of its code."""
        self.reported[problem.code] += 1
        if self.reported[problem.code] <= _KEPT:
            self.problems.append(problem)

    @property
    def read(self) -> int:
        """The number of records or documents that were read."""
        return self.counts.total()

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command's contract has it (docs/import.md)."""
        return {
            **{outcome: self.counts[outcome] for outcome in MEANINGS},
            "files": {outcome: self.files[outcome] for outcome in MEANINGS if self.files[outcome]},
            "problems": [problem._asdict() for problem in self.problems],
            "told": dict(sorted(self.reported.items())),
            "notes": self.notes,
            "rejects": self.rejects,
            "seconds": round(self.seconds, 3),
            "peak_mb": self.memory.peak_mb(),
        }
