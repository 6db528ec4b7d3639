"""Read the JSON object that a file begins with, as Hugo allows it for front matter, as a tree with places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from generator.config.yaml.tree import Scalar, Value
from generator.content.frontmatter.keys import KEYS
from generator.content.frontmatter.plain_tree import place_of, tree_of
from generator.content.frontmatter.yaml_tree import Tree, UnreadableError

_SPACE = re.compile(r"[ \t\n]*+")
_REST_OF_LINE = re.compile(r"[ \t]*+(?:\n|\Z)")
#: An object whose first key has a meaning was surely meant as front matter, even if it can't be read.
_KNOWN_START = re.compile(rf'\s*+\{{\s*+"(?:{"|".join(KEYS)})"\s*+:')
_LAST_LINE = re.compile(r"\n\}[ \t]*+(?:\n|\Z)")
#: Numbers stay as written.
_DECODER: Any = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def object_end(text: str) -> int:
    """Return the end of the JSON object that a text begins with, 0 if it begins with no front matter.

    The object must have a key that has a meaning, and nothing may follow it on its line. For an object that
    can't be read but begins with such a key, the end is a line of `}`, else the end of the text.
    """
    start = len(text) - len(text.lstrip())
    try:
        found, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        if not _KNOWN_START.match(text):
            return 0
        last = _LAST_LINE.search(text)
        return last.end() if last else len(text)
    rest = _REST_OF_LINE.match(text, end)
    return rest.end() if rest and isinstance(found, dict) and not KEYS.keys().isdisjoint(found) else 0


def read_json(text: str) -> Tree:
    """Return the object that a text is. Raises UnreadableError."""
    try:
        return Tree(list(_pairs(text)), lossy=False)
    except json.JSONDecodeError as error:
        reason = f"JSON says: {error.msg[:1].lower()}{error.msg[1:]}"
        raise UnreadableError("front-matter.syntax", error.lineno - 1, error.colno - 1, reason) from error
    except RecursionError as error:
        raise UnreadableError("front-matter.nested", 0, 0, "too many lists or objects are nested") from error


def _pairs(text: str) -> Iterator[tuple[Value, Value]]:
    """Yield the pairs of the object. Raises json.JSONDecodeError."""
    index = _expected(text, 0, "{")
    if text[index : index + 1] == "}":
        return
    while True:
        place = place_of(text, index)
        _expect(text, index, '"', "Expecting property name enclosed in double quotes")
        key, index = _DECODER.raw_decode(text, index)
        index = _expected(text, index, ":")
        value, end = _DECODER.raw_decode(text, index)
        yield Scalar(key, *place), tree_of(value, place_of(text, index))
        index = _skip(text, end)
        if text[index : index + 1] == "}":
            return
        index = _expected(text, index, ",")


def _expected(text: str, index: int, mark: str) -> int:
    """Return the index behind a mark and the white space around it."""
    index = _skip(text, index)
    _expect(text, index, mark, f"Expecting {mark!r}")
    return _skip(text, index + 1)


def _expect(text: str, index: int, mark: str, message: str) -> None:
    if text[index : index + 1] != mark:
        raise json.JSONDecodeError(message, text, index)


def _skip(text: str, index: int) -> int:
    found = _SPACE.match(text, index)
    return found.end() if found else index
