"""Make the table of contents that a body asks for (`{:toc}`, `[TOC]`) from its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.body.markdown.placeholders import CONTENTS, SLOTS

_PLACE = re.compile(rf"<p>{CONTENTS}</p>\n?")
_HEADING = re.compile(r"<h([1-6])\b([^<>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_NOTE = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_MADE = re.compile(r'<div class="toc">.*?</div>\n?', re.DOTALL)


class _Heading(NamedTuple):
    """A heading: its level, its id and its text as HTML without tags."""

    level: int
    id: str
    text: str


def with_contents(html: str, unlisted: frozenset[str]) -> str:
    """Return HTML with a table of contents at the first place that asks for one; others go.

    `unlisted` are the slots in headings that are left out.
    """
    if CONTENTS not in html:
        return html
    contents = _contents(list(_headings(html, unlisted)))
    html = _PLACE.sub(lambda _: contents, html, count=1)
    return _PLACE.sub("", html).replace(CONTENTS, "")


def without_contents(html: str) -> str:
    """Return raw HTML without its table of contents, which is no text of the article."""
    return _MADE.sub("", html) if 'class="toc"' in html else html


def _headings(html: str, unlisted: frozenset[str]) -> Iterator[_Heading]:
    found = list(_HEADING.finditer(html))
    levels = [heading[1] for heading in found]
    title = levels.count("1") == 1 and levels[0] == "1"
    for heading in found[1:] if title and len(found) > 1 else found:
        name = _ID.search(heading[2])
        is_listed = not any(slot in heading[3] for slot in unlisted)
        text = " ".join(_TAG.sub("", re.sub(SLOTS, "", _NOTE.sub("", heading[3]))).split())
        if name and text and is_listed:
            yield _Heading(int(heading[1]), name[1], text)


def _contents(headings: list[_Heading]) -> str:
    """Return nested lists of links, each level of headings in the one above it."""
    if not headings:
        return ""
    out = ['<div class="toc">\n']
    levels: list[int] = []
    for heading in headings:
        while len(levels) > 1 and heading.level < levels[-1]:
            out.append("</li>\n</ul>\n")
            levels.pop()
        if not levels or heading.level > levels[-1]:
            out.append("<ul>\n")
            levels.append(heading.level)
        else:
            out.append("</li>\n")
            levels[-1] = heading.level
        out.append(f'<li><a href="#{heading.id}">{heading.text}</a>')
    return "".join((*out, "</li>\n</ul>\n" * len(levels), "</div>\n"))
