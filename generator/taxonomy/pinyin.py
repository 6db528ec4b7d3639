"""Romanise Chinese names by phrase: 银行 is yinhang, 重庆 is chongqing.

pypinyin takes 200 ms to import, so it is imported for the first name that
needs it; most builds have none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from generator.core.lazy_pattern import lazy

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
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(han, errors="ignore"))


def sort_key(label: str) -> tuple[str, str]:
    """Return a label's letter in an index (A to Z, or #) and its sort key in the whole index."""
    key = romanize(label)
    letter = key[:1].upper()
    return (letter if letter.isalpha() else "#", key)
