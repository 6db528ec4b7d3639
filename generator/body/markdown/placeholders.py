"""Define the characters that stand for others while an engine reads a text, and take them out of its HTML.

They are noncharacters of Unicode, which no page may hold; engines take them for letters.
"""

from __future__ import annotations

from urllib.parse import quote

#: Stand for `~` and `*` that mean nothing to Markdown.
TILDE, STAR = "\ufdd8", "\ufdd9"
#: Stands for nothing, between a mark and a character that would keep it from being one.
JOINER = "\ufdda"
#: Around the number of something that is put in after the engine, such as an id.
SLOT = "\ufddb"

_MEANT = {TILDE: "~", STAR: "*", JOINER: ""}
_ALL = {ord(character): None for character in (*_MEANT, SLOT)}
#: How each begins in an address, where engines percent-encode it.
_ENCODED = "%EF%B7%"


def without_placeholders(text: str) -> str:
    """Return the text of a body without these characters, should it hold any."""
    return text if text.isascii() else text.translate(_ALL)


def restored(html: str) -> str:
    """Return HTML with what the placeholders stand for, also in addresses. Slots stay."""
    if html.isascii() and _ENCODED not in html:
        return html
    for placeholder, meant in _MEANT.items():
        html = html.replace(placeholder, meant)
        if _ENCODED in html:
            html = html.replace(quote(placeholder), meant)
    return html
