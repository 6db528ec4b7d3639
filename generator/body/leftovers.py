"""What scrapers and editors leave behind: paragraphs, links and brackets with nothing in them."""

from __future__ import annotations

import re

#: A paragraph of white space, line breaks and the empty links and addresses (`[]()`, `<>`) of templates.
_PARAGRAPH = re.compile(
    r"""<p(?:\ (?:align|class)="[^"<>]*")*+>
        (?:\s|&nbsp;|&\#160;|<br\ ?/?>|<a(?:\ href="")?></a>|&lt;&gt;|<>)*+</p>\n?""",
    re.VERBOSE,
)
#: Brackets alone on the first or last lines of a paragraph.
_BRACKETS = re.compile(r"(?<=<p>)(?:&lt;&gt;\n)++|(?<!&lt;&gt;)(?:\n&lt;&gt;)++(?=</p>)")
_EMPTY_LINK = re.compile(r'<a(?: href="")?></a>')


def drop_leftovers(html: str) -> str:
    """Return HTML without empty paragraphs and links. What stands in code is escaped, and so stays."""
    html = _PARAGRAPH.sub("", html)
    if "></a>" in html:
        html = _EMPTY_LINK.sub("", html)
    return _BRACKETS.sub("", html) if "&lt;&gt;" in html else html
