"""Convert values of imported data to texts: JSON has numbers, booleans, lists and objects."""

from __future__ import annotations

import html
import re
from typing import Any

from generator.content.frontmatter.record import clean

#: An entity; without its semicolon it is more likely a part of an address.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
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


def name_of(value: Any) -> str:
    """Return a value as a title or name: on one line, with its entities decoded (`Anna&#8217;s`)."""
    return clean(_ENTITY.sub(lambda found: html.unescape(found[0]), text_of(value)))


def lines_of(value: Any, separator: re.Pattern[str] | None = None, *, names: bool = False) -> tuple[str, ...]:
    """Return a value as distinct texts: the items of a list, or a text that is split at a separator.

    `names`: they are names, whose entities are decoded.
    """
    if isinstance(value, list):
        parts = [_plain(item) for item in value]
    else:
        text = name_of(value) if names else text_of(value)
        parts = separator.split(text) if separator else [text]
    found = dict.fromkeys(map(name_of, parts) if names else map(clean, parts))
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
