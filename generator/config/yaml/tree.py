"""Read YAML as a tree of texts with their places, within limits of depth and size.

Nothing is guessed: `2021`, `yes` and `0x1F` stay as written. The tree is built
from the parser's events, so that deep nesting and aliases that multiply
("billion laughs") end before they cost anything. PyYAML's own composer in C
calls itself for each level, without a limit.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any, Literal, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

#: Most levels of lists and mappings, aliases written out. Front matter has two or three, site.yaml six.
MAX_DEPTH = 32
#: Most values that the aliases (`*name`) of a text may stand for.
MAX_EXPANSION = 10_000

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Scalar(NamedTuple):
    """A text. Lines and columns count from 0 here and below, as YAML's marks do.

    `style` is the quote or the sign of a block (`'`, `"`, `|`, `>`), and "" for a plain text.
    `tag` is a tag that is written (`tag:yaml.org,2002:str` for `!!str`, `!` for itself), or "".
    """

    text: str
    line: int
    column: int
    style: str = ""
    tag: str = ""


class Sequence(NamedTuple):
    """A list."""

    items: list[Value]
    line: int
    column: int
    tag: str = ""


class Mapping(NamedTuple):
    """Pairs of keys and values in the order of the text; a key may come twice."""

    pairs: list[tuple[Value, Value]]
    line: int
    column: int
    tag: str = ""


Value = Scalar | Sequence | Mapping


class TreeError(Exception):
    """A text is YAML, but no tree is made of it.

    `kind` is `depth` or `size` beyond a limit, `alias` for one without an anchor above it, or `documents`
    where a second document begins. `line` and `column` count from 0; `alias` is the name of the alias
    that is to blame, or "".
    """

    def __init__(self, kind: Literal["depth", "size", "alias", "documents"], event: Event) -> None:
        super().__init__(kind)
        self.kind = kind
        mark: Any = event.start_mark
        self.line: int = mark.line
        self.column: int = mark.column
        self.alias = (event.anchor or "") if isinstance(event, AliasEvent) else ""


class TreeBuilder:
    """Builds the tree of one text. A subclass may read single values its own way.

    `tags` are those that were met, as they are written, and `unused` the anchors without an alias.
    """

    #: Returns the next event. `yaml.parse` does no more, but takes three calls for each.
    _next: Callable[[], Any]

    def __init__(self, text: str) -> None:
        self.tags: set[str] = set()
        self.unused: set[str] = set()
        self._source = text
        self._anchors: dict[str, Value] = {}
        self._expansion = 0

    def root(self) -> Value | None:
        """Return the root, or None for a text that holds nothing. Raises TreeError, and yaml.YAMLError."""
        self._next = LOADER(self._source).get_event
        self._next()  # the stream's start
        if isinstance(self._next(), StreamEndEvent):
            return None
        root = self._value(self._next(), 1)
        self._next()  # the document's end
        if not isinstance(more := self._next(), StreamEndEvent):
            raise TreeError("documents", more)
        return root

    def scalar(self, event: ScalarEvent) -> Scalar:
        """Return a single value."""
        mark: Any = event.start_mark
        return Scalar(event.value, mark.line, mark.column, event.style or "", event.tag or "")

    def _value(self, event: Any, depth: int) -> Value:
        """Return the value that begins with an event; a list or mapping is on this level, from 1."""
        value: Value
        if isinstance(event, ScalarEvent):
            value = self.scalar(event)
        elif isinstance(event, AliasEvent):
            return self._alias(event, depth)
        else:
            value = self._collection(event, depth)
        if event.tag is not None:
            self.tags.add(event.tag)
        if event.anchor is not None:
            self._anchors[event.anchor] = value
            self.unused.add(event.anchor)
        return value

    def _collection(self, event: Any, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise TreeError("depth", event)
        line, column, tag = event.start_mark.line, event.start_mark.column, event.tag or ""
        if isinstance(event, SequenceStartEvent):
            return Sequence(self._items(depth + 1), line, column, tag)
        return Mapping(self._pairs(depth + 1), line, column, tag)

    def _items(self, depth: int) -> list[Value]:
        items = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            items.append(self._value(event, depth))
        return items

    def _pairs(self, depth: int) -> list[tuple[Value, Value]]:
        pairs = []
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._value(event, depth)
            pairs.append((key, self._value(self._next(), depth)))
        return pairs

    def _alias(self, event: AliasEvent, depth: int) -> Value:
        value = self._anchors.get(event.anchor or "")
        if value is None:
            raise TreeError("alias", event)
        self.unused.discard(event.anchor or "")
        size, levels = _extent(value)
        self._expansion += size
        if self._expansion > MAX_EXPANSION:
            raise TreeError("size", event)
        if depth + levels > MAX_DEPTH + 1:
            raise TreeError("depth", event)
        return value


def _extent(value: Value) -> tuple[int, int]:
    """Return how many values one comes to, with itself and aliases written out, and its levels.

    All calls for one text come to little more than MAX_EXPANSION values and those that are written.
    """
    if isinstance(value, Scalar):
        return 1, 0
    below = value.items if isinstance(value, Sequence) else chain.from_iterable(value.pairs)
    extents = [_extent(one) for one in below]
    return 1 + sum(size for size, _ in extents), 1 + max((levels for _, levels in extents), default=0)
