"""Split Markdown into code, which must not be changed, and other text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter

_FENCE = re.compile(r"(`{3,}(?=[^`]*\Z)|~{3,})")
_CLOSING = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t\r]*\n?\Z")
_MARKER = re.compile(r"([-*+]|[0-9]{1,9}[.)])([ ]+)(?=\S)")
_RULE = re.compile(r"(?:([-*_])[ ]*)(?:\1[ ]*){2,}\s*\Z")
#: The start of preformatted text, after tags around it.
_PRE = re.compile(r"\s*(?:<[a-z][^<>]*>\s*)*<pre(?:\s[^<>]*)?>", re.IGNORECASE)
_PRE_END = re.compile("</pre", re.IGNORECASE)
_TICKS = re.compile("`+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
#: Nested lists; nobody writes more.
_MAX_DEPTH = 32
#: Spaces that make a line code.
_INDENT = 4

Piece = tuple[str, bool]


def split_code(text: str) -> Iterator[Piece]:
    """Yield a text in parts, each with whether it is code.

    Code is: fenced and indented blocks, also in list items, the contents of
    `<pre>`, and spans between backticks (CommonMark 0.31, sections 4.4, 4.5, 4.6, 6.1).
    """
    blocks = _Blocks()
    pieces = (piece for line in _LINE.findall(text) for piece in blocks.pieces(line))
    for is_code, group in groupby(pieces, key=itemgetter(1)):
        joined = "".join(piece for piece, _ in group)
        if is_code:
            yield joined, True
        else:
            yield from _spans(joined)


class _Blocks:
    """Finds lines of code. It needs all lines of a text in their order."""

    def __init__(self) -> None:
        self._items: list[int] = []  # column of the text of each open list item, the outermost first
        self._fence = ""
        self._in_pre = False
        self._between = True  # no paragraph is open, which an indented line would continue

    def pieces(self, line: str) -> Iterator[Piece]:
        """Yield a line, or its pieces."""
        if self._in_pre:
            yield from self._preformatted(line)
        elif not line.strip():
            self._between = True
            yield line, bool(self._fence)
        elif self._fence and _width(line.expandtabs(_INDENT)) >= (self._items or [0])[-1]:
            closing = _CLOSING.match(line)
            if closing and closing[1].startswith(self._fence):
                self._fence = ""
            yield line, True
        else:
            self._fence = ""
            yield from self._opened(line)

    def _opened(self, line: str) -> Iterator[Piece]:
        """Yield a line that may start a block."""
        shown = line.expandtabs(_INDENT)
        items, at = self._inside(shown)
        beyond = at - (items or [0])[-1]
        is_marked = len(items) > 0 and at > _width(shown)
        fence = _FENCE.match(shown, at) if beyond < _INDENT else None
        is_indented = beyond >= _INDENT and (self._between or is_marked)
        pre = _PRE.match(line) if beyond < _INDENT else None
        if self._between or is_marked or fence:
            self._items = items
        self._fence = fence[1] if fence else ""
        self._between = is_indented or fence is not None or shown.startswith("#", at)
        if not pre:
            yield line, is_indented or fence is not None
            return
        self._in_pre = True
        yield line[: pre.end()], False
        yield from self._preformatted(line[pre.end() :])

    def _inside(self, shown: str) -> tuple[list[int], int]:
        """Return the columns of the list items around a line, and that of its text after its markers."""
        at = _width(shown)
        items = [start for start in self._items if start <= at]
        while len(items) < _MAX_DEPTH and at - (items or [0])[-1] < _INDENT:
            marker = _MARKER.match(shown, at)
            if not marker or _RULE.match(shown, at):
                break
            gap = len(marker[2])
            items.append(marker.end(1) + (gap if gap <= _INDENT else 1))
            at = marker.end()
        return items, at

    def _preformatted(self, line: str) -> Iterator[Piece]:
        end = _PRE_END.search(line)
        at = end.start() if end else len(line)
        self._in_pre, self._between = end is None, True
        yield line[:at], True
        yield line[at:], False


def _width(line: str) -> int:
    """Return the indent of a line without tabs, in spaces."""
    return len(line) - len(line.lstrip(" "))


def _spans(text: str) -> Iterator[tuple[str, bool]]:
    """Split a text without fences at its code spans (CommonMark 0.31, section 6.1)."""
    runs = list(_TICKS.finditer(text))
    ends: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        ends.setdefault(len(runs[index][0]), []).append(index)
    start = index = 0
    while index < len(runs):
        waiting = ends[len(runs[index][0])]
        while waiting and waiting[-1] <= index:
            waiting.pop()
        if waiting and "\n\n" not in text[runs[index].start() : runs[waiting[-1]].start()]:
            end = runs[waiting[-1]].end()
            yield text[start : runs[index].start()], False
            yield text[runs[index].start() : end], True
            start, index = end, waiting[-1]
        index += 1
    yield text[start:], False


def outside_blocks(text: str, change: Callable[[str], str]) -> str:
    """Return a text in which `change` was applied to all but blocks of code. Spans of code are changed."""
    blocks = _Blocks()
    pieces = (piece for line in _LINE.findall(text) for piece in blocks.pieces(line))
    parts = [
        (is_code, "".join(piece for piece, _ in group))
        for is_code, group in groupby(pieces, key=itemgetter(1))
    ]
    return "".join(part if is_code else change(part) for is_code, part in parts)


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return a text in which `change` was applied to all but code."""
    return "".join(part if code else change(part) for part, code in split_code(text))
