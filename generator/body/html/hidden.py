"""Remove what a page hides: elements with `hidden` or `display:none`, before styles are lost."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.body.html.elements import CLOSES, VOID
from generator.body.html.raw_tags import (
    COMMENT,
    OPAQUE,
    REST_OF_TAG,
    SPACE,
    attributes_of,
    has_text,
    replaced,
)
from generator.core.lazy_pattern import lazy

#: A cheap sign that something may be hidden.
_HINT = re.compile(r"\shidden|display\s*:\s*none", re.IGNORECASE)
#: Signs of that, which are searched much faster.
_SIGNS = ("hidden", "HIDDEN", "display", "DISPLAY")
_TOKEN = lazy(
    rf"{COMMENT} | {OPAQUE} | <(?P<end>/?)(?P<name>[a-zA-Z][^{SPACE}/>]*+){REST_OF_TAG}",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_DISPLAY_NONE = re.compile(r"(?:\A|;)\s*display\s*:\s*none\b", re.IGNORECASE)
_MEDIA = re.compile(r"<(?:audio|iframe|img|video)\b", re.IGNORECASE)


class HiddenText(NamedTuple):
    """The start tag of an element that a page hides, and the raw HTML that it holds."""

    tag: str
    html: str


def may_hide(html: str) -> bool:
    """Tell whether raw HTML, or Markdown, has a sign of something hidden; nearly all have none."""
    return any(sign in html for sign in _SIGNS) and _HINT.search(html) is not None


def without_hidden(html: str) -> str:
    """Return raw HTML without the elements that its page would hide, and all that they hold.

    An element without an end is left, and so is everything where nothing else would be to see:
    scripts show such bodies later. `visibility:hidden` hides nothing, for the same reason.
    """
    return _split(html)[0] if may_hide(html) else html


def hidden_texts(html: str) -> list[HiddenText]:
    """Return the elements with text that `without_hidden` leaves out, without those inside others."""
    found, end = [], 0
    for start, stop in sorted(_split(html)[1]) if may_hide(html) else ():
        if start >= end:
            end, tag = stop, _TOKEN.match(html, start)
            found.append(HiddenText(tag[0] if tag else "", html[start:stop]))
    return [one for one in found if has_text(one.html)]


def _split(html: str) -> tuple[str, list[tuple[int, int]]]:
    """Return HTML without what it hides, and where that was; all of it where nothing would be left."""
    extents = _Extents(html).hidden()
    kept = replaced(html, [(start, end, "") for start, end in extents])
    return (kept, extents) if has_text(kept) or _MEDIA.search(kept) else (html, [])


class _Extents:
    """Follows the open elements of a text, and notes where the hidden ones begin and end."""

    def __init__(self, html: str) -> None:
        self._html = html
        #: Open elements, innermost last: name, start, whether hidden.
        self._open: list[tuple[str, int, bool]] = []
        self._counts: dict[str, int] = {}
        self._found: list[tuple[int, int]] = []

    def hidden(self) -> list[tuple[int, int]]:
        """Return where hidden elements begin and end."""
        for token in _TOKEN.finditer(self._html):
            name = (token["name"] or "").lower()
            if not name or not token[0].endswith(">"):
                continue
            if token["end"]:
                self._end(name, token.start(), token.end())
            else:
                self._start(name, token)
        return self._found

    def _start(self, name: str, token: re.Match[str]) -> None:
        if self._open and self._open[-1][0] == "p" and "p" in CLOSES.get(name, ()):
            self._pop(token.start())
        is_hidden = _HINT.search(token[0]) is not None and _is_hidden(token[0])
        if name in VOID:
            self._found += [token.span()] * is_hidden
            return
        self._open.append((name, token.start(), is_hidden))
        self._counts[name] = self._counts.get(name, 0) + 1

    def _end(self, name: str, start: int, end: int) -> None:
        if not self._counts.get(name):
            return
        while self._open[-1][0] != name:
            self._pop(start)
        self._pop(end)

    def _pop(self, end: int) -> None:
        name, start, is_hidden = self._open.pop()
        self._counts[name] -= 1
        if is_hidden:
            self._found.append((start, end))


def _is_hidden(tag: str) -> bool:
    attributes = attributes_of(tag)
    is_hidden = attributes.get("hidden", "until-found").strip().lower() != "until-found"
    return is_hidden or _DISPLAY_NONE.search(attributes.get("style", "")) is not None
