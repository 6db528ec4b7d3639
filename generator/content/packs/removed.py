"""Read the list beside a pack: posts that stay in the pack, but are no longer published.

removed:
  - 2021-12-28-a.md
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Lines
from pathlib import Path
from typing import NamedTuple

from generator.config.yaml.errors import PlacedError
from generator.config.yaml.syntax import read_root
from generator.config.yaml.tree import Mapping, Scalar, Sequence, Value
from generator.content.packs.names import POSTS, list_path
from generator.core.model import Position, Problem
from generator.system.files import read_file

_KEY = "removed"
_HINT = "write it as `removed:`, and below it one line for each path, such as `- 2021-12-28-a.md`"
#: A line with a path, in a list that is no YAML.
_LINE = re.compile(r"\s*-\s+[\"']?(.+?)[\"']?\s*")


class RemovedList(NamedTuple):
    """The posts of a list by their paths from the archive's root, with their positions, and problems."""

    positions: Lines[str, Position]
    problems: tuple[Problem, ...] = ()


class _WrongFormError(Exception):
    def __init__(self, position: Position, reason: str) -> None:
        super().__init__(reason)
        self.position = position


def read_list(root: Path, month: str) -> RemovedList:
    """Return the list beside a pack, which may be missing.

    In a list that is not in its form, every line that looks like an entry is taken for one: a post that was
    removed must not come back by a typing error. Raises OSError.
    """
    path = list_path(month)
    try:
        text = (read_file(str(root / path))[0] or b"").decode("utf-8-sig", "replace")
    except (FileNotFoundError, NotADirectoryError):
        return RemovedList({})
    try:
        return RemovedList(_entries(read_root(text)))
    except PlacedError as error:
        problem = _error(path, error.position, str(error))
    except _WrongFormError as error:
        problem = _error(path, error.position, str(error))
    return RemovedList(_lines(text), (problem,))


def _error(path: str, position: Position, reason: str) -> Problem:
    return Problem(path, *position, "pack.list", reason, _HINT)


def _entries(root: Value | None) -> dict[str, Position]:
    if root is None:
        return {}
    if not isinstance(root, Mapping):
        raise _WrongFormError(_position(root), "it is not a list of removed posts")
    found: dict[str, Position] = {}
    for key, value in root.pairs:
        if not isinstance(key, Scalar) or key.text != _KEY:
            raise _WrongFormError(_position(key), f"the only key that it may have is {_KEY}")
        found.update(_paths(value))
    return found


def _paths(value: Value) -> dict[str, Position]:
    if isinstance(value, Scalar) and not value.text:
        return {}
    if not isinstance(value, Sequence):
        raise _WrongFormError(_position(value), f"{_KEY} is not a list of paths")
    found = {}
    for item in value.items:
        if not isinstance(item, Scalar):
            raise _WrongFormError(_position(item), "this is not a path")
        found[_full(item.text)] = _position(item)
    return found


def _position(value: Value) -> Position:
    return Position(value.line + 1, value.column + 1)


def _full(written: str) -> str:
    """Return the path of a post from the root of the archive; the list may name it from content/posts/."""
    return written if written.startswith(POSTS) else POSTS + written


def _lines(text: str) -> dict[str, Position]:
    numbered = ((number, _LINE.fullmatch(line)) for number, line in enumerate(text.splitlines(), 1))
    return {_full(line[1]): Position(number, line.start(1) + 1) for number, line in numbered if line}
