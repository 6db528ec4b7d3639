"""YAML to a tree of texts with their places. Nothing is guessed: `2021`, `yes` and `0x1F` stay as written.

Read from the parser's events, not its composer, so that depth and aliases are
bounded before they cost anything (the composer recurses in C, without a limit).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, cast

import yaml
from yaml.error import Mark
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

#: Levels of lists and mappings; front matter has two or three.
MAX_DEPTH = 32
#: Aliases (`*name`) in one front matter. They stand for what is written once, so a bound keeps bombs small.
MAX_ALIASES = 100

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = ("~", "null")
#: Tags that say of a value what it is anyway; any other is taken for a text that starts with `!`.
_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("bool", "float", "int", "map", "null", "seq", "str", "timestamp")
)
#: Text that follows a value and that YAML takes for a comment, though it looks like a hashtag.
_HASHTAG = re.compile(r"[ ]+#[^\s#]")
#: A key at the margin within a quoted value: the quote was never closed and has swallowed other fields.
_SWALLOWED = re.compile(r"\n[A-Za-z_][\w-]*:[ \n]")


class Scalar(NamedTuple):
    """A text. Lines and columns count from 0 here, as YAML's marks do."""

    text: str
    line: int
    column: int


class Sequence(NamedTuple):
    """A list."""

    items: list[Value]
    line: int
    column: int


class Mapping(NamedTuple):
    """Pairs of keys and values in the order of the text; a key may come twice."""

    pairs: list[tuple[Value, Value]]
    line: int
    column: int


Value = Scalar | Sequence | Mapping


class Tree(NamedTuple):
    """The root mapping. `lossy` when YAML has read a value without a part that was probably meant as text."""

    pairs: list[tuple[Value, Value]]
    lossy: bool


class UnreadableError(Exception):
    """A text is no front matter: where (from 0), under which code, and why."""

    def __init__(self, code: str, line: int, column: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.line, self.column, self.reason = code, line, column, reason


def read_tree(text: str) -> Tree:
    """Return the mapping that a text is; an empty one for an empty text. Raises UnreadableError."""
    builder = _Builder(text)
    try:
        return Tree(builder.pairs(), builder.is_lossy())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        reason = _plain_words(str(error.problem), str(error.context))
        raise UnreadableError("front-matter.syntax", line, column, reason) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # An unprintable character, or (in PyYAML without C) an escape of one that does not exist.
        raise UnreadableError("front-matter.syntax", 0, 0, "it has a character that YAML forbids") from error


class _Builder:
    """Builds the tree of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._events: Iterator[Event] = yaml.parse(text, Loader=_LOADER)
        self._anchors: dict[str, Value] = {}
        self._unused: set[str] = set()
        self._aliases = 0
        self._lost = False

    def pairs(self) -> list[tuple[Value, Value]]:
        next(self._events)  # the stream's start
        if isinstance(next(self._events), StreamEndEvent):
            return []
        root = self._value(next(self._events), 0)
        next(self._events)  # the document's end
        if not isinstance(next(self._events), StreamEndEvent):
            raise UnreadableError("front-matter.syntax", root.line, 0, "it holds two YAML documents")
        if isinstance(root, Mapping):
            return root.pairs
        if isinstance(root, Scalar) and not root.text:
            return []
        raise UnreadableError(
            "front-matter.syntax", root.line, root.column, "it is not lines of `key: value`"
        )

    def is_lossy(self) -> bool:
        return self._lost or bool(self._unused)

    def _value(self, event: Event, depth: int) -> Value:
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, AliasEvent):
            return self._alias(event)
        mark = _start(event)
        line, column = mark.line, mark.column
        if depth == MAX_DEPTH:
            raise UnreadableError(
                "front-matter.nested", line, column, f"more than {MAX_DEPTH} levels are nested"
            )
        value: Value
        if isinstance(event, SequenceStartEvent):
            value = Sequence(list(self._items(depth + 1)), line, column)
        else:
            value = Mapping(list(self._pairs(depth + 1)), line, column)
        self._remember(cast("MappingStartEvent | SequenceStartEvent", event), value)
        return value

    def _items(self, depth: int) -> Iterator[Value]:
        while not isinstance(event := next(self._events), SequenceEndEvent):
            yield self._value(event, depth)

    def _pairs(self, depth: int) -> Iterator[tuple[Value, Value]]:
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._value(event, depth)
            yield key, self._value(next(self._events), depth)

    def _scalar(self, event: ScalarEvent) -> Scalar:
        mark = _start(event)
        end = cast("Mark", event.end_mark).index
        text: str = event.value
        if event.style in ("'", '"'):
            self._lost |= _SWALLOWED.search(self._text, mark.index, end) is not None
        elif not event.style:
            self._lost |= _HASHTAG.match(self._text, end) is not None
            if text in _NULLS:
                text = ""
        value = Scalar(text, mark.line, mark.column)
        self._remember(event, value)
        return value

    def _remember(self, event: ScalarEvent | SequenceStartEvent | MappingStartEvent, value: Value) -> None:
        """Keep what has an anchor; a tag of the author's own, or an anchor without use, was meant as text."""
        if event.tag is not None and event.tag not in _TAGS:
            self._lost = True
        if event.anchor is not None:
            self._anchors[event.anchor] = value
            self._unused.add(event.anchor)

    def _alias(self, event: AliasEvent) -> Value:
        mark = _start(event)
        line, column = mark.line, mark.column
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise UnreadableError("front-matter.alias-bomb", line, column, f"more than {MAX_ALIASES} aliases")
        if event.anchor not in self._anchors:
            reason = f"the alias *{event.anchor} has no anchor"
            raise UnreadableError("front-matter.syntax", line, column, reason)
        self._unused.discard(event.anchor)
        return self._anchors[event.anchor]


def _start(event: Event) -> Mark:
    """Return where an event starts; the parsers give all of theirs a mark."""
    return cast("Mark", event.start_mark)


#: Parts of libyaml's and PyYAML's messages, and what they mean to somebody who does not know YAML.
_PLAIN = (
    ("mapping values are not allowed", "a colon and a space stand inside an unquoted value"),
    ("could not find expected ':'", "a line has no `key:`"),
    ("cannot start any token", "a value starts with a character that YAML reserves"),
    ("unexpected end of stream", "a quote is opened and never closed"),
    ("did not find expected key", "there is text after the end of a value"),
    ("expected <block end>", "there is text after the end of a value"),
    ("did not find expected ',' or", "a list in brackets is never closed"),
    ("expected ',' or", "a list in brackets is never closed"),
    ("unknown escape character", "a backslash in double quotes is followed by an unknown character"),
    ("block sequence entries are not allowed", "a hyphen and a space stand where no list can start"),
    ("sequence entries are not allowed", "a hyphen and a space stand where no list can start"),
)


def _plain_words(problem: str, context: str) -> str:
    for part, meaning in _PLAIN:
        if part in problem:
            return meaning
    return f"YAML says: {problem} {'' if context == 'None' else context}".strip()
