"""Find names that are probably different spellings of one name."""

from __future__ import annotations

import re
import unicodedata

from generator.taxonomy.pinyin import romanize

#: Characters between the parts of a name, which people may leave out. A full stop within a number is not one
#: of them, nor are the signs of C++ and C#.
_BETWEEN = re.compile(r"(?<!\d)\.|\.(?!\d)|[\s_·・•/&'\"’“”‘«»()（）\[\]【】《》〈〉—–-]+")
_DIGITS = re.compile(r"\d+")


def plain_key(name: str) -> str:
    """Return a name without capitals, widths, spaces, hyphens and quotes.

    Names with the same key are the same name to a reader: `Nanfang-Ribao` and `nanfangribao`.
    """
    if name.isascii() and name.isalnum():
        return name.lower()
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _BETWEEN.sub("", folded) or folded


def is_slip(one: str, other: str) -> bool:
    """Tell whether two texts differ by one slip: a letter more or less, a different letter, or two swapped.

    Texts that differ in their digits are two names: 2021 is not a slip for 2022.
    """
    if one == other or abs(len(one) - len(other)) > 1 or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    short, long = sorted((one, other), key=len)
    start = _common_start(short, long)
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    return short[start + 1 :] == long[start + 1 :] or (swapped and short[start + 2 :] == long[start + 2 :])


def is_similar(one: str, other: str) -> bool:
    """Tell whether one name is a slip for the other. Names with Han characters must also sound the same."""
    if not is_slip(one, other):
        return False
    return (one.isascii() and other.isascii()) or romanize(one) == romanize(other)


def _common_start(short: str, long: str) -> int:
    for place, (a, b) in enumerate(zip(short, long, strict=False)):
        if a != b:
            return place
    return len(short)


def with_one_left_out(text: str) -> set[str]:
    """Return the text and what it becomes without each of its characters.

    Two texts that differ by one slip always have one of these in common. So similar names are found without
    comparing each with all others.
    """
    return {text, *(text[:place] + text[place + 1 :] for place in range(len(text)))}
