"""Count what became of each file of a site, and report why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from generator.core.model import Problem, Severity
from generator.importers.article import RefusalError
from generator.importers.records.run import outcome_warning
from generator.importers.report import ImportReport, Outcome
from generator.system.os_errors import describe

#: Codes of files that an archive does not need, so that leaving them out is only a warning.
_HARMLESS = frozenset({"import.made", "import.template", "import.name", "import.link", "import.compiled"})


class Outcomes:
    """The outcomes of the files below a folder, collected in a report."""

    def __init__(self, source: Path, report: ImportReport) -> None:
        self._source = source
        self._report = report

    def take(self, path: str, work: Callable[[], tuple[Outcome, str]], *, file: bool) -> None:
        """Import the file at a path by `work`, which returns the outcome and the path in the archive.

        `file`: it is copied unchanged. `work` may raise RefusalError and OSError.
        """
        written = ""
        try:
            outcome, written = work()
        except RefusalError as why:
            harmless = why.code in _HARMLESS
            outcome = "skipped" if harmless else "bad"
            severity: Severity = "warning" if harmless else "error"
            where = (self._shown(path), why.line, why.column)
            self._report.add(Problem(*where, why.code, why.reason, why.cure, severity))
        except OSError as error:
            outcome = "bad"
            self._report.add(Problem(self._shown(path), 0, 0, "import.unreadable", describe(error), ""))
        else:
            if outcome in ("changed", "edited", "removed"):
                self._report.add(outcome_warning(self._shown(path), 0, outcome, written))
        self._report.count(outcome, written, file=file)

    def tell(self, problems: Iterable[Problem]) -> None:
        """Report problems whose paths are relative to the site."""
        for problem in problems:
            self._report.add(problem._replace(path=self._shown(problem.path)))

    def _shown(self, path: str) -> str:
        return str(self._source / path).encode("utf-8", "replace").decode()
