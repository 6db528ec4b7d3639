"""Cut tags and their attributes out of raw HTML, as browsers do (HTML standard, 13.2.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape

SPACE = r"\t\n\f\r "
#: An attribute of a tag, or the tag's own name. It matches in one way only, so that no tag takes long.
ATTRIBUTE = (
    rf"[^{SPACE}/>][^{SPACE}/>=]*+"
    rf"(?:[{SPACE}]*+=[{SPACE}]*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{SPACE}>\"'][^{SPACE}>]*+|(?=>)))?+"
)
#: What follows the name of a tag, up to its end. A tag without one takes all the rest: nothing is read twice.
REST_OF_TAG = rf"(?=[{SPACE}/>])(?:[{SPACE}/]++|{ATTRIBUTE})*+(?:>|\Z)"
COMMENT = r"<!--(?:-?>|.*?(?:--!?>|\Z))"
#: Elements whose content no page shows as HTML, each up to its end. Its tags are no tags of the page.
OPAQUE = rf"""<(?P<opaque>math|noembed|noframes|script|style|svg|template|textarea|title|xmp)(?=[{SPACE}/>])
    .*?(?:</(?P=opaque)(?=[{SPACE}/>])|\Z)"""

_ATTRIBUTE = re.compile(ATTRIBUTE)
_TAG = re.compile(rf"<[a-zA-Z/!?](?:[{SPACE}/]++|{ATTRIBUTE})*+(?:>|\Z)")


def attributes_of(tag: str) -> dict[str, str]:
    """Return the attributes of a start tag by their names in small letters; of two alike, the first."""
    found: dict[str, str] = {}
    for match in list(_ATTRIBUTE.finditer(tag, 1))[1:]:
        name, _, value = match[0].partition("=")
        value = value.strip("\t\n\f\r ")
        if value[:1] in ('"', "'"):
            value = value[1:].removesuffix(value[0])
        found.setdefault(name.strip("\t\n\f\r ").lower(), unescape(value))
    return found


def start_tag(name: str, attributes: Mapping[str, str]) -> str:
    """Return a start tag with attributes."""
    written = "".join([f' {key}="{escape(value)}"' for key, value in attributes.items()])
    return f"<{name}{written}>"


def replaced(html: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """Return HTML with some text instead of each of its parts: (start, end, text).

    Of parts inside each other only the outer one is replaced.
    """
    pieces, position = [], 0
    for start, end, text in sorted(changes):
        if start >= position:
            pieces += [html[position:start], text]
            position = end
    return "".join([*pieces, html[position:]])


def has_text(html: str) -> bool:
    """Tell whether raw HTML has anything besides tags and white space."""
    return unescape(_TAG.sub("", html)).strip() != ""
