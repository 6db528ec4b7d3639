"""Read the YAML of front matter, and notice where it would lose part of the author's text."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml
from yaml.events import ScalarEvent

from generator.config.yaml.tree import (
    MAX_DEPTH,
    MAX_EXPANSION,
    Mapping,
    Scalar,
    TreeBuilder,
    TreeError,
    Value,
)

_NULLS = ("~", "null")
#: Tags that say of a value what it is anyway; any other is taken for a text that starts with `!`.
_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("bool", "float", "int", "map", "null", "seq", "str", "timestamp")
)
#: Text that follows a value and that YAML takes for a comment, though it looks like a hashtag.
_HASHTAG = re.compile(r"[ ]+#[^\s#]")
#: A key at the margin within a quoted value: the quote was never closed and has swallowed other fields.
_SWALLOWED = re.compile(r"\n[A-Za-z_][\w-]*:[ \n]")


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
        return Tree(_pairs(builder.root()), builder.is_lossy())
    except TreeError as error:
        raise _beyond_limits(error) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        reason = _plain_words(str(error.problem), str(error.context))
        raise UnreadableError("front-matter.syntax", line, column, reason) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # An unprintable character, or (in PyYAML without C) an escape of one that does not exist.
        raise UnreadableError("front-matter.syntax", 0, 0, "it has a character that YAML forbids") from error


def _pairs(root: Value | None) -> list[tuple[Value, Value]]:
    if isinstance(root, Mapping):
        return root.pairs
    if root is None or (isinstance(root, Scalar) and not root.text):
        return []
    raise UnreadableError("front-matter.syntax", root.line, root.column, "it is not lines of `key: value`")


def _beyond_limits(error: TreeError) -> UnreadableError:
    code, reason = {
        "depth": ("front-matter.nested", f"more than {MAX_DEPTH} levels are nested"),
        "size": ("front-matter.alias-bomb", f"its aliases stand for more than {MAX_EXPANSION:,} values"),
        "alias": ("front-matter.syntax", f"the alias *{error.alias} has no anchor"),
        "documents": ("front-matter.syntax", "it holds two YAML documents"),
    }[error.kind]
    line, column = (0, 0) if error.kind == "documents" else (error.line, error.column)
    return UnreadableError(code, line, column, reason)


class _Builder(TreeBuilder):
    """Builds the tree of one text, in which an empty value is "", and notices what gets lost."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._text = text
        self._lost = False

    def is_lossy(self) -> bool:
        """Return whether text is lost; an unknown tag, or an anchor that is not used, was meant as text."""
        return self._lost or bool(self.unused) or not self.tags <= _TAGS

    def scalar(self, event: ScalarEvent) -> Scalar:
        """Return a text; "" for a plain null."""
        text: str = event.value
        mark: Any = event.start_mark
        end: Any = event.end_mark
        if event.style in ("'", '"'):
            self._lost |= _SWALLOWED.search(self._text, mark.index, end.index) is not None
        elif not event.style:
            self._lost |= _HASHTAG.match(self._text, end.index) is not None
            if text in _NULLS:
                text = ""
        return Scalar(text, mark.line, mark.column)


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
