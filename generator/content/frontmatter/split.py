"""Split a file into its front matter and its body."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from generator.content.decode import decode

#: How front matter is written: YAML, TOML, a JSON object, or lines of `Key: value`.
Form = Literal["yaml", "toml", "json", "lines"]

#: Blank lines, then a line of three hyphens. Possessive, so that a file of blank lines takes linear time.
_OPENING = re.compile(r"(?:[ \t]*+\n)*+---[ \t]*+(?:\n|\Z)")
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*+(?:\n|\Z)")
_TOML_OPENING = re.compile(r"(?:[ \t]*+\n)*+\+\+\+[ \t]*+(?:\n|\Z)")
_TOML_CLOSING = re.compile(r"\n\+\+\+[ \t]*+(?:\n|\Z)")
#: An object with a key, or the first line of `Key: value`.
_BEGINNING = re.compile(
    r"""(?:[ \t]*+\n)*+(?:(?P<json>[ \t]*+\{\s*+")|(?P<line>[A-Za-z][\w -]{0,40}+:(?:[ \t]|$)))""", re.M
)
#: The longest start of a file in which lines of `Key: value` are looked for.
_START = 65_536


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
    form: Form = "yaml"


def split(text: str) -> Split:
    """Split a text with LF line ends.

    - YAML stands between two lines of `---` (or `---` and `...`), as in Jekyll, TOML between two of `+++`.
    - A JSON object, or lines of `Key: value`, need keys that have a meaning (see `object_end`, `block_of`).
    """
    if opening := _OPENING.match(text):
        return _fenced(text, opening.end(), _CLOSING, "yaml")
    if opening := _TOML_OPENING.match(text):
        return _fenced(text, opening.end(), _TOML_CLOSING, "toml")
    beginning = _BEGINNING.match(text)
    parts = None
    if beginning:
        parts = _json(text) if beginning["json"] else _lines(text, beginning.start("line"))
    return parts or Split(None, 1, text, 1)


def _fenced(text: str, start: int, end: re.Pattern[str], form: Form) -> Split:
    """Return the parts of a text with front matter from an index to a line that closes it."""
    first_line = text.count("\n", 0, start) + 1
    # The search starts at the opening line's end, so that an empty front matter closes too.
    closing = end.search(text, start - 1)
    if not closing:
        return Split("", first_line, "", first_line, closed=False, form=form)
    front = text[start : closing.start() + 1]
    body_line = first_line + front.count("\n") + 1
    return Split(front, first_line, text[closing.end() :], body_line, form=form)


def _json(text: str) -> Split | None:
    # Late: most files have YAML.
    from generator.content.frontmatter.json_tree import object_end

    end = object_end(text)
    if not end:
        return None
    return Split(text[:end], 1, text[end:], text.count("\n", 0, end) + 1, form="json")


def _lines(text: str, start: int) -> Split | None:
    # Late: most files have YAML.
    from generator.content.frontmatter.line_tree import block_of

    lines = text[start : start + _START].split("\n")
    block = block_of(lines)
    if not block:
        return None
    first_line = text.count("\n", 0, start) + 1
    front = "".join(f"{line}\n" for line in lines[: block.lines])
    length = sum(len(line) + 1 for line in lines[: block.all_lines])
    form: Form = "yaml" if block.is_yaml else "lines"
    return Split(front, first_line, text[start + length :], first_line + block.all_lines, form=form)


def read_body(data: bytes, encoding: str = "") -> str:
    """Return the body of a file without reading its front matter. Raises ValueError as `decode` does."""
    return split(decode(data, encoding)[0]).body
