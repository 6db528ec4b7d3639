"""Write the elements of a body as HTML: headings in steps, nothing empty, and marks for the style sheet.

Each element is closed before the one around it; which element may hold which is decided before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.body.accessibility import Labels, labelled, scrolling
from generator.body.html.attributes import tag
from generator.body.html.content_model import HEADINGS
from generator.body.html.elements import VOID, names
from generator.body.html.empty_elements import is_nothing, without_brackets
from generator.body.html.headings import HeadingLevels

#: Elements with rules of their own.
_SPECIAL = HEADINGS | names("a input p pre table tr")
#: What a table scrolls in, as a finished body has it when it is finished again.
_WRAPPER = {"class": "post-scroll"}
_PLAIN_WRAPPER = tag("div", _WRAPPER)
_PICTURE_PARAGRAPH = '<p class="post-picture">'
_ONE_PICTURE = re.compile(r"(?:<a(?: [^<>]*)?>)?<img [^<>]*>(?:</a>)?")
#: Attributes of paragraphs that are removed if empty; others give them a meaning.
_MEANINGLESS = frozenset({"align", "class"})


class Writer:
    """Collects the HTML of one body. Without labels, nothing is marked for the style sheet."""

    def __init__(self, labels: Labels | None) -> None:
        self._labels = labels
        self._out: list[str] = []
        #: Where the open elements begin in `_out`, and their attributes, outermost first.
        self._opened: list[tuple[int, Mapping[str, str]]] = []
        self._levels = HeadingLevels()
        self._tables = 0
        self._is_wrapped = False
        self._skips_newline = False

    def html(self) -> str:
        """Return all that was written."""
        return "".join(self._out)

    def text(self, html: str) -> None:
        """Write escaped text, or elements that are complete."""
        if self._skips_newline:
            self._skips_newline = not html
            html = html.removeprefix("\n")
        if html:
            self._out.append(html)

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Write a start tag; `close` must follow, unless the element is void."""
        self._skips_newline = False
        written = name
        if name in _SPECIAL:
            if name in HEADINGS:
                written = f"h{self._levels.next(int(name[1]))}"
            elif self._labels:
                attributes = labelled(name, attributes, self._labels)
                if name == "table":
                    self._open_table(self._labels)
        if name not in VOID:
            self._opened.append((len(self._out), attributes))
        self._out.append(tag(written, attributes))

    def close(self, name: str) -> None:
        """Write the end tag of the innermost open element, or remove the element where it is empty."""
        self._skips_newline = False
        start, attributes = self._opened.pop()
        if name not in _SPECIAL:
            self._out.append(f"</{name}>")
        elif name == "p":
            self._close_paragraph(start, attributes)
        elif name in HEADINGS:
            self._close_heading(start)
        elif self._is_empty(name, start):
            del self._out[start:]
        else:
            if name == "pre":
                self._drop_hidden_newline(start)
            self._out.append(f"</{name}>")
            if name == "table" and self._labels:
                self._close_table()

    def element(self, name: str, attributes: Mapping[str, str], text: str) -> None:
        """Write an element that holds nothing but escaped text."""
        if name in _SPECIAL or name in VOID:
            self.open(name, attributes)
            self.text(text)
            if name not in VOID:
                self.close(name)
        else:
            self._skips_newline = False
            self._out.append(f"{tag(name, attributes)}{text}</{name}>")

    def _is_empty(self, name: str, start: int) -> bool:
        """Tell whether a link without any attributes, or a row of a table, is empty."""
        inside = self._out[start + 1 :]
        if name == "a":
            return not inside and self._out[start] == "<a>"
        return name == "tr" and all(piece.isspace() for piece in inside)

    def _open_table(self, labels: Labels) -> None:
        if self._tables == 0:
            self._is_wrapped = self._out[-1:] == [_PLAIN_WRAPPER]
            if self._is_wrapped:
                del self._out[-1]
            self._out.append(tag("div", _WRAPPER | scrolling(labels.table)))
        self._tables += 1

    def _close_table(self) -> None:
        self._tables -= 1
        if self._tables == 0 and not self._is_wrapped:
            self._out.append("</div>")

    def _close_paragraph(self, start: int, attributes: Mapping[str, str]) -> None:
        inside = "".join(self._out[start + 1 :])
        if is_nothing(inside) and _MEANINGLESS.issuperset(attributes):
            self._remove(start)
            return
        if "&lt;&gt;" in inside:
            inside = without_brackets(inside, is_bare=not attributes)
            self._out[start + 1 :] = [inside]
        if "<img" in inside and self._labels and not attributes and _ONE_PICTURE.fullmatch(inside):
            self._out[start] = _PICTURE_PARAGRAPH
        self._out.append("</p>")

    def _close_heading(self, start: int) -> None:
        if is_nothing("".join(self._out[start + 1 :])):
            self._levels.forget_last()
            self._remove(start)
        else:
            self._out.append(f"</{self._out[start][1:3]}>")

    def _remove(self, start: int) -> None:
        """Remove an empty block, and the end of its line."""
        del self._out[start:]
        self._skips_newline = True

    def _drop_hidden_newline(self, start: int) -> None:
        """Drop the newline that parsers drop: what was before it has gone."""
        inside = "".join(self._out[start + 1 :])
        if inside.startswith("\n") and not inside.startswith("\n\n"):
            self._out[start + 1 :] = [inside[1:]]
