"""Separate blocks of HTML from the Markdown below them.

kramdown and Python-Markdown end a block of HTML with its last tag; CommonMark ends it with a blank line, so
that a picture right below `</figure>` would stay a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.body.markdown.code import outside_blocks

_OPENING = re.compile(
    r"[ ]{0,3}<(address|article|aside|blockquote|center|details|div|dl|fieldset|figcaption|figure|footer|form"
    r"|h[1-6]|header|iframe|main|nav|ol|p|section|table|ul|video|audio)\b",
    re.IGNORECASE,
)


def with_separate_html(body: str) -> str:
    """Return a body with a blank line between a block of HTML that has ended and a text right below it."""
    return outside_blocks(body, lambda part: "".join(_lines(part))) if "</" in body else body


def _lines(part: str) -> Iterator[str]:
    name, depth = "", 0
    has_ended = False
    for line in part.splitlines(keepends=True):
        if has_ended and line.strip() and not line.lstrip().startswith("<"):
            yield "\n"
        has_ended = False
        if not name and (found := _OPENING.match(line)):
            name, depth = found[1].lower(), 0
        if name:
            depth += len(re.findall(rf"<{name}\b", line, re.IGNORECASE))
            depth -= len(re.findall(rf"</{name}\b", line, re.IGNORECASE))
            if depth <= 0 or not line.strip():
                has_ended = depth <= 0 and line.rstrip().endswith(">")
                name = ""
        yield line
