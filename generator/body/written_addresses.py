"""Find the addresses of a body: in its HTML, and where they are written in its text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from html import unescape
from itertools import product
from urllib.parse import unquote

from generator.core.lazy_pattern import lazy

_ATTRIBUTES = r"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+"""
#: Tags with references; and constructs that hide tags: comments, and elements whose content a page does not
#: show, or shows as text (HTML standard, 13.2.5 and 13.2.6.4.7). Without an end they hide all the rest.
_TAG = lazy(
    rf"""<!--(?:-?>|.*?(?:--!?>|\Z))
    |<(?P<hides>iframe|math|noembed|noframes|script|style|svg|template|textarea|title|xmp)(?=[\s/>]){_ATTRIBUTES}>
        .*?(?:</(?P=hides)(?=[\s/>])|\Z)
    |<(?P<element>a|audio|img|source|track|video)\b(?P<attributes>{_ATTRIBUTES})>""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(href|src|srcset|poster)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.I
)
_COMMA = re.compile(r",\s+|\s+,\s*|,$")
#: A tag of a template; engines encode its braces.
_TEMPLATE_TAG = re.compile(r"\{\{|\{%|%7B(?:%7B|%25)", re.IGNORECASE)
#: An empty address, up to its end.
_EMPTY = re.compile(r"""\]\(\s*\)|\bhref\s*=\s*(?:""|'')""", re.IGNORECASE)
#: Characters that surely precede an address in a source; that may precede it; and that may follow it.
_SURE = "(<\"'=:"
_BEFORE = _SURE + " \t\n>],|"
_AFTER = " \t\n)>\"'<,|"


def tag_addresses(html: str) -> Iterator[tuple[str, str]]:
    """Yield the element and the address of each link, picture, sound and film of raw HTML."""
    for tag in _TAG.finditer(html):
        element = (tag["element"] or "").lower()
        for name, *values in _ATTRIBUTE.findall(tag["attributes"] or ""):
            value = unescape("".join(values))
            if name.lower() == "srcset":
                yield from ((element, part.split()[0]) for part in _COMMA.split(value) if part.split())
            elif (name.lower() == "href") == (element == "a"):
                yield element, value


def has_template_tag(address: str) -> bool:
    """Tell whether a template was to fill an address in (`{{ site.url }}/a`)."""
    return _TEMPLATE_TAG.search(address) is not None


class AddressFinder:
    """Finds addresses in a text; fast if they are searched in about their order."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line
        self._place = 0
        self._nowhere = len(text) + 1
        self._known: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._ends: list[int] | None = None

    def find(self, address: str) -> tuple[int, int, str]:
        """Return the line and column of an address that an engine has encoded, and its written form.

        Return (0, 0, address) if it is not found.
        """
        forms = dict.fromkeys((address, address.replace("&", "&amp;"), unquote(address)))
        for before, start, form in product((_SURE, _BEFORE), (self._place, 0), forms):
            place = self._find(before, start, form)
            if place >= 0:
                self._place = place + 1
                return (*self._line_and_column(place), form)
        return 0, 0, address

    def _find(self, before: str, start: int, form: str) -> int:
        """Return the first index from `start` on where `form` follows a character of `before`; -1 for none.

        No part of the text is searched twice: `_known` has each index that was found, with the start of the
        search that found it. Between the two there is no other match.
        """
        known = self._known.setdefault((before, form), [])
        at = bisect_left(known, (start, 0))
        place, searched = known[at] if at < len(known) else (self._nowhere, self._nowhere)
        if searched > start:
            found = self._search(before, start, form, searched)
            is_new = at == len(known) or 0 <= found < place
            place = place if found < 0 else found
            known[at : at if is_new else at + 1] = [(place, start)]
        return place if place < self._nowhere else -1

    def _search(self, before: str, start: int, form: str, stop: int) -> int:
        """Return the first such index from `start` on and before `stop`; -1 for none."""
        if not form:
            nothing = _EMPTY.search(self._text, start)
            return nothing.end() - 1 if nothing else -1
        last = stop + len(form) - 1
        place = self._text.find(form, start, last)
        while place >= 0:
            end = self._text[place + len(form) : place + len(form) + 1]
            head = self._text[max(0, place - 3) : place].rstrip(" <")[-1:]
            begins = not place or head in before or self._text[place - 1] in before
            if begins and (not end or end in _AFTER):
                return place
            place = self._text.find(form, place + 1, last)
        return -1

    def _line_and_column(self, place: int) -> tuple[int, int]:
        if self._ends is None:
            self._ends = [found.start() for found in re.finditer("\n", self._text)]
        line = bisect_right(self._ends, place - 1) if place else 0
        return self._first_line + line, place - (self._ends[line - 1] if line else -1)
