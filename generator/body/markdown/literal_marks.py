"""Keep marks of Markdown that mean themselves: a single `~`, and `*` between numbers.

Chinese writes ranges as `3~5 度` and sizes as `120*60*45`. CommonMark takes the first for text that is
struck out, as GFM allows, and the second for emphasis.
"""

from __future__ import annotations

import re

from generator.body.markdown.paragraphs import with_paragraphs
from generator.body.markdown.placeholders import STAR, TILDE

#: A `~` alone. The expressions begin with a fixed text, for speed.
_TILDE = re.compile(r"~(?<!~~)(?!~)")
#: Nobody writes more backslashes in a row.
_BACKSLASHES = 100

_RUN = re.compile(r"(?<![*\\])\*+(?!\*)")
#: The end of a factor: a digit, perhaps with a unit, a percent sign or a closing bracket.
_FACTOR_END = re.compile(r"(?:\d(?:[cdkm]?m|px|厘米|毫米|公分|英寸|[米寸尺%％])?|[)）])\Z")
_FACTOR = re.compile(r"[(（]?\d")
_LONGEST_END = 4
#: A cheap sign of a product.
_HINT = re.compile(r"\*(?<=[\dmx米分寸尺%％)）]\*)\**[(（]?\d")


def keep_tildes(text: str) -> str:
    """Return Markdown in which only `~~` strikes out."""
    return _TILDE.sub(_kept, text) if "~" in text else text


def _kept(tilde: re.Match[str]) -> str:
    start = tilde.start()
    before = tilde.string[max(0, start - _BACKSLASHES) : start]
    is_escaped = (len(before) - len(before.rstrip("\\"))) % 2 == 1
    return tilde[0] if is_escaped else TILDE


def keep_products(text: str) -> str:
    """Return Markdown in which asterisks between numbers mean themselves, in any number (`138****5678`).

    They are left alone where they are needed, that is where the other marks of this kind in the paragraph
    only make pairs together with them: `**第 1**2 页` is bold.
    """
    return with_paragraphs(text, _HINT, _with_products) if "*" in text else text


def _with_products(paragraph: str) -> str:
    products: dict[int, list[int]] = {}
    others: dict[int, int] = {}
    for run in _RUN.finditer(paragraph):
        length = len(run[0])
        if _is_product(paragraph, run):
            products.setdefault(length, []).append(run.start())
        elif _is_mark(paragraph, run):
            others[length] = others.get(length, 0) + 1
    characters = list(paragraph)
    for length, starts in products.items():
        if others.get(length, 0) % 2 == 0 or len(starts) % 2 == 0:
            for start in starts:
                characters[start : start + length] = STAR * length
    return "".join(characters)


def _is_product(text: str, run: re.Match[str]) -> bool:
    before = text[max(0, run.start() - _LONGEST_END) : run.start()]
    return _FACTOR_END.search(before) is not None and _FACTOR.match(text, run.end()) is not None


def _is_mark(text: str, run: re.Match[str]) -> bool:
    """Tell whether asterisks can be a mark: they are none between white space, as of a list or a rule."""
    around = text[max(0, run.start() - 1) : run.start()], text[run.end() : run.end() + 1]
    return not all(not character or character.isspace() for character in around)
