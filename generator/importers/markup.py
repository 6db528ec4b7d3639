"""Markdown in parts: what is code, which nothing may touch, and what is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})(.*)")
_TICKS = re.compile("`+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in parts, each with whether it is code: fenced blocks, and spans between backticks."""
    prose: list[str] = []
    fenced: list[str] = []
    mark = ""
    for line in _LINE.findall(text):
        found = _FENCE.match(line)
        if mark:
            fenced.append(line)
            if found and found[1].startswith(mark) and not found[2].strip():
                yield "".join(fenced), True
                fenced, mark = [], ""
        elif found and "`" not in found[2]:
            yield from _spans("".join(prose))
            prose, fenced, mark = [], [line], found[1]
        else:
            prose.append(line)
    yield from _spans("".join(prose))
    if fenced:
        yield "".join(fenced), True


def _spans(text: str) -> Iterator[tuple[str, bool]]:
    """Part a text without fences at its code spans (CommonMark 0.31, section 6.1)."""
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


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return a text with all that is not code changed."""
    return "".join(part if code else change(part) for part, code in parts(text))
