"""What is wrong with one file, gathered while it is read."""

from __future__ import annotations

from generator.core.model import Problem, Severity

#: Warnings that one file may give; a file that is broken in a thousand places is told in twenty.
LIMIT = 20

#: Line and column, from 1; 0 is the file as a whole.
Spot = tuple[int, int]
WHOLE_FILE: Spot = (0, 0)


class Notes:
    """The problems of one file, in the order in which they were met."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.failed = False
        self._problems: list[Problem] = []

    def warn(self, code: str, spot: Spot, message: str, hint: str) -> None:
        """Note something that was mended or ignored; the file is used all the same."""
        self._note(code, spot, message, hint, "warning")

    def error(self, code: str, spot: Spot, message: str, hint: str) -> None:
        """Note something that sets the file aside."""
        self.failed = True
        self._note(code, spot, message, hint, "error")

    def _note(self, code: str, spot: Spot, message: str, hint: str, severity: Severity) -> None:
        self._problems.append(Problem(self.path, *spot, code, message, hint, severity))

    def extend(self, problems: list[Problem]) -> None:
        """Take over what another reader of the same file has found."""
        self.failed = self.failed or any(problem.severity == "error" for problem in problems)
        self._problems += problems

    def gathered(self) -> list[Problem]:
        """Return everything, for another reader of the same file to take over."""
        return self._problems

    def problems(self) -> tuple[Problem, ...]:
        """Return every error, and warnings up to the limit with one more that counts the rest."""
        errors = [problem for problem in self._problems if problem.severity == "error"]
        warnings = [problem for problem in self._problems if problem.severity == "warning"]
        surplus = len(warnings) - LIMIT
        if surplus <= 0:
            return tuple(self._problems)
        more = Problem(
            self.path,
            *WHOLE_FILE,
            "post.more",
            f"{surplus} more warnings are not shown",
            "mend the ones above first",
            "warning",
        )
        return (*errors, *warnings[:LIMIT], more)


def quoted(text: str, limit: int = 40) -> str:
    """Return the start of somebody's text for use in a message: on one line, bounded, in quotes."""
    plain = "".join(char if char.isprintable() else " " for char in text[: limit + 1])
    return f"“{plain[:limit]}…”" if len(plain) > limit else f"“{plain}”"
