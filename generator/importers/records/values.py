"""Convert values of imported data to texts: JSON has numbers, booleans, lists and objects."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from generator.content.frontmatter.record import clean

#: Members with the text of an object: `{"name": …}` in JSON Feed, `{"rendered": …}` in WordPress.
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
    """Return a value as one text on one line."""
    return clean(text_of(value))


def lines_of(
    value: Any, separator: re.Pattern[str] | None = None, change: Callable[[str], str] | None = None
) -> tuple[str, ...]:
    """Return a value as distinct texts: the items of a list, or a text that is split at a separator.

    `change` is done to the texts before they are split: the semicolon of an entity separates nothing.
    """
    changed = change or str
    if isinstance(value, list):
        parts = [changed(_plain(item)) for item in value]
    else:
        text = changed(text_of(value))
        parts = separator.split(text) if separator else [text]
    found = dict.fromkeys(map(clean, parts))
    found.pop("", None)
    return tuple(found)


def _plain(value: Any) -> str:
    """Return a single value as a text; "" for a list or an object without a text."""
    if isinstance(value, dict):
        value = next((value[name] for name in _MEMBERS if isinstance(value.get(name), str)), None)
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
