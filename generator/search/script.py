"""Minify search.js for readers, who only run it."""

from __future__ import annotations

import re
from pathlib import Path

import rjsmin

#: The module in the browser, as it is written.
SOURCE = Path(__file__).with_name("search.js")
#: Names that are the module's own and stand in no string: constants; functions with a capital in their
#: names; classes. Those of private members begin with #.
OWN = re.compile(r"^(?:const ([A-Z][A-Z_]+) =|function ([a-z]+[A-Z]\w*)|class (\w+))", re.MULTILINE)
#: A constant that is a whole number.
_NUMBER = re.compile(r"^const ([A-Z][A-Z_]+) = (\d+);\n", re.MULTILINE)
_NAME = re.compile(r"#?[A-Za-z_]\w*")


def published(source: str) -> str:
    """Return the module as it is published: the same code, without comments, types, blanks and long names.

    Constants that are whole numbers are put in their places.
    """
    numbers = dict(_NUMBER.findall(source))
    code: str = rjsmin.jsmin(_NUMBER.sub("", source))
    own = ["".join(found) for found in OWN.findall(source)]
    private = sorted({name for name in _NAME.findall(code) if name.startswith("#")})
    short = {name: _letters(number).upper() for number, name in enumerate(own)} | numbers
    short |= {name: f"#{_letters(number)}" for number, name in enumerate(private)}
    return _NAME.sub(lambda found: short.get(found[0], found[0]), code) + "\n"


def _letters(number: int) -> str:
    """Return a name for a number."""
    name = chr(ord("a") + number % 26)
    return name if number < 26 else f"{name}{number // 26}"
