"""Find out why YAML can't read a value, and quote the value so that it can."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.content.frontmatter.keys import TEXT_KEYS

#: Characters at the start of a value that begin something other than a text (YAML 1.1, section 5.3).
_INDICATOR = re.compile(r"[@`%&*!|>\[\]{},#]|[-?:](?:[ ]|$)")
_COLON = re.compile(r":(?:[ ]|$)")
#: Two quoted parts of one sentence, `"A" and "B"`: the outer marks are not a pair.
_TWO_PARTS = re.compile(r"""(["'])[^"' ][^"']*\1[ ].*[ ]\1[^ ]""")
_WELL_FORMED = re.compile(r'"(?:[^"\\]|\\.)*+"')


class Repair(NamedTuple):
    """A repair of front matter as a warning. Line and column count from 0."""

    line: int
    column: int
    code: str
    message: str
    hint: str


def diagnose(value: str, name: str) -> Repair | None:
    """Return why the value of a key fails, with the column in the value; None if no reason is found."""
    mark = value[0]
    if mark in "\"'":
        return _diagnose_quotes(value, name)
    if _is_list(value):
        code = "front-matter.quote" if '"' in value or "'" in value else "front-matter.indicator"
        message = f"an item in the list of {name} needs quotes"
        return Repair(0, 0, code, message, "put quotes around each item")
    if _INDICATOR.match(value) and (mark != "#" or name in TEXT_KEYS):
        message = f"{name} starts with {mark}, which YAML reserves"
        return Repair(0, 0, "front-matter.indicator", message, "put quotes around it")
    if " #" in value and name in TEXT_KEYS:
        message = f"{name} has a # that starts a comment"
        return Repair(
            0, value.index(" #") + 1, "front-matter.indicator", message, "put quotes around the value"
        )
    if colon := _COLON.search(value):
        message = f"{name} has a colon before a space or at its end, in an unquoted value"
        return Repair(0, colon.start(), "front-matter.colon", message, "put quotes around the value")
    return None


def _diagnose_quotes(value: str, name: str) -> Repair:
    mark = value[0]
    column = value.find(mark, 1)
    if mark == '"' and _WELL_FORMED.fullmatch(value):
        message = f"{name} has a backslash in double quotes"
        hint = "use single quotes, or write \\\\"
        return Repair(0, max(value.find("\\"), 0), "front-matter.quote", message, hint)
    if column < 0:
        message = f"{name} opens a quote that is never closed"
        return Repair(0, 0, "front-matter.quote", message, "close the quote")
    message = f"{name} has a quote inside the quotes around it"
    hint = "write inner quotes as “ ”, or put the other kind around the value"
    return Repair(0, column, "front-matter.quote", message, hint)


def quote(value: str) -> str:
    """Return a value as YAML that surely reads as the author's text (or as a list of such texts)."""
    if _is_list(value):
        items = (item.strip() for item in value[1:-1].split(","))
        return f"[{', '.join(_single_quoted(_bare(item)) for item in items if item)}]"
    return _single_quoted(_bare(value))


def _is_list(value: str) -> bool:
    """Tell whether a value is a list like `[a, b]`; `[a] b` and `[a] [b]` are texts."""
    return value[0] == "[" and value[-1] == "]" and "[" not in value[1:] and "]" not in value[:-1]


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _bare(value: str) -> str:
    """Return a value without the quotes around it."""
    mark = value[:1]
    if mark not in ("'", '"') or _TWO_PARTS.match(value):
        return value
    closed = len(value) > 1 and value[-1] == mark
    if not closed and (mark == "'" or value.count(mark) > 1):
        # An apostrophe ('Tis the season), or a part in quotes at the start of a sentence.
        return value
    inner = value[1:-1] if closed else value[1:]
    return inner.replace("''", "'") if mark == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
