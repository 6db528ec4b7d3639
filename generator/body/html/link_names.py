"""Give links that hold nothing to read a name (WCAG 2.2, 2.4.4): links around pictures without a text."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import unquote

_TAG = re.compile(r"<[^<>]*>")
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:\.\./)*", re.IGNORECASE)
_LONGEST = 100


def is_read(text: str) -> bool:
    """Tell whether an escaped text has anything to read."""
    return unescape(text).strip(" \t\n\f\r\xa0\u200b\ufeff") != ""


def text_of(html: str) -> str:
    """Return escaped text, with tags in it, as plain text on one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def as_text(name: str) -> str:
    """Return a name as escaped text."""
    return escape(name, quote=False)


def name_of(address: str) -> str:
    """Return a link's address as a name: the file for a picture or document, else host and path."""
    plain = _SCHEME.sub("", address, count=1).partition("?")[0].partition("#")[0].strip("/")
    last = plain.rpartition("/")[2]
    shown = unquote(last if "/" in plain and "." in last else plain) or address
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
