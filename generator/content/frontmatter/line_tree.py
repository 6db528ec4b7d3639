"""Read lines of `Key: value` at the start of a file, as Pelican and MultiMarkdown write them, as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.config.yaml.tree import Scalar, Sequence, Value
from generator.content.frontmatter.keys import KEYS
from generator.content.frontmatter.yaml_tree import Tree

#: Letters, digits, spaces, hyphens and underscores, a colon and a space (Python-Markdown, extension meta).
_LINE = re.compile(r"([A-Za-z][A-Za-z0-9 _-]{0,40}+)(?<![ ]):(?:[ \t]++|$)(.*)")
_CONTINUED = re.compile(r"[ \t]+\S")
_ITEM = re.compile(r"[ \t]*-[ \t]")
_FENCE = re.compile(r"---[ \t]*")
#: Keys of Pelican and MultiMarkdown that have a different name here.
_NAMES = {"modified": "updated", "keywords": "tags", "language": "lang"}
_COMMAS = re.compile("[,，、]")


class Block(NamedTuple):
    """The front matter that a text begins with: its lines, and the lines with what ends them.

    `is_yaml` is True if a line of hyphens ends it: YAML without its first line of hyphens, as Hexo reads it.
    """

    lines: int
    all_lines: int
    is_yaml: bool = False


def block_of(lines: list[str]) -> Block | None:
    """Return the front matter at the start of lines, None if they begin with a text.

    Each line has a key, a colon and a space, or is indented below one that has. One of the keys is `title`,
    or one is `date` and a second one has a meaning, too. So a text whose first lines look like `Note: …` or
    `Source: …` stays a text.
    """
    keys: set[str] = set()
    has_items = False
    for number, line in enumerate(lines):
        if found := _LINE.fullmatch(line):
            keys.add(_name(found[1]))
        elif keys and _ITEM.match(line):
            has_items = True
        elif not line.strip():
            return Block(number, number + 1) if _is_meant(keys) and not has_items else None
        elif _FENCE.fullmatch(line):
            # A single line above hyphens is a heading of Markdown.
            return Block(number, number + 1, is_yaml=True) if number > 1 and _is_meant(keys) else None
        elif not (keys and _CONTINUED.match(line)):
            return None
    return Block(len(lines), len(lines)) if _is_meant(keys) and not has_items else None


def _is_meant(keys: set[str]) -> bool:
    return "title" in keys or ("date" in keys and len(keys & KEYS.keys()) > 1)


def _name(written: str) -> str:
    name = re.sub(r"[ -]+", "_", written.lower())
    return _NAMES.get(name, name)


def read_lines(text: str) -> Tree:
    """Return the keys and values of a block, each value in the place of its first line."""
    return Tree(list(_pairs(text.split("\n"))), lossy=False)


def _pairs(lines: list[str]) -> Iterator[tuple[Value, Value]]:
    starts = [number for number, line in enumerate(lines) if _LINE.fullmatch(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if found := _LINE.fullmatch(lines[start]):
            value = " ".join(line.strip() for line in [found[2], *lines[start + 1 : end]]).strip()
            name = _name(found[1])
            yield Scalar(name, start, 0), _value(name, value, start, found.start(2))


def _value(name: str, text: str, line: int, column: int) -> Value:
    """Return a value; several authors are split at semicolons, else at commas, as in Pelican."""
    if name != "authors":
        return Scalar(text, line, column)
    names = text.split(";") if ";" in text else _COMMAS.split(text)
    return Sequence([Scalar(one.strip(), line, column) for one in names], line, column)
