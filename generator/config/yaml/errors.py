"""Report mistakes in a configuration file, each with its position, a message and the cure."""

from __future__ import annotations

from typing import Protocol

from generator.core.errors import ConfigError
from generator.core.model import WHOLE_FILE, Position, Problem


class Mark(Protocol):
    """A line and a column from 0: a mark of one of PyYAML's two parsers, a value of a tree, a TreeError."""

    @property
    def line(self) -> int:
        """From 0."""

    @property
    def column(self) -> int:
        """From 0."""


class OptionError(Exception):
    """A value can't be used. `message` is a clause that may follow the option's name, `hint` the cure.

    `code` is that of `generator.core.model.Problem`, without its leading `config.`.
    """

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class PlacedError(Exception):
    """A mistake that makes the rest of a file unreadable, and its position."""

    def __init__(self, position: Position, error: OptionError) -> None:
        super().__init__(error.message)
        self.position = position
        self.error = error


class Findings:
    """The mistakes found in one file so far."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._problems: list[Problem] = []

    def add(self, error: OptionError, position: Position, option: str = "") -> None:
        """Add a mistake; `option` is the dotted name of the option that it concerns, if it concerns one."""
        message = f"{option}: {error.message}" if option else error.message
        self._problems.append(Problem(self._path, *position, f"config.{error.code}", message, error.hint))

    def raise_any(self) -> None:
        """Raise ConfigError with all mistakes in the order of the file, if there are any."""
        if self._problems:
            raise ConfigError(tuple(sorted(self._problems, key=lambda problem: problem[1:3])))


def position_of(mark: Mark | None) -> Position:
    """Return the position of a mark or a value; that of the whole file for None."""
    return Position(mark.line + 1, mark.column + 1) if mark else WHOLE_FILE
