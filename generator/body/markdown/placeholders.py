"""Define the characters that stand for others while an engine reads a text, and take them out of its HTML.

They are noncharacters of Unicode, which no page may hold; engines take them for letters.
"""

from __future__ import annotations

import re
from urllib.parse import quote

#: Stand for `~` and `*` that mean nothing to Markdown.
TILDE, STAR = "\ufdd8", "\ufdd9"
#: Stands for nothing, between a mark and a character that would keep it from being one.
JOINER = "\ufdda"
#: Around the number of something that is put in after the engine, such as an id; and a table of contents.
SLOT, CONTENTS = "\ufddb", "\ufddc"
#: The digits of such a number, which are no part of a word.
_DIGITS = "\ufde0\ufde1\ufde2\ufde3\ufde4\ufde5\ufde6\ufde7\ufde8\ufde9"
SLOTS = f"{SLOT}([{_DIGITS}]+){SLOT}"

_MEANT = {TILDE: "~", STAR: "*", JOINER: ""}
_ALL = (*_MEANT, SLOT, CONTENTS)
_WRITTEN = str.maketrans("0123456789", _DIGITS)
_READ = str.maketrans(_DIGITS, "0123456789")
#: How each begins in an address, where engines percent-encode it.
_ENCODED = "%EF%B7%"


def without_placeholders(text: str) -> str:
    """Return the text of a body without these characters, should it hold any."""
    if not text.isascii():
        for placeholder in _ALL:
            if placeholder in text:
                text = text.replace(placeholder, "")
    return text


def slot(number: int) -> str:
    """Return the text that stands for something with a number."""
    return f"{SLOT}{str(number).translate(_WRITTEN)}{SLOT}"


def number_of(digits: str) -> int:
    """Return the number in a slot."""
    return int(digits.translate(_READ))


def without_slots(html: str) -> str:
    """Return HTML without the slots in it."""
    return re.sub(SLOTS, "", html) if SLOT in html else html


def restored(html: str) -> str:
    """Return HTML with what the placeholders stand for, also in addresses. Slots stay."""
    if html.isascii() and _ENCODED not in html:
        return html
    for placeholder, meant in _MEANT.items():
        if placeholder in html:
            html = html.replace(placeholder, meant)
        if _ENCODED in html:
            html = html.replace(quote(placeholder), meant)
    return html
