"""Take comments out of a body before an engine reads it.

Markdown ends a block of HTML at a blank line or takes the rest of a line for HTML, so comments
swallowed text or left it raw. What Word and feeds write like comments goes too: `<?xml …>`, `<![endif]>`,
`<!DOCTYPE html>`, and the two ends of `<![CDATA[…]]>`. Comments in code are text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.body.markdown.code import split_code
from generator.body.markers import MORE

_HINT = re.compile(r"<[!?]")
_OPENING = re.compile(
    r"(?<!\\)(?:<!--|<\?xml\b[^<>]*>|<!\[(?:end)?if\b[^<>]*>|<!doctype\s+html\b[^<>\[]*>|<!\[CDATA\[|\]\]>)",
    re.IGNORECASE,
)
#: The end of a comment (HTML standard, 13.2.5); behind its start, those that are empty.
_END = re.compile(r"--!?>")
_EMPTY = re.compile(r"-?>")
_EDGE = re.compile(r"<!--|--!?>")
#: Comments by which editors end a summary: WordPress and Hexo, Docusaurus, Drupal, Nikola, Pelican.
_MORE = re.compile(
    r"<!--\s*(?:more\b[^<>]*?|(?:excerpt|read-?more|truncate|break|teaser_end|pelican_end_summary|"
    r"end[ _-](?:excerpt|summary))\s*)-->",
    re.IGNORECASE,
)
#: Elements whose text only their end tag ends; a comment in them is no comment.
_RAW = re.compile(
    r"<(script|style|textarea|title|xmp)\b[^<>]*>.*?(?:</\1[\s>]|\Z)", re.IGNORECASE | re.DOTALL
)
#: Marks in a comment that looked like code to whoever did not know of the comment.
_CODE_MARK = re.compile(r"`|~~~|<pre", re.IGNORECASE)
#: How often the code of a text is looked for anew.
_MOST_ROUNDS = 20
#: The start of a line that begins a block of its own, whatever is before it.
_BLOCK = re.compile(r"[ \t]*(?:<|[-*+>#|]|\d{1,9}[.)][ \t]|\s*\Z)")

Spans = list[tuple[int, int]]


class _Hidden(NamedTuple):
    """A part of a text that is not shown. One that is not closed is only the `<!--`."""

    start: int
    end: int
    is_closed: bool


def without_comments(text: str, *, is_html: bool) -> str:
    """Return a body without comments, of which `MORE` is left in this form, whatever was written.

    Of a comment that is not closed only the `<!--` goes. In Markdown, comments in code stay.
    """
    if not _HINT.search(text):
        return text
    out: list[str] = []
    position = 0
    for hidden in _hidden(text, _shown_html if is_html else _shown_markdown):
        if position < hidden.start:
            out.append(text[position : hidden.start])
        more = MORE if _MORE.fullmatch(text, hidden.start, hidden.end) else ""
        position = hidden.end
        if is_html:
            out.append(more)
        else:
            position = _join(out, more, text, position)
    return "".join((*out, text[position:]))


def unclosed_comments(text: str, *, is_html: bool) -> list[int]:
    """Return where in a body a comment begins that is not closed."""
    if "<!--" not in text:
        return []
    parts = _hidden(text, _shown_html if is_html else _shown_markdown)
    return [part.start for part in parts if not part.is_closed]


def _hidden(text: str, shown: Callable[[str, int], Spans]) -> Iterator[_Hidden]:
    """Yield the hidden parts of a text. `shown` returns the parts outside code, from an index on."""
    spans, ends = shown(text, 0), _Ends(text)
    position = index = rounds = 0
    while index < len(spans):
        start, end = spans[index]
        opening = _OPENING.search(text, max(start, position), end)
        if opening is None:
            index += 1
            continue
        hidden = ends.part(opening)
        yield hidden
        position = hidden.end
        if rounds < _MOST_ROUNDS and _CODE_MARK.search(text, hidden.start, hidden.end):
            spans, index, rounds = shown(text, position), 0, rounds + 1


def _shown_html(text: str, start: int) -> Spans:
    ends = [start, *[edge for raw in _RAW.finditer(text, start) for edge in raw.span()], len(text)]
    return list(zip(ends[::2], ends[1::2], strict=True))


def _shown_markdown(text: str, start: int) -> Spans:
    spans: Spans = []
    for piece, is_code in split_code(text[start:]):
        if not is_code:
            spans.append((start, start + len(piece)))
        start += len(piece)
    return spans


class _Ends:
    """Finds the ends of comments in one text. No part of it is searched twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: re.Match[str] | None = None
        self._searched = -1
        self._is_for_one = False

    def part(self, opening: re.Match[str]) -> _Hidden:
        """Return the part that is hidden from an opening on."""
        start, end = opening.span()
        if opening[0] != "<!--":
            return _Hidden(start, end, is_closed=True)
        if empty := _EMPTY.match(self._text, end):
            return _Hidden(start, empty.end(), is_closed=True)
        closing = self._closing(end)
        if closing is None or (self._is_for_one and self._holds_other(end, closing)):
            return _Hidden(start, end, is_closed=False)
        return _Hidden(start, closing.end(), is_closed=True)

    def _closing(self, start: int) -> re.Match[str] | None:
        if self._searched < 0 or (self._next is not None and self._next.start() < start):
            self._next, self._searched = _END.search(self._text, start), start
            if self._next:
                self._is_for_one = self._is_last(self._next.end())
        return self._next

    def _is_last(self, end: int) -> bool:
        """Tell whether no other end comes before the next comment: then the end at `end` closes one alone."""
        found = _EDGE.search(self._text, end)
        return found is None or found[0] == "<!--"

    def _holds_other(self, start: int, closing: re.Match[str]) -> bool:
        inner = self._text.find("<!--", start, closing.start() + 1)
        return inner >= 0 and inner + len("<!--") < closing.start()


def _join(out: list[str], more: str, text: str, end: int) -> int:
    """Close the gap that a comment leaves in Markdown, and return where the text goes on.

    A comment at the start of a line neither leaves its line empty nor makes it code; but one between two
    lines of text is the end of a paragraph.
    """
    above, _, line = "".join(out[-3:]).rpartition("\n")
    if line.strip():
        out.append(more)
        return end
    stop = text.find("\n", end) + 1 or len(text)
    rest = text[end:stop].lstrip(" \t\r")
    if rest.strip():
        out.append(f"{more}\n" if more else "")
        return stop - len(rest)
    if out:
        out[-1] = out[-1].rstrip(" \t")
    out.append(f"{more}\n" if more else "\n" * _is_between_texts(above, text, stop))
    return stop


def _is_between_texts(above: str, text: str, below: int) -> bool:
    last = above.rpartition("\n")[2]
    return not _BLOCK.match(last) and not _BLOCK.match(text[below : text.find("\n", below) + 1 or len(text)])
