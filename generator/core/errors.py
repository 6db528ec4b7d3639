"""Define the errors that users see: one base class, an exit code each, no traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.core.model import Problem


class BackfileError(Exception):
    """A mistake that the user can correct; only its text is shown."""

    exit_code = 1


class ConfigError(BackfileError):
    """site.yaml (or a theme's theme.yaml) can't be used; holds every mistake found, not just the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class ThemeError(BackfileError):
    """A theme is missing or one of its templates fails; the text names template, line and page."""


class ProblemsError(BackfileError):
    """The content stops the build: more bad posts than site.yaml allows, or any problem with --strict."""


class LockedError(BackfileError):
    """Another build holds the lock of this archive."""

    exit_code = 3


class VerifyError(BackfileError):
    """The output differs from that of a clean build."""


class SourceChangedError(Exception):
    """A source was changed or removed during the build, so that the index no longer describes it.

    The text of the error names the source. It is no mistake of the user: the build leaves its output as it
    was, and the next build reads the source again.
    """
