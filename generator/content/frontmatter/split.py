"""Split a file into its front matter and its body."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.content.decode import decode

#: Blank lines, then a line of three hyphens. Possessive, so that a file of blank lines takes linear time.
_OPENING = re.compile(r"(?:[ \t]*+\n)*+---[ \t]*+(?:\n|\Z)")
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*+(?:\n|\Z)")


class Split(NamedTuple):
    """The two parts of a file. Lines count from 1; `front` is None in a file without front matter.

    `closed` is False when the front matter has no end; then `front` and `body` are empty
    and `first_line` is the line after the opening one.
    """

    front: str | None
    first_line: int
    body: str
    body_line: int
    closed: bool = True


def split(text: str) -> Split:
    """Split a text with LF line ends at `---` … `---` (or `...`), as Jekyll does."""
    opening = _OPENING.match(text)
    if not opening:
        return Split(None, 1, text, 1)
    start = opening.end()
    first_line = text.count("\n", 0, start) + 1
    # The search starts at the opening line's end, so that an empty front matter closes too.
    closing = _CLOSING.search(text, start - 1)
    if not closing:
        return Split("", first_line, "", first_line, closed=False)
    front = text[start : closing.start() + 1]
    return Split(front, first_line, text[closing.end() :], first_line + front.count("\n") + 1)


def read_body(data: bytes) -> str:
    """Return the body of a file without reading its front matter. Raises ValueError as `decode` does."""
    return split(decode(data)[0]).body
