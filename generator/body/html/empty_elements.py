"""Remove paragraphs, headings, heads of tables, links and brackets that scrapers and editors leave empty."""

from __future__ import annotations

import re

#: White space, line breaks and the empty links and addresses (`[]()`, `<>`) of templates.
_NOTHING = r"""(?:\s|&nbsp;|&\#160;|<br\ ?/?>|<a(?:\ href="")?></a>|&lt;&gt;|<>)*+"""
_IS_NOTHING = re.compile(_NOTHING, re.VERBOSE)
_PARAGRAPH = re.compile(rf"""<p(?:\ (?:align|class)="[^"<>]*")*+>{_NOTHING}</p>\n?""", re.VERBOSE)
_HEADING = re.compile(rf"""<h([1-6])(?:\ [^<>]*)?+>{_NOTHING}</h\1>\n?""", re.VERBOSE)
#: The head that Markdown wants for each table, also for one without names of columns.
_TABLE_HEAD = re.compile(r"<thead[^<>]*+>\s*+<tr[^<>]*+>(?:\s*+<th[^<>]*+></th>)+\s*+</tr>\s*+</thead>\n?")
#: Brackets alone on the first or last lines of a paragraph.
_BRACKETS = re.compile(r"(?<=<p>)(?:&lt;&gt;\n)++|(?<!&lt;&gt;)(?:\n&lt;&gt;)++(?=</p>)")
_BRACKETS_AT_EDGES = re.compile(r"\A(?:&lt;&gt;\n)++|(?<!&lt;&gt;)(?:\n&lt;&gt;)++\Z")
_BRACKETS_AT_END = re.compile(r"(?<!&lt;&gt;)(?:\n&lt;&gt;)++\Z")
_EMPTY_LINK = re.compile(r'<a(?: href="")?></a>')


def drop_empty_elements(html: str) -> str:
    """Return HTML without what is empty: paragraphs, headings, heads of tables, links. Escaped code stays."""
    html = _PARAGRAPH.sub("", html)
    if "</h" in html:
        html = _HEADING.sub("", html)
    if "></th>" in html:
        html = _TABLE_HEAD.sub("", html)
    if "></a>" in html:
        html = _EMPTY_LINK.sub("", html)
    return _BRACKETS.sub("", html) if "&lt;&gt;" in html else html


def is_nothing(html: str) -> bool:
    """Tell whether the content of an element is nothing but white space, line breaks and brackets."""
    return _IS_NOTHING.fullmatch(html) is not None


def without_brackets(html: str, *, is_bare: bool) -> str:
    """Return the content of a paragraph without brackets alone on its last lines.

    In a paragraph without attributes (`is_bare`), those on its first lines go too.
    """
    return (_BRACKETS_AT_EDGES if is_bare else _BRACKETS_AT_END).sub("", html)
