"""Find the references of a body (links, pictures, sound, films) with their positions in the source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from html import unescape
from itertools import product
from typing import Literal, NamedTuple
from urllib.parse import unquote

from generator.body.links import body_id, linked_source, resolve
from generator.body.options import BodyRules, Place
from generator.body.web_addresses import clean

#: Kinds of addresses.
Kind = Literal["source", "address", "page", "web", "outside", "empty", "template"]

#: The longest address that is stored, in characters; longer addresses are data, or damaged.
_LONGEST = 2_000
_ATTRIBUTES = r"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+"""
#: Tags with references; and constructs that hide tags: comments, and elements whose content a page does not
#: show, or shows as text (HTML standard, 13.2.5 and 13.2.6.4.7). Without an end they hide all the rest.
_TAG = re.compile(
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
_TEMPLATE = re.compile(r"\{\{|\{%|%7B(?:%7B|%25)", re.IGNORECASE)
#: Schemes that are removed from bodies without a report: scripts of buttons, data, blank pages, mail.
_SILENT = re.compile(r"(?:javascript|data|about|blob|mailto|tel|ftp|sms|weixin|tencent):", re.IGNORECASE)
#: An empty address, up to its end.
_EMPTY = re.compile(r"""\]\(\s*\)|\bhref\s*=\s*(?:""|'')""", re.IGNORECASE)
#: Characters that surely precede an address in a source; that may precede it; and that may follow it.
_SURE = "(<\"'=:"
_BEFORE = _SURE + " \t\n>],|"
_AFTER = " \t\n)>\"'<,|"


class Reference(NamedTuple):
    """A reference of a body, as it is written and as it is resolved.

    `kind` says what `target` is: the path of a source, a path of the output (`address`; "" is the root), or
    a web address (`web`). `target` is "" for the page itself and for unusable addresses. `fragment` is an id
    of the target, as the page has it.
    """

    line: int
    column: int
    element: str
    written: str
    kind: Kind
    target: str
    fragment: str


class Meaning(NamedTuple):
    """The resolved form of an address in a body; see Reference."""

    kind: Kind
    target: str = ""
    fragment: str = ""


def references(html: str, text: str, first_line: int, source: str, rules: BodyRules) -> Iterator[Reference]:
    """Yield the references of HTML that was made from `text`, which begins in `first_line` of its source."""
    finder = _Finder(text, first_line)
    for element, address in _addresses(html):
        meant = meaning(address, element, source, rules)
        if meant:
            line, column, written = finder.find(address.strip()[:_LONGEST])
            yield Reference(line, column, element, written, meant.kind, meant.target, meant.fragment)


def original_link(
    address: str, text: str, first_line: int, source: str, rules: BodyRules
) -> Iterator[Reference]:
    """Yield the address of the original, which the tail of a text names; nothing for ""."""
    meant = meaning(address, "a", source, rules) if address else None
    if meant:
        line, column, written = _Finder(text, first_line).find(address)
        yield Reference(line, column, "source_url", written, meant.kind, meant.target, meant.fragment)


def _addresses(html: str) -> Iterator[tuple[str, str]]:
    for tag in _TAG.finditer(html):
        element = (tag["element"] or "").lower()
        for name, *values in _ATTRIBUTE.findall(tag["attributes"] or ""):
            value = unescape("".join(values))
            if name.lower() == "srcset":
                yield from ((element, part.split()[0]) for part in _COMMA.split(value) if part.split())
            elif (name.lower() == "href") == (element == "a"):
                yield element, value


def meaning(address: str, element: str, source: str, rules: BodyRules) -> Meaning | None:
    """Return the meaning of an address in a body; None for mail, data and scripts, which are not checked."""
    url = clean(address)
    if not url:
        return Meaning("empty") if element == "a" else None
    if _TEMPLATE.search(url):
        return Meaning("template")
    linked = linked_source(url, source) if element == "a" else None
    if linked is not None:
        return Meaning("source", linked, _identifier(url.partition("#")[2], rules))
    link = resolve(url, Place("/", source), rules)
    if link is None or link.external or link.href[:1] not in "/#?":
        return _elsewhere(url, link.href if link else "")
    path, _, fragment = link.href.partition("#")
    if path[:1] == "/":
        return Meaning("address", unquote(path[1:].partition("?")[0]), _identifier(fragment, None))
    return Meaning("page", "", _identifier(fragment, None)) if fragment else None


def _elsewhere(url: str, href: str) -> Meaning | None:
    """Return the meaning of an address outside this site."""
    if href.startswith(("http://", "https://", "//")):
        whole = href if href[0] == "h" else f"https:{href}"
        return Meaning("web", whole.partition("#")[0])
    return None if href or _SILENT.match(url) or len(url) > _LONGEST else Meaning("outside")


def _identifier(fragment: str, rules: BodyRules | None) -> str:
    """Return the id that a fragment names in the page; "" for the top of it (HTML standard, 7.4.6.3).

    With `rules`, the fragment names an id of a body.
    """
    name = unquote(fragment.partition(":~:")[0])
    if not name or name.lower() == "top":
        return ""
    return body_id(name, rules) if rules else name


class _Finder:
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
