"""Split HTML at the elements in which text means itself: code, scripts, styles and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENING = re.compile(r"<(?P<name>pre|code|kbd|script|style|textarea)\b[^<>]*>|<!--", re.IGNORECASE)


def split_protected(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in parts, each with whether it is protected, in linear time."""
    at = 0
    missing: set[str] = set()
    search_from = 0
    lower = text.lower() if "<" in text else ""
    while found := _OPENING.search(text, search_from):
        name = (found["name"] or "").lower()
        closing = f"</{name}" if name else "-->"
        end = -1 if closing in missing or len(lower) != len(text) else lower.find(closing, found.end())
        if end < 0:
            missing.add(closing)
            search_from = found.end()
            continue
        end = text.find(">", end) + 1 or len(text)
        yield text[at : found.start()], False
        yield text[found.start() : end], True
        at = search_from = end
    yield text[at:], False
