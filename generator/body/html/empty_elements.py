"""What scrapers and editors leave behind: paragraphs, headings, links and brackets with nothing in them."""

from __future__ import annotations

import re

#: White space, line breaks and the empty links and addresses (`[]()`, `<>`) of templates.
_NOTHING = r"""(?:\s|&nbsp;|&\#160;|<br\ ?/?>|<a(?:\ href="")?></a>|&lt;&gt;|<>)*+"""
_PARAGRAPH = re.compile(rf"""<p(?:\ (?:align|class)="[^"<>]*")*+>{_NOTHING}</p>\n?""", re.VERBOSE)
_HEADING = re.compile(rf"""<h([1-6])(?:\ [^<>]*)?+>{_NOTHING}</h\1>\n?""", re.VERBOSE)
#: Brackets alone on the first or last lines of a paragraph.
_BRACKETS = re.compile(r"(?<=<p>)(?:&lt;&gt;\n)++|(?<!&lt;&gt;)(?:\n&lt;&gt;)++(?=</p>)")
_EMPTY_LINK = re.compile(r'<a(?: href="")?></a>')


def drop_leftovers(html: str) -> str:
    """Return HTML without empty paragraphs, headings and links. Code is escaped, so it stays."""
    html = _PARAGRAPH.sub("", html)
    if "</h" in html:
        html = _HEADING.sub("", html)
    if "></a>" in html:
        html = _EMPTY_LINK.sub("", html)
    return _BRACKETS.sub("", html) if "&lt;&gt;" in html else html
