"""Take the marks of the block editor off a text: `<!-- wp:paragraph {"align":"center"} -->`.

Between the marks is the HTML of each block. What stands outside of all blocks comes from the classic editor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

#: `<!-- wp:name {"a": 1} -->`, `<!-- /wp:name -->`, `<!-- wp:name /-->`
_MARK = re.compile(
    r"<!--[ \t\n]{1,9}(?P<end>/)?wp:(?P<name>[a-z][a-z0-9/_-]{0,99})"
    r"(?P<rest>(?:(?!-->|<!--).)*?)(?P<alone>/)?-->",
    re.DOTALL,
)
#: Blocks without a text of their own that need none.
_SILENT = frozenset({"spacer", "more", "nextpage", "separator", "post-content"})


class Segment(NamedTuple):
    """A part of a body: its line in the body, from 0, its HTML, and whether it has to get its paragraphs."""

    line: int
    text: str
    classic: bool


class DynamicBlock(NamedTuple):
    """A block that WordPress makes when it shows the page: its name, its line and its attributes."""

    name: str
    line: int
    attributes: dict[str, object]


def segments(text: str, dynamic: Callable[[DynamicBlock], str]) -> Iterator[Segment]:
    """Yield the parts of a body without the marks; `dynamic` returns the HTML of a block that has none."""
    if "<!--" not in text or not _MARK.search(text):
        yield Segment(0, text, classic=True)
        return
    at = line = depth = 0
    name = ""
    for mark in _MARK.finditer(text):
        part = text[at : mark.start()]
        # The classic block, too, keeps its paragraphs as blank lines.
        yield Segment(line, part, classic=depth == 0 or name == "freeform")
        line += part.count("\n")
        if mark["alone"]:
            block = DynamicBlock(mark["name"].removeprefix("core/"), line, _attributes(mark["rest"]))
            if block.name not in _SILENT:
                yield Segment(line, dynamic(block), classic=False)
        elif mark["end"]:
            depth = max(depth - 1, 0)
        else:
            depth += 1
        name = mark["name"].removeprefix("core/")
        line += mark[0].count("\n")
        at = mark.end()
    yield Segment(line, text[at:], classic=depth == 0)


def _attributes(text: str) -> dict[str, object]:
    try:
        value = json.loads(text.strip() or "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
