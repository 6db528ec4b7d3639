"""Fold texts so that spellings of one word are found by each other.

1. Unicode's composed form (NFC), then the compatible form (NFKC) of each
   character: full-width letters, ligatures, circled digits.
2. Lower case.
3. Traditional characters become simplified ones, one to one. The pairs are in
   characters.txt, taken from OpenCC's table TSCharacters (Apache License 2.0).
4. Characters without width are left out.

Each character is folded by itself, so that a place in the folded text leads back
to a place in the text. The module in the browser folds in the same way.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.search.character_table import BMP, CharacterTable

Codes = NDArray[np.uint32]

_PAIRS = Path(__file__).with_name("characters.txt")
#: Zero-width characters, the soft hyphen, and selectors of variants.
_INVISIBLE = frozenset([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)])
#: In the table: the character does not become exactly one.
_SPECIAL = 0xFFFFFFFF
#: In the table: the character was not met yet.
_UNKNOWN = 0xFFFFFFFE


def pairs() -> str:
    """Return traditional and simplified characters in turns: `後后徵征`."""
    return _PAIRS.read_text("utf-8")


def fold(text: str) -> str:
    """Return a text folded."""
    return decode(fold_codes(text))


def fold_codes(text: str) -> Codes:
    """Return the code points of a folded text."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    codes = encode(text)
    if codes.size and int(codes.max()) >= BMP:
        return _folded_slowly(text)
    folded: Codes = _table().of(codes)
    return _folded_slowly(text) if (folded == _SPECIAL).any() else folded


def encode(text: str) -> Codes:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def decode(codes: NDArray[Any]) -> str:
    """Return the text of code points."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _folded_slowly(text: str) -> Codes:
    return encode("".join(map(fold_character, text)))


@cache
def _simplified() -> dict[str, str]:
    text = pairs()
    return dict(zip(text[::2], text[1::2], strict=True))


@cache
def fold_character(character: str) -> str:
    """Return a character folded: mostly one character, sometimes none or several."""
    if ord(character) in _INVISIBLE:
        return ""
    simplified = _simplified()
    lower = (one.lower() for one in unicodedata.normalize("NFKC", character))
    return "".join(simplified.get(one, one) for text in lower for one in text)


@cache
def _table() -> CharacterTable:
    return CharacterTable(_one_folded, _UNKNOWN, np.uint32)


def _one_folded(code: int) -> int:
    """Return the code of a folded character, or _SPECIAL."""
    one = fold_character(chr(code))
    return ord(one) if len(one) == 1 else _SPECIAL
