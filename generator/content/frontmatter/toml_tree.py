"""Read the TOML of front matter, as Hugo and Zola write it, as a tree with places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

from generator.config.yaml.tree import Mapping, Scalar, Value
from generator.content.frontmatter.plain_tree import Place, place_of, tree_of
from generator.content.frontmatter.yaml_tree import Tree, UnreadableError

#: Text of several lines, in which a line may look like a key.
_LONG_TEXT = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'', re.DOTALL)
#: A key with its value, or the head of a table.
_KEY = re.compile(
    r"""^[ \t]*+\[?(?P<key>[\w-]++|"[^"\n]*"|'[^'\n]*')(?:[^=\n\]]*+=[ \t]*+|[^=\n\]]*+\])""", re.MULTILINE
)
#: tomllib takes quadratic time for a key of many parts, which nobody means.
_LONG_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){33}""")
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
#: Messages of tomllib, and their meaning for somebody who does not know TOML.
_PLAIN = {
    "Invalid value": "a value is neither a number, a date, true, false, nor a text in quotes",
    "Invalid statement": "a line is not `key = value`",
    "Illegal character '\\n'": "a quote is opened and never closed",
    "Unterminated string": "a quote is opened and never closed",
    "Expected '=' after a key in a key/value pair": "a line is not `key = value`",
    "Cannot overwrite a value": "a key is given twice",
    "Invalid date or datetime": "a date is in no calendar",
}


class _Places(NamedTuple):
    key: Place
    value: Place


def read_toml(text: str) -> Tree:
    """Return the table that a text is. Raises UnreadableError."""
    if found := _LONG_KEY.search(text):
        raise UnreadableError(
            "front-matter.nested", *place_of(text, found.start()), "a key has too many parts"
        )
    try:
        table = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(text, str(error)) from error
    except RecursionError as error:
        raise UnreadableError("front-matter.nested", 0, 0, "too many lists are nested") from error
    places: dict[str, _Places] = {}
    for key, found_places in _keys(text):
        places.setdefault(key, found_places)
    return Tree(_pairs(table, places, 1), lossy=False)


def _pairs(table: dict[str, Any], places: dict[str, _Places], depth: int) -> list[tuple[Value, Value]]:
    """Return the pairs of a table; those of tables in it have places of their own."""
    pairs: list[tuple[Value, Value]] = []
    for key, value in table.items():
        at = places.get(key, _Places((0, 0), (0, 0)))
        is_table = isinstance(value, dict) and depth == 1
        tree = Mapping(_pairs(value, places, 2), *at.value) if is_table else tree_of(value, at.value, depth)
        pairs.append((Scalar(key, *at.key), tree))
    return pairs


def _keys(text: str) -> Iterator[tuple[str, _Places]]:
    """Yield the keys of the text, those of its tables too, with their places."""
    text = _LONG_TEXT.sub(lambda found: re.sub(r"[^\n]", "x", found[0]), text)
    for found in _KEY.finditer(text):
        places = _Places(place_of(text, found.start("key")), place_of(text, found.end()))
        yield found["key"].strip("\"'"), places


def _unreadable(text: str, message: str) -> UnreadableError:
    where = _WHERE.search(message)
    reason = message[: where.start()] if where else message
    place = place_of(text, len(text.rstrip()))
    if where and where[1]:
        place = int(where[1]) - 1, int(where[2]) - 1
    if reason == "Cannot overwrite a value":
        place = place[0], 0  # tomllib names the end of the line.
    return UnreadableError("front-matter.syntax", *place, _PLAIN.get(reason, f"TOML says: {reason}"))
