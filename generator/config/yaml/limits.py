"""Bounds for YAML whose nesting or aliases would exhaust the program ("billion laughs")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from generator.config.yaml.errors import OptionError, PlacedError, place_of
from generator.core.wording import quoted_value

#: Deepest nesting. PyYAML's composers call themselves for each level; the one in C crashes near 30,000.
MAX_DEPTH = 100
#: Most nodes that the aliases (`*name`) of a file may stand for.
MAX_EXPANSION = 10_000


def check_extent(text: str, loader: Any) -> None:
    """Raise PlacedError where nodes nest too deep, stand for too many, or hold themselves.

    Events tell this without recursion, before anything is composed. Raises
    yaml.YAMLError as well, from the loader.
    """
    measure = _Measure()
    for event in yaml.parse(text, Loader=loader):
        try:
            measure.meet(event)
        except OptionError as error:
            raise PlacedError(place_of(event.start_mark), error) from None


@dataclass(slots=True)
class _Part:
    """A node with all below it, aliases written out."""

    anchor: str | None
    nodes: int = 1
    depth: int = 1


class _Measure:
    """Adds up the parts of a file from its events."""

    def __init__(self) -> None:
        self._open: list[_Part] = []
        self._anchored: dict[str, _Part] = {}
        self._expansion = 0

    def meet(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            self._open.append(_Part(event.anchor))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(self._open.pop())
        elif isinstance(event, yaml.ScalarEvent):
            self._close(_Part(event.anchor))
        elif isinstance(event, yaml.AliasEvent):
            self._expand(event.anchor)
        self._check_depth(0)

    def _close(self, part: _Part) -> None:
        if part.anchor:
            self._anchored[part.anchor] = part
        if self._open:
            parent = self._open[-1]
            parent.nodes += part.nodes
            parent.depth = max(parent.depth, part.depth + 1)

    def _expand(self, anchor: str | None) -> None:
        part = self._anchored.get(anchor or "")
        if part is None:
            message = f"{quoted_value(f'*{anchor}')} refers to nothing above"
            raise OptionError("alias", message, "put the text in quotes if the asterisk is part of it")
        self._expansion += part.nodes
        if self._expansion > MAX_EXPANSION:
            message = f"{quoted_value(f'*{anchor}')} stands for too many values"
            raise OptionError("size", message, "write the values out")
        self._check_depth(part.depth)
        self._close(_Part(None, part.nodes, part.depth))

    def _check_depth(self, below: int) -> None:
        if len(self._open) + below > MAX_DEPTH:
            raise OptionError("size", "values nest too deep here", f"use at most {MAX_DEPTH} levels")
