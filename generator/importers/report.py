"""What an import did: counts, what was wrong, how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.core.model import Problem
from generator.system.memory import Gauge

#: What became of one thing that was read.
Outcome = Literal["added", "present", "changed", "updated", "edited", "removed", "bad", "skipped"]
#: The meaning of each outcome, for people; in the order in which they are told.
MEANINGS: dict[Outcome, str] = {
    "added": "added",
    "present": "already there",
    "changed": "changed in the source since, and left as they are (--update takes the changes)",
    "updated": "updated",
    "edited": "changed in the source and edited here, and left as they are",
    "removed": "imported before and removed or moved here since, and not brought back",
    "bad": "bad",
    "skipped": "left out",
}
#: Problems of one code that are kept; a million bad records must not fill the memory with sentences.
_KEPT = 200


@dataclass(slots=True)
class ImportReport:
    """Counts are of what was read, by outcome."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    files: Counter[Outcome] = field(default_factory=Counter)
    """The same of files that are carried over as they are."""
    problems: list[Problem] = field(default_factory=list)
    """The first ones of each code; `reported` counts them all."""
    reported: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    """What a user should know and that is no one file's problem."""
    rejects: str = ""
    """The file that keeps the bad records, or ""."""
    seconds: float = 0.0
    gauge: Gauge = field(default_factory=Gauge)
    listing: Callable[[str], object] | None = None
    """Hears of each thing that is written, or would be; for dry runs."""

    def count(self, outcome: Outcome, path: str, *, file: bool = False) -> None:
        """Count what became of an article, or of a file that goes along; `path` is the one in the archive."""
        (self.files if file else self.counts)[outcome] += 1
        if self.listing and outcome in ("added", "updated"):
            self.listing(f"{outcome}: {path}")

    def add(self, problem: Problem) -> None:
        """Keep a problem, and its sentence if there are not too many."""
        self.reported[problem.code] += 1
        if self.reported[problem.code] <= _KEPT:
            self.problems.append(problem)

    @property
    def read(self) -> int:
        """How many records or documents were read."""
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
            "peak_mb": self.gauge.peak_mb(),
        }
