"""Recognise the encoding of a text that is not Unicode, by the characters that it would have.

The text is decoded in every candidate. In the right one, most characters are common in the language; in a
wrong one they are spread over the whole code. The logarithms of both likelihoods are compared, and an answer
is given only where it is far ahead of all others (docs/adr/0018-encodings-by-evidence.md has the figures).
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import log
from typing import NamedTuple

from generator.content.encodings.common_characters import COMMON
from generator.content.encodings.names import codecs_of, decoded
from generator.content.encodings.western import is_western

WESTERN = "windows-1252"
#: Characters of a text that are looked at.
_SAMPLE = 20_000
#: The least lead: the answer is e^12 (160,000) times more likely than chance, and than the next candidate.
_LEAD = 12.0


class Candidate(NamedTuple):
    """An encoding: its name, and the ranges of both bytes of the everyday characters of its language."""

    name: str
    rows: tuple[int, int]
    cells: tuple[tuple[int, int], ...] = ((0xA1, 0xFE),)


#: Everyday are level 1 of GB 2312, of Big5 and of JIS X 0208, and the syllables of KS X 1001.
CANDIDATES = (
    Candidate("gb18030", (0xB0, 0xD7)),
    Candidate("big5", (0xA4, 0xC6), ((0x40, 0x7E), (0xA1, 0xFE))),
    Candidate("shift_jis", (0x88, 0x97), ((0x40, 0x7E), (0x80, 0xFC))),
    Candidate("euc_jp", (0xB0, 0xCF)),
    Candidate("euc_kr", (0xB0, 0xC8)),
)
#: The share of each class of characters in a text of the language, and in bytes that are something else.
_COMMON_WEIGHT = log(0.60 / 0.05)
_EVERYDAY_WEIGHT = log(0.37 / 0.35)
_RARE_WEIGHT = log(0.03 / 0.60)


class Guess(NamedTuple):
    """A candidate with the text that it gives, and the logarithm of the likelihood ratio that it is right."""

    evidence: float
    name: str
    text: str


def recognise(data: bytes) -> tuple[str, str]:
    """Return the text and the name of the encoding of bytes that are not Unicode.

    Raises ValueError, with a reason to show, if the encoding is not sure.
    """
    guesses = sorted(_guesses(data), reverse=True)
    best, second = (*guesses, None, None)[:2]
    if best and best.evidence >= _LEAD and (not second or best.evidence - second.evidence >= _LEAD):
        return best.text, best.name
    likely = [guess.name for guess in guesses if guess.evidence > 0]
    western = decoded(data, WESTERN) if not likely else None
    if western is not None and is_western(western):
        return western, WESTERN
    raise ValueError("its encoding is not sure" + (f"; it may be {' or '.join(likely)}" if likely else ""))


def _guesses(data: bytes) -> list[Guess]:
    texts = ((candidate, decoded(data, candidate.name)) for candidate in CANDIDATES)
    return [
        Guess(_evidence(text[:_SAMPLE], candidate), candidate.name, text) for candidate, text in texts if text
    ]


def _evidence(text: str, candidate: Candidate) -> float:
    common, everyday = COMMON[candidate.name], _everyday(candidate)
    total = 0.0
    for character, count in Counter(text).items():
        if character in common:
            total += count * _COMMON_WEIGHT
        elif character > "\x7f":
            total += count * (_EVERYDAY_WEIGHT if character in everyday else _RARE_WEIGHT)
    return total


@lru_cache(maxsize=len(CANDIDATES))
def _everyday(candidate: Candidate) -> frozenset[str]:
    first, last = candidate.rows
    codec = codecs_of(candidate.name)[0]
    codes = (
        bytes((row, cell))
        for row in range(first, last + 1)
        for start, end in candidate.cells
        for cell in range(start, end + 1)
    )
    return frozenset(character for code in codes for character in code.decode(codec, "ignore"))
