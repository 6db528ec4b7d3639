"""Rewrite large or strange HTML so that no sanitiser takes long or runs out of memory.

A browser's parser, and so nh3's, mends what is nested wrongly, and hostile
HTML makes that cost the square of its length, or as much memory: elements that
are never closed, formatting that is opened again in each paragraph, text that
is moved out of tables one by one. And nh3 drops the text of elements that bear
names of SVG or MathML (`<text>`, `<view>`, `<set>`). Before it sees them, such
bodies are therefore written anew, each element closed in order, within bounds.
Tokens are cut as the HTML standard says (section 13.2.5), so that what counts
as a tag here is one there. It is no sanitiser: that comes after it.
"""

from __future__ import annotations

import re
from collections.abc import Set

from generator.body.html.elements import (
    BARRIERS,
    CELL_BARRIERS,
    CLOSES,
    FORMATTING,
    NO_CELL,
    RAW,
    TABLE_PARTS,
    VOID,
)
from generator.body.html.plain_html import is_plain
from generator.body.html.raw_tags import ATTRIBUTE, SPACE
from generator.body.limits import DEPTH, BodyError
from generator.body.markers import MORE
from generator.core.lazy_pattern import lazy

_NAME = re.compile(r"<([a-zA-Z][^\s/>]*)")
#: HTML with fewer tags and characters costs nothing to speak of, whatever it is.
_FEW_TAGS = DEPTH
_FEW_CHARACTERS = 50_000
TAGS = 60_000
ENTITIES = 200_000
#: Attributes of one element, which the parser compares in pairs, and of all the longer tags.
ATTRIBUTES = 100
_ALL_ATTRIBUTES = 100_000
#: Sum over all tags of the formatting elements that are open: each may be opened again for each of them.
_FORMATTING_OPEN = 50_000
#: Elements looked at in search of what a tag closes.
_STEPS = 2_000_000
#: Elements and texts in a table that are in no cell: the parser moves each in linear time.
_MISPLACED = 5_000
#: Bytes of text times the `&` and no-break spaces among them, for each text; nh3 does 60 a nanosecond.
_ESCAPES = 10_000_000_000

_TOKEN = lazy(
    rf"""<(?: (/?)([a-zA-Z][^{SPACE}/>]*+)
             (?:[{SPACE}/]++|{ATTRIBUTE})*+ (?:>|\Z)
          | !--(?:-?>|.*?(?:--!?>|\Z))
          | [!?/][^>]*+(?:>|\Z) )?""",
    re.VERBOSE | re.DOTALL,
)
_ONE_ATTRIBUTE = re.compile(ATTRIBUTE)
_LONG_TAG = 64
_LONG_TEXT = 1_000


def balance(html: str, names: frozenset[str]) -> str:
    """Return HTML as it is, or, where it is large or strange, with each element closed in order.

    Then only elements among `names` are left (others leave their content), and
    no comments but `MORE`. Raises BodyError for what is out of bounds.
    """
    if is_plain(html) if _is_large(html) else names.issuperset(map(str.lower, _NAME.findall(html))):
        return html
    if html.count("<") > TAGS:
        raise BodyError(f"the body has more than {TAGS:,} tags", "split the post")
    if html.count("&") > ENTITIES:
        raise BodyError(f"the body has more than {ENTITIES:,} entities (&…;)", "split the post")
    result = _Balancer(html, names).run()
    if sum(_escaping(text) for text in result.split("<") if len(text) > _LONG_TEXT) > _ESCAPES:
        raise BodyError("a paragraph has too many & or no-break spaces", "split it")
    return result


def _is_large(html: str) -> bool:
    return len(html) > _FEW_CHARACTERS or html.count("<") > _FEW_TAGS


def _escaping(text: str) -> int:
    """Return the work that a text makes for nh3, whose serialiser searches the rest for each escape."""
    harmless = sum(map(text.count, ("&lt;", "&gt;", "&quot;")))
    return len(text.encode()) * (text.count("&") + text.count("\xa0") - harmless)


class _Balancer:
    """Writes one text anew; `_open` are the elements that are open, outermost first."""

    def __init__(self, html: str, names: frozenset[str]) -> None:
        self._html = html
        self._names = names
        self._out: list[str] = []
        self._open: list[str] = []
        self._formatting = self._formatting_sum = self._misplaced = self._steps = 0
        self._attributes = self._escapes = 0

    def run(self) -> str:
        position = 0
        while token := _TOKEN.search(self._html, position):
            self._text(self._html[position : token.start()])
            position = self._token(token)
        self._text(self._html[position:])
        self._close(0)
        return "".join(self._out)

    def _text(self, text: str) -> None:
        if text:
            self._out.append(text)
            if self._open and self._open[-1] in NO_CELL and not text.isspace():
                self._misplace()

    def _token(self, token: re.Match[str]) -> int:
        """Deal with a token and return where the text goes on."""
        name = (token[2] or "").lower()
        if len(token[0]) == 1:
            self._text("&lt;")
        elif token[0] == MORE:
            self._out.append(MORE)
        elif name and token[0].endswith(">"):
            if not token[1]:
                return self._start(name, token)
            self._end(name)
        return token.end()

    def _start(self, name: str, token: re.Match[str]) -> int:
        if name in self._names and self._make_room(name):
            self._check_size(token[0])
            self._out.append(token[0])
            if name not in VOID:
                self._push(name)
        return self._end_of_raw(name, token.end()) if name in RAW else token.end()

    def _end_of_raw(self, name: str, position: int) -> int:
        end = re.compile(rf"</{name}[{SPACE}/>]", re.IGNORECASE).search(self._html, position)
        return end.start() if end else len(self._html)

    def _make_room(self, name: str) -> bool:
        """Close what a start tag closes; False for a part of a table where there is no table."""
        if name in TABLE_PARTS:
            context = self._innermost(TABLE_PARTS[name])
            self._close(context + 1 if context >= 0 else len(self._open))
            return context >= 0
        while self._open and self._open[-1] in CLOSES.get(name, ()):
            self._close(len(self._open) - 1)
        if self._open and self._open[-1] in NO_CELL:
            self._misplace()
        return True

    def _push(self, name: str) -> None:
        self._open.append(name)
        self._formatting += name in FORMATTING
        self._formatting_sum += self._formatting
        if len(self._open) > DEPTH:
            raise BodyError(
                f"elements are nested more than {DEPTH} deep", "close them, or write them flatter"
            )
        if self._formatting_sum > _FORMATTING_OPEN:
            raise BodyError("too much is bold, linked or the like and not closed", "close <b>, <a> …")

    def _end(self, name: str) -> None:
        """Close the innermost element of a name, unless a table around the end tag has begun inside it."""
        barriers = BARRIERS if name in TABLE_PARTS or name == "table" else CELL_BARRIERS
        index = self._innermost(barriers | {name})
        if index >= 0 and self._open[index] == name:
            self._close(index)

    def _innermost(self, names: Set[str]) -> int:
        """Return where in `_open` the innermost element of some names is; -1 when there is none."""
        index = len(self._open) - 1
        while index >= 0 and self._open[index] not in names:
            index -= 1
        self._steps += len(self._open) - index
        if self._steps > _STEPS:
            raise BodyError("there are too many end tags of elements that are not open", "remove them")
        return index

    def _close(self, index: int) -> None:
        """Close the elements from an index of `_open` on."""
        for name in reversed(self._open[index:]):
            self._out.append(f"</{name}>")
            self._formatting -= name in FORMATTING
        del self._open[index:]

    def _misplace(self) -> None:
        self._misplaced += 1
        if self._misplaced > _MISPLACED:
            raise BodyError("a table has too much outside its cells", "put it into <td> elements")

    def _check_size(self, tag: str) -> None:
        """Bound attributes, and escapes in their values."""
        if len(tag) <= _LONG_TAG:
            return
        count = len(_ONE_ATTRIBUTE.findall(tag)) - 1  # the first is the element's name
        self._attributes += count
        if count > ATTRIBUTES or self._attributes > _ALL_ATTRIBUTES:
            raise BodyError(f"elements have too many attributes ({ATTRIBUTES} are allowed)", "remove them")
        if len(tag) > _LONG_TEXT:
            self._escapes += _escaping(tag)
        if self._escapes > _ESCAPES:
            raise BodyError("attributes have too many & or no-break spaces", "shorten them")
