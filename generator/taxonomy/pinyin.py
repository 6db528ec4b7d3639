"""Romanise Chinese names by phrase: 银行 is yinhang, 重庆 is chongqing.

Slugs are addresses. So the readings are in pinyin.txt, which changes with this program alone, not with a
library that is installed beside it. Importing that library would take 160 ms, too (docs/adr/0033).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from generator.core.lazy_pattern import lazy

#: The library whose readings and phrases these are (MIT License).
SOURCE = "pypinyin 0.55.0"
#: Readings without tones, made by `python -m tests.taxonomy.test_pinyin`. Lines of a reading and its
#: characters; an empty line; phrases in order of code points, each with its reading where that is not the
#: one of its characters.
READINGS = Path(__file__).with_name("pinyin.txt")
#: Characters of the longest phrase.
_LONGEST = 10
_HAN = lazy(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_WORD = re.compile(r"[^a-z0-9]+")


def romanize(text: str) -> str:
    """Return a name as lower-case ASCII words joined by hyphens; "" if no character has a romanised form.

    A run of Han characters is one word, as the archive's media write their names.
    """
    spelled = _HAN.sub(lambda run: f"-{spell(run[0])}-", text)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    return _WORD.sub("-", plain).strip("-")


@lru_cache(maxsize=4096)
def spell(han: str) -> str:
    """Return the pinyin of a run of Han characters, without tones, in one piece."""
    return "".join(_readings().read(han))


def sort_key(label: str) -> tuple[str, str]:
    """Return a label's letter in an index (A to Z, or #) and its sort key in the whole index."""
    key = romanize(label)
    letter = key[:1].upper()
    return (letter if letter.isalpha() else "#", key)


class _Readings(NamedTuple):
    """The readings of characters, and sorted lines: a phrase, and perhaps its reading."""

    characters: Mapping[str, str]
    phrases: Sequence[str]

    def read(self, han: str) -> Iterator[str]:
        """Yield the readings of phrases and characters, from left to right that of the longest phrase."""
        start = 0
        while start < len(han):
            rest = han[start:]
            length, reading = self._first(rest[:_LONGEST])
            if length == 1 and self._line(rest).startswith(rest):
                # The beginning of a phrase that ends early: the library takes its characters one by one.
                yield from (self.characters.get(one, "") for one in rest)
                return
            yield reading
            start += length

    def _first(self, han: str) -> tuple[int, str]:
        for length in range(len(han), 1, -1):
            phrase = han[:length]
            known, _, reading = self._line(phrase).partition(" ")
            if known == phrase:
                return length, reading or "".join(self.characters[one] for one in phrase)
        return 1, self.characters.get(han[0], "")

    def _line(self, begin: str) -> str:
        """Return the first line that may begin with a text."""
        at = bisect_left(self.phrases, begin)
        return self.phrases[at] if at < len(self.phrases) else ""


@lru_cache(maxsize=1)
def _readings() -> _Readings:
    """Return what READINGS has. It is read for the first name that needs it; most builds have none."""
    readings, _, phrases = READINGS.read_text("utf-8").partition("\n\n")
    characters: dict[str, str] = {}
    for line in readings.split("\n"):
        reading, _, alike = line.partition(" ")
        characters.update(dict.fromkeys(alike, reading))
    return _Readings(characters, phrases.splitlines())
