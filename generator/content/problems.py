"""Collect the problems of one file while it is read."""

from __future__ import annotations

from generator.core.model import WHOLE_FILE, Position, Problem, Severity

#: Warnings that are reported for one file; further ones are only counted.
LIMIT = 20


class Diagnostics:
    """The problems of one file, in the order in which they were found."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.failed = False
        self._problems: list[Problem] = []

    def warn(self, code: str, position: Position, message: str, hint: str) -> None:
        """Add a problem that was repaired or ignored; the file is used."""
        self._add(code, position, message, hint, "warning")

    def notice(self, code: str, position: Position, message: str, hint: str) -> None:
        """Add what is told but no mistake."""
        self._add(code, position, message, hint, "notice")

    def error(self, code: str, position: Position, message: str, hint: str) -> None:
        """Add a problem because of which the file is set aside."""
        self.failed = True
        self._add(code, position, message, hint, "error")

    def _add(self, code: str, position: Position, message: str, hint: str, severity: Severity) -> None:
        self._problems.append(Problem(self.path, *position, code, message, hint, severity))

    def extend(self, problems: list[Problem]) -> None:
        """Add the problems that a different reader of the same file has found."""
        self.failed = self.failed or any(problem.severity == "error" for problem in problems)
        self._problems += problems

    def all_problems(self) -> list[Problem]:
        """Return every problem, without a limit."""
        return self._problems

    def problems(self) -> tuple[Problem, ...]:
        """Return every error and notice, and warnings up to the limit with one more that counts the rest."""
        others = [problem for problem in self._problems if problem.severity != "warning"]
        warnings = [problem for problem in self._problems if problem.severity == "warning"]
        surplus = len(warnings) - LIMIT
        if surplus <= 0:
            return tuple(self._problems)
        more = Problem(
            self.path,
            *WHOLE_FILE,
            "post.more",
            f"{surplus} more warnings are not shown",
            "correct the ones above first",
            "warning",
        )
        return (*others, *warnings[:LIMIT], more)
