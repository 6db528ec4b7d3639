"""How mistakes in a configuration file are told: where it is, what is wrong, and the cure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from generator.core.errors import ConfigError
from generator.core.model import Problem

#: Longest piece of a file that a message quotes, and longest word that is compared, in characters.
_QUOTED = 40


class Place(NamedTuple):
    """Line and column in a file, from 1; zeros stand for the file as a whole."""

    line: int = 0
    column: int = 0


class Mark(Protocol):
    """What PyYAML says of a place, from 0; its two loaders have a class each."""

    line: int
    column: int


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
    """A mistake that makes the rest of a file unreadable, and its place."""

    def __init__(self, place: Place, error: OptionError) -> None:
        super().__init__(error.message)
        self.place = place
        self.error = error


class Findings:
    """The mistakes found in one file so far."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._problems: list[Problem] = []

    def add(self, error: OptionError, place: Place, option: str = "") -> None:
        """Keep a mistake; `option` is the dotted name of what it concerns, if it is one option."""
        message = f"{option}: {error.message}" if option else error.message
        self._problems.append(Problem(self._path, *place, f"config.{error.code}", message, error.hint))

    def raise_any(self) -> None:
        """Raise ConfigError with all mistakes in the order of the file, if there are any."""
        if self._problems:
            raise ConfigError(tuple(sorted(self._problems, key=lambda problem: problem[1:3])))


def place_of(mark: Mark | None) -> Place:
    """Return the place of one of PyYAML's marks."""
    return Place(mark.line + 1, mark.column + 1) if mark else Place()


def printable(text: str, longest: int = _QUOTED) -> str:
    """Return a text on one line, of so many characters at most, and without what could upset a terminal."""
    line = " ".join(text[: 4 * longest].split())
    short = line if len(line) <= longest else f"{line[:longest]}…"
    return "".join(char if char.isprintable() else "�" for char in short)


def quoted(text: str) -> str:
    """Return a text as messages quote it."""
    return f'"{printable(text)}"'


def did_you_mean(word: str, words: Iterable[str], otherwise: str) -> str:
    """Return a hint that names the one of `words` that was probably meant; `otherwise` when none is near."""
    import difflib

    by_fold = {candidate.casefold(): candidate for candidate in sorted(words)}
    near = difflib.get_close_matches(word[:_QUOTED].casefold(), by_fold, n=1)
    return f'did you mean "{by_fold[near[0]]}"?' if near else otherwise
