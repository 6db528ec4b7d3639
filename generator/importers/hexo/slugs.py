"""Make slugs like Hexo (`slugize` in hexo-util)."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")
_CONTROL = re.compile(r"[\x00-\x1f]")
#: Letters that a mark can't be taken from.
_LETTERS = str.maketrans(
    {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "ß": "s", "ł": "l"}
)


def slugized(text: str, case: int = 0) -> str:
    """Return the slug of a name; `case` 1 makes small letters, 2 capitals."""
    apart = unicodedata.normalize("NFD", text.translate(_LETTERS))
    plain = "".join(one for one in apart if not "\u0300" <= one <= "\u036f")
    plain = unicodedata.normalize("NFC", plain)
    slug = _SPECIAL.sub("-", _CONTROL.sub("", plain)).strip("-")
    return slug.lower() if case == 1 else slug.upper() if case == 2 else slug
