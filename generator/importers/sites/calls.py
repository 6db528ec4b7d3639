"""Describe a call of a shortcode or tag plugin in a body, and replace it by texts that the user gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.core.errors import BackfileError

_FIELD = re.compile(r"\{(\w[\w-]*)\}")
_BLOCK = re.compile(
    r"\s*<(?:address|article|aside|blockquote|center|details|div|dl|fieldset|figure|footer"
    r"|form|h[1-6]|header|main|nav|ol|p|pre|section|table|ul)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[\w./-]+")


class Call(NamedTuple):
    """A call: its name, its values by position and by name; `inner` is the text that it encloses, or None.

    `source` is the call as it is written, without what it encloses; `line` counts from 0. `is_markdown`:
    Markdown is read in what it makes.
    """

    name: str
    positional: tuple[str, ...] = ()
    named: Mapping[str, str] = {}
    inner: str | None = None
    source: str = ""
    line: int = 0
    is_markdown: bool = False

    def get(self, name: str, position: int = -1) -> str:
        """Return the value with a name, or at a position; "" if there is neither."""
        if name in self.named:
            return self.named[name]
        return self.positional[position] if 0 <= position < len(self.positional) else ""


def parse_replacements(options: Iterable[str]) -> dict[str, str]:
    """Return texts by the names of calls, from options like `note=<aside>{inner}</aside>`.

    Raises BackfileError for an option without a name.
    """
    found = {}
    for option in options:
        name, equals, text = option.partition("=")
        if not equals or not _NAME.fullmatch(name.strip()):
            raise BackfileError(
                f"--shortcode {option}: write NAME=TEXT, such as note='<aside>{{inner}}</aside>'"
            )
        found[name.strip()] = text
    return found


def replaced(call: Call, text: str) -> str:
    """Return a text of the user with its fields filled in: `{inner}`, `{0}` and the names of values."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name == "inner":
            return call.inner or ""
        return call.get(name, int(name) if name.isdecimal() else -1)

    return _FIELD.sub(value, text)


def is_block(text: str) -> bool:
    """Return whether a text begins with a block of HTML."""
    return _BLOCK.match(text) is not None


def as_comment(source: str) -> str:
    """Return the source of a call as a comment, which editors see and readers do not."""
    return f"<!-- {source.replace('--', '- -').replace('>', '&gt;')} -->"
