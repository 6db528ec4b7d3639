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
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")


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
            depth += _change(line, name)
            if depth <= 0 or not line.strip():
                has_ended = depth <= 0 and line.rstrip().endswith(">")
                name = ""
        yield line


def without_gaps(body: str) -> str:
    """Return a body without the blank lines in blocks of HTML, which loops of templates leave there.

    For kramdown such a block ends with its last tag; for CommonMark, an indented line below a blank one is
    code.
    """
    return "".join(_closed_up(body)) if "</" in body else body


def _closed_up(body: str) -> Iterator[str]:
    name, fence, depth = "", "", 0
    is_preformatted = False
    for line in body.splitlines(keepends=True):
        found = _FENCE.match(line)
        if not name and found and found[1].startswith(fence):
            fence = "" if fence else found[1]
        elif not name and not fence and (opening := _OPENING.match(line)):
            name, depth = opening[1].lower(), 0
        if not name or is_preformatted or line.strip():
            yield line
        if name:
            depth += _change(line, name)
            is_preformatted = (is_preformatted or "<pre" in line.lower()) and "</pre" not in line.lower()
        if depth <= 0:
            name = ""


def _change(line: str, name: str) -> int:
    """Return how many more elements a line opens than it closes."""
    opened = len(re.findall(rf"<{name}\b", line, re.IGNORECASE))
    return opened - len(re.findall(rf"</{name}\b", line, re.IGNORECASE))
