"""Minify search.js for readers, who only run it."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import rjsmin

#: The module in the browser, as it is written.
SOURCE = Path(__file__).with_name("search.js")
#: Names that are the module's own and stand in no string: private ones of classes; constants; functions
#: with a capital in their names; classes.
_PRIVATE = re.compile(r"#[a-z]\w*\b")
OWN = re.compile(
    r"^(?:const (?:\[([A-Z, ]+)\]|([A-Z][A-Z_]+)) =|function ([a-z]+[A-Z]\w*)|class (\w+))", re.MULTILINE
)


def published(source: str) -> str:
    """Return the module as it is published: the same code, without comments, types, blanks and long names."""
    code: str = rjsmin.jsmin(source)
    own = [name for found in OWN.findall(source) for name in "".join(found).split(", ")]
    for name, short in zip(sorted(set(_PRIVATE.findall(code))), count(), strict=False):
        code = re.sub(rf"{name}\b", f"#{_letters(short)}", code)
    for name, short in zip(own, count(), strict=False):
        code = re.sub(rf"\b{name}\b", _letters(short).upper(), code)
    return f"{code}\n"


def _letters(number: int) -> str:
    """Return a name for a number."""
    name = chr(ord("a") + number % 26)
    return name if number < 26 else f"{name}{number // 26}"
