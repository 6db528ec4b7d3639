"""Define the filters for texts that need no engine."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

#: Filters without arguments.
FILTERS: dict[str, Callable[[str], str]] = {
    "strip": str.strip,
    "lstrip": str.lstrip,
    "rstrip": str.rstrip,
    "upcase": str.upper,
    "downcase": str.lower,
    "capitalize": lambda value: value[:1].upper() + value[1:],
    "escape": html.escape,
    "xml_escape": html.escape,
    "escape_once": lambda value: html.escape(html.unescape(value)),
    "strip_newlines": lambda value: value.replace("\n", ""),
    "markdownify": str,
    "strip_index": lambda value: re.sub(r"/index\.html?$", "/", value),
}
#: Filters with arguments, by name and their number.
JOINERS: dict[tuple[str, int], Callable[..., str]] = {
    ("append", 1): lambda value, end: value + end,
    ("prepend", 1): lambda value, start: start + value,
    ("remove", 1): lambda value, part: value.replace(part, ""),
    ("replace", 2): lambda value, old, new: value.replace(old, new),
    ("default", 1): lambda value, other: value or other,
}
