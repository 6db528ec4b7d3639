"""What the program raises for a reader's sake: one base, no traceback, an exit code each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.core.model import Problem


class BackfileError(Exception):
    """A mistake that its user can mend; its text is all that is shown."""

    exit_code = 1


class ConfigError(BackfileError):
    """site.yaml (or a theme's theme.yaml) can't be used; holds every mistake found, not just the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class ThemeError(BackfileError):
    """A theme is missing or one of its templates fails; the text names template, line and page."""


class ProblemsError(BackfileError):
    """The build stops because of what it found in the content: the budget of bad posts, or --strict."""


class LockedError(BackfileError):
    """Another build holds the lock of this archive."""

    exit_code = 3


class VerifyError(BackfileError):
    """The output is not what a clean build makes."""


class SourceChangedError(Exception):
    """A source is no longer what the index says: it was written to, or removed, during the build.

    Its text says which. No mistake of the user's; the build leaves its output as it was, and the next one
    reads it again.
    """
