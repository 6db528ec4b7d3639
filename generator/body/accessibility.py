"""Bodies that leave the page around them in its place: wide tables and code scroll, pictures have room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import escape
from typing import NamedTuple

#: The class of what a table scrolls in. Sanitised again, it loses all but that and its name.
_WRAPPER = "post-scroll"
_OPEN = f'<div class="{_WRAPPER}"'
#: Start and end tags of tables, what they scroll in, and code; as nh3 writes them.
_WRAP = rf'{_OPEN}(?: aria-label="[^"]*")?>'
_TAG = re.compile(rf"(?P<wrap>{_WRAP})?<(?P<end>/?)table(?P<rest>(?: [^<>]*)?)>|<pre(?P<pre>(?: [^<>]*)?)>")
_NAMED = re.compile(r' (?:tabindex|role|aria-label)="[^"]*"')

#: The start of a paragraph that is a picture and nothing else.
_PICTURE = re.compile(r"<p>(?=(?:<a(?: [^<>]*)?>)?<img [^<>]*>(?:</a>)?</p>)")


#: The box of a task, as `dress` writes it.
_BOX = re.compile(r'<input type="checkbox" disabled=""( checked="")?>')
#: The way back from a footnote, with the number in what its engine calls it, in English.
_BACK = re.compile(r'(<a class="post-footnote-backref" )(?:aria-label|title)="[^"0-9]*([0-9][0-9-]*)[^"]*"')


class Labels(NamedTuple):
    """What voices call parts of a body in the language of the site.

    A table, code, the box of a task, ticked and not, and the way back from the
    footnote with a `{number}`.
    """

    table: str
    code: str
    done: str
    todo: str
    footnote_back: str


def steady(html: str, labels: Labels) -> str:
    """Return a finished body whose parts are marked for the style sheet. Done twice, it is the same.

    What scrolls must be able to have the focus (WCAG 2.2, 2.1.1), and what can
    have it needs a name. It is a group, not a region: twenty tables should not
    be twenty landmarks.
    """
    if "<img" in html:
        html = _PICTURE.sub('<p class="post-picture">', html)
    if "<input" in html:
        html = _BOX.sub(partial(_labelled, labels), html)
    if "-backref" in html:
        html = _BACK.sub(partial(_back, labels), html)
    if "<table" in html or "<pre" in html:
        html = "".join(_parts(html, labels))
    return html


def _labelled(labels: Labels, box: re.Match[str]) -> str:
    label = labels.done if box[1] else labels.todo
    return f'{box[0][:-1]} aria-label="{escape(label)}">'


def _back(labels: Labels, way: re.Match[str]) -> str:
    return f'{way[1]}aria-label="{escape(labels.footnote_back.format(number=way[2]))}"'


def _parts(html: str, labels: Labels) -> Iterator[str]:
    """Yield the text anew, with a wrapper around each table that stands in no other."""
    table, code = (f' tabindex="0" role="group" aria-label="{escape(label)}"' for label in labels[:2])
    place = depth = 0
    wrapped = False
    for tag in _TAG.finditer(html):
        yield html[place : tag.start()]
        place = tag.end()
        if tag["pre"] is not None:
            yield f"<pre{_NAMED.sub('', tag['pre'])}{code}>"
        elif tag["end"]:
            depth -= 1
            yield "</table>" if depth or wrapped else "</table></div>"
        else:
            if depth == 0:
                wrapped = tag["wrap"] is not None
                yield f"{_OPEN}{table}>"
            else:
                yield tag["wrap"] or ""
            depth += 1
            yield f"<table{tag['rest']}>"
    yield html[place:]
