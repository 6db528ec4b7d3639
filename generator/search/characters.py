"""Sort characters into classes: those of words, of numbers, and of scripts without blanks between words.

The module in the browser has the same classes.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from generator.search.character_table import BMP, CharacterTable
from generator.search.fold import Codes

#: The classes. Each dense character is a unit by itself; letters, or digits, side by side are one unit.
OTHER, DENSE, LETTER, DIGIT = range(4)
#: Scripts that are written without blanks between words: Thai, Lao, Myanmar, Khmer, Chinese and Japanese.
_DENSE = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3005, 0x3007),
    (0x3021, 0x3029), (0x3041, 0x3096), (0x3099, 0x309F), (0x30A1, 0x30FA), (0x30FC, 0x30FF),
    (0x3105, 0x312F), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
)  # fmt: skip
#: Beyond the basic plane: Chinese characters alone.
_DENSE_PLANES = (0x20000, 0x3FFFF)
#: No class.
_UNKNOWN = 255


@cache
def class_of(character: str) -> int:
    """Return the class of a folded character."""
    return int(classes(np.array([ord(character)], dtype=np.uint32))[0])


def classes(codes: Codes) -> NDArray[np.uint8]:
    """Return the class of each code point."""
    found: NDArray[np.uint8] = _table().of(np.minimum(codes, BMP - 1))
    wide = codes >= BMP
    if wide.any():
        found[wide] = OTHER
        found[wide & (codes >= _DENSE_PLANES[0]) & (codes <= _DENSE_PLANES[1])] = DENSE
    return found


@cache
def _table() -> CharacterTable:
    return CharacterTable(_class, _UNKNOWN, np.uint8)


def _class(code: int) -> int:
    """Return the class of a character of the basic plane."""
    if any(first <= code <= last for first, last in _DENSE):
        return DENSE
    category = unicodedata.category(chr(code))
    if category == "Nd":
        return DIGIT
    return LETTER if category[0] in "LM" else OTHER
