"""Turn plain values, as the readers of TOML and JSON return them, into a tree of texts with places."""

from __future__ import annotations

from collections.abc import Mapping as PlainMapping
from datetime import date, time
from typing import Any

from generator.config.yaml.tree import MAX_DEPTH, Mapping, Scalar, Sequence, Value
from generator.content.frontmatter.yaml_tree import UnreadableError

#: A line and a column, both from 0.
Place = tuple[int, int]


def place_of(text: str, index: int) -> Place:
    """Return the place of a character in a text."""
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1


def tree_of(value: Any, place: Place, depth: int = 1) -> Value:
    """Return a value, all of whose parts get one place. Raises UnreadableError where it is nested too deep.

    Flags become `true` and `false`, dates the form of ISO 8601, nothing becomes "".
    """
    if isinstance(value, PlainMapping | list) and depth > MAX_DEPTH:
        raise UnreadableError("front-matter.nested", *place, f"more than {MAX_DEPTH} levels are nested")
    if isinstance(value, PlainMapping):
        pairs: list[tuple[Value, Value]] = [
            (Scalar(str(key), *place), tree_of(one, place, depth + 1)) for key, one in value.items()
        ]
        return Mapping(pairs, *place)
    if isinstance(value, list):
        return Sequence([tree_of(one, place, depth + 1) for one in value], *place)
    return Scalar(_text(value), *place)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | time) else str(value)
