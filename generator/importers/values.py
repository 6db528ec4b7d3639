"""Values of somebody's data as texts: JSON has numbers, switches, lists and objects; a table has texts."""

from __future__ import annotations

import re
from typing import Any

from generator.content.frontmatter.record import clean

#: Members of an object that say it in a word: `{"name": …}` of JSON Feed, `{"rendered": …}` of WordPress.
_MEMBERS = ("name", "title", "rendered", "value", "url", "$t", "#text")


def text_of(value: Any) -> str:
    """Return a value as one text; "" for none."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(text for item in value if (text := _plain(item)))
    return _plain(value)


def line_of(value: Any) -> str:
    """Return a value as one text on one line, as front matter has it."""
    return clean(text_of(value))


def lines_of(value: Any, separator: re.Pattern[str] | None = None) -> tuple[str, ...]:
    """Return a value as texts, each once: the items of a list, or a text that is split at a separator."""
    if isinstance(value, list):
        parts = [_plain(item) for item in value]
    else:
        text = text_of(value)
        parts = separator.split(text) if separator else [text]
    found = dict.fromkeys(map(clean, parts))
    found.pop("", None)
    return tuple(found)


def _plain(value: Any) -> str:
    """Return a value that should not hold others as a text."""
    if isinstance(value, dict):
        value = next((value[name] for name in _MEMBERS if isinstance(value.get(name), str)), None)
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
