"""Split HTML at the elements in which text means itself: code, scripts, styles and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENING = re.compile(r"<(?P<name>pre|code|kbd|script|style|textarea)\b[^<>]*>|<!--", re.IGNORECASE)
_ENDS = {
    "--": re.compile("-->"),
    **{
        name: re.compile(rf"</{name}(?=[\s>])[^<>]*>?", re.IGNORECASE)
        for name in ("pre", "code", "kbd", "script", "style", "textarea")
    },
}


def split_protected(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in parts, each with whether it is protected, in linear time."""
    at = 0
    missing: set[str] = set()
    search_from = 0
    while found := _OPENING.search(text, search_from):
        name = (found["name"] or "--").lower()
        closing = None if name in missing else _ENDS[name].search(text, found.end())
        if not closing:
            missing.add(name)
            search_from = found.end()
            continue
        end = closing.end()
        yield text[at : found.start()], False
        yield text[found.start() : end], True
        at = search_from = end
    yield text[at:], False
