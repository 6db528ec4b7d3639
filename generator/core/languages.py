"""Derive scripts and directions of text from language tags (BCP 47)."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Direction = Literal["ltr", "rtl"]

#: Scripts that run from right to left (ISO 15924; Unicode, `Scripts` and `Bidi_Class`), in small letters.
_RTL_SCRIPTS = frozenset(
    ("adlm", "arab", "aran", "armi", "chrs", "hatr", "hebr", "khar", "mand", "mani", "mend", "nbat", "nkoo",
     "orkh", "phli", "phlp", "phnx", "rohg", "samr", "syrc", "syre", "syrj", "syrn", "thaa", "yezi")
)  # fmt: skip
#: Languages whose usual script runs from right to left (CLDR, likely subtags), with older tags for some.
_RTL_LANGUAGES = frozenset(
    ("ar", "arc", "arz", "azb", "bal", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "khw", "ks", "lrc",
     "mzn", "nqo", "prs", "ps", "rhg", "sd", "skr", "syr", "ug", "ur", "yi")
)  # fmt: skip
#: Regions in which a language has a script of its own (CLDR, likely subtags).
_IN_REGIONS = {("az", "ir"): "arab", ("pa", "pk"): "arab", ("uz", "af"): "arab"} | {
    ("zh", region): "hant" for region in ("tw", "hk", "mo")
}
_SCRIPTS = {"zh": "hans", "yue": "hant"}


def language_of(tag: str) -> str:
    """Return the primary language of a tag, in small letters: `zh` of `zh-Hant-TW`."""
    return _parts(tag)[0]


def script_of(tag: str) -> str:
    """Return the script that a tag names or implies, in small letters, "" for the usual one of the language.

    Chinese always has one: `hant` for Taiwan, Hong Kong and Macau, else `hans`.
    """
    language, *rest = _parts(tag)
    for part in rest:
        if len(part) == 1:
            break  # Extensions and private use.
        if len(part) == 4 and part.isalpha():
            return part
    implied = (_IN_REGIONS[language, part] for part in rest if (language, part) in _IN_REGIONS)
    return next(implied, _SCRIPTS.get(language, ""))


@lru_cache(maxsize=256)
def direction_of(tag: str) -> Direction:
    """Return the direction of text in a language, as the attribute `dir` of HTML names it."""
    script = script_of(tag)
    is_rtl = script in _RTL_SCRIPTS if script else language_of(tag) in _RTL_LANGUAGES
    return "rtl" if is_rtl else "ltr"


def _parts(tag: str) -> list[str]:
    return tag.lower().replace("_", "-").split("-")
