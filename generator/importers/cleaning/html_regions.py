"""Find the HTML in Markdown: regions from a start tag to its end tag."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from generator.body.html.elements import CLOSES, VOID

_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*+)(?=[\s/>])(?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+>"""
)
_RAW = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
#: Nested elements; a region with more is not changed (docs/bodies.md has the limit of bodies).
_DEEPEST = 250


class _Token(NamedTuple):
    """A tag, comment, script or style. `name` is "" if it needs no end tag."""

    start: int
    end: int
    name: str
    closes: bool


def regions(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in parts, each with whether it is HTML to parse.

    A tag without partner is a part of its own. HTML that is nested too deep for a parser is no such part.
    """
    tokens = list(_tokens(text))
    partners = _partners(tokens)
    at = index = 0
    while index < len(tokens):
        last = partners.get(index, index)
        if not tokens[index].closes and _depth(tokens[index : last + 1]) <= _DEEPEST:
            yield text[at : tokens[index].start], False
            at = tokens[last].end
            yield text[tokens[index].start : at], True
        index = last + 1
    yield text[at:], False


def _depth(tokens: list[_Token]) -> int:
    """Return how deep tags are nested, for a parser that does not know optional end tags."""
    opened: Counter[str] = Counter()
    deepest = 0
    for token in tokens:
        if token.name and not token.closes:
            opened[token.name] += 1
            deepest = max(deepest, opened.total())
        elif token.name and opened[token.name]:
            opened[token.name] -= 1
    return deepest


def _tokens(text: str) -> Iterator[_Token]:
    """Yield tags, comments, scripts and styles, in linear time."""
    at = 0
    unclosed: set[str] = set()
    while (start := text.find("<", at)) >= 0:
        at = start + 1
        if text.startswith("<!--", start):
            end = -1 if "!--" in unclosed else text.find("-->", start + 4)
            if end < 0:
                unclosed.add("!--")
                continue
            at = end + 3
            yield _Token(start, at, "", closes=False)
        elif tag := _TAG.match(text, start):
            at = tag.end()
            name = tag["name"].lower()
            if name in _RAW and not tag["end"] and name not in unclosed:
                end_tag = _RAW[name].search(text, at)
                if end_tag:
                    at = end_tag.end()
                    yield _Token(start, at, "", closes=False)
                    continue
                unclosed.add(name)
            alone = name in VOID or tag[0].endswith("/>")
            yield _Token(start, at, "" if alone else name, closes=bool(tag["end"]))


def _partners(tokens: list[_Token]) -> dict[int, int]:
    """Return the index of the end tag by the index of the start tag."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    waiting: Counter[str] = Counter()
    for index, token in enumerate(tokens):
        if token.name and not token.closes:
            closed = CLOSES.get(token.name, frozenset())
            if opened and tokens[opened[-1]].name in closed:
                waiting[tokens[opened.pop()].name] -= 1
            opened.append(index)
            waiting[token.name] += 1
        elif token.name and waiting[token.name]:
            while tokens[opened[-1]].name != token.name:
                waiting[tokens[opened.pop()].name] -= 1
            partners[opened.pop()] = index
            waiting[token.name] -= 1
    return partners
