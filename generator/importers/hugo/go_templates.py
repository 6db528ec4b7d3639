"""Parse the templates of Hugo's shortcodes, as far as they are simple: values and conditions."""

from __future__ import annotations

import re
from typing import NamedTuple

_ACTION = re.compile(
    r"""\{\{(-)?\s*(/\*.*?\*/|(?:"(?:\\.|[^"\\])*"|`[^`]*`|[^{}"`])*?)\s*(-)?\}\}""", re.DOTALL
)
_WORD = re.compile(r'"((?:\\.|[^"\\])*)"|`([^`]*)`|(:?=)|([|()])|([^\s|()"`]+)')
_ESCAPED = re.compile(r"\\(.)")
_DEEPEST = 20


class NotSimpleError(Exception):
    """A template does what only Hugo can."""


class Node(NamedTuple):
    """A text, the value of an expression, or (`if`, `with`) what is shown on a condition."""

    kind: str
    words: tuple[str, ...]
    inside: tuple[Node, ...] = ()
    otherwise: tuple[Node, ...] = ()


class Parser:
    """Reads a template once."""

    def __init__(self, text: str) -> None:
        self._parts: list[tuple[str, str]] = []
        at = 0
        for found in _ACTION.finditer(text):
            before = text[at : found.start()]
            self._add("text", before.rstrip() if found[1] else before)
            self._add("action", found[2].strip())
            at = found.end()
            if found[3]:
                at += len(text[at:]) - len(text[at:].lstrip())
        self._add("text", text[at:])
        if "{{" in text[at:]:
            raise NotSimpleError
        self._at = 0

    def _add(self, kind: str, text: str) -> None:
        if text and not (kind == "action" and text.startswith("/*")):
            self._parts.append((kind, text))

    def nodes(self) -> tuple[Node, ...]:
        """Return the nodes of the template. Raises NotSimpleError."""
        found, end = self._until_end(0)
        if end:
            raise NotSimpleError
        return found

    def _until_end(self, depth: int) -> tuple[tuple[Node, ...], str]:
        """Return the nodes up to the next `end` or `else`, and that word with what follows it."""
        if depth > _DEEPEST:
            raise NotSimpleError
        found = []
        while self._at < len(self._parts):
            kind, text = self._parts[self._at]
            self._at += 1
            first, _, rest = text.partition(" ")
            if kind == "text":
                found.append(Node("text", (text,)))
            elif text == "end" or first == "else":
                return tuple(found), text
            elif first in ("if", "with"):
                found.append(self._condition(first, rest, depth))
            elif first in ("range", "define", "block", "template", "partial", "return", "break", "continue"):
                raise NotSimpleError
            else:
                found.append(Node("value", _words(text)))
        return tuple(found), ""

    def _condition(self, kind: str, test: str, depth: int) -> Node:
        inside, end = self._until_end(depth + 1)
        otherwise: tuple[Node, ...] = ()
        if end.startswith("else "):
            again, _, rest = end.removeprefix("else ").strip().partition(" ")
            otherwise = (self._condition(again, rest, depth + 1),)
        elif end == "else":
            otherwise, end = self._until_end(depth + 1)
        if not end or kind not in ("if", "with"):
            raise NotSimpleError
        return Node(kind, _words(test), inside, otherwise)


def _words(text: str) -> tuple[str, ...]:
    """Return the words of an expression; texts in quotes begin with a quote."""
    found = []
    for quoted, raw, sign, mark, word in _WORD.findall(text):
        found.append(sign or mark or word or '"' + (_ESCAPED.sub(r"\1", quoted) or raw))
    if len(found) > 100:
        raise NotSimpleError
    return tuple(found)
