"""Repair front matter that YAML can't read, or would read without part of the text.

Titles come from scrapers, which put quotes around them and escape nothing. So the
text is cut into entries: a `key:` at the margin with the lines that belong to
it. Each entry is read alone, and only those that fail are repaired. Lines keep
their numbers. The caller reads the whole text again to see whether it is valid.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from generator.content.frontmatter.keys import KEYS
from generator.content.frontmatter.quoting import Repair, diagnose, quote
from generator.content.frontmatter.yaml_tree import UnreadableError, read_tree
from generator.core.wording import quoted

#: Broken entries that are repaired in one front matter. The limit bounds the time for hostile input.
MAX_BROKEN = 50


class Repaired(NamedTuple):
    """The text after all repairs. It may still be unreadable."""

    text: str
    repairs: list[Repair]


_Lines = list[str]
_Step = Callable[[_Lines], tuple[_Lines, list[Repair]]]

_KNOWN = "|".join(sorted(KEYS, key=lambda key: (-len(key), key)))
#: An entry begins with any key, a colon and a space; or with one of `KEYS` and any colon.
_ENTRY = re.compile(rf"""(?:"[^"]*"|'[^']*'|[^\W\d][\w.-]*+)[ ]*+:(?:[ ]|$)|(?:{_KNOWN})[ ]*+[:：]""")
_HEAD = re.compile(
    r"""(?P<key>"[^"]*"|'[^']*'|[^\W\d][\w.-]*+)[ ]*+(?P<colon>[:：])(?P<space>[ \u3000]*+)(?P<value>.*)"""
)
_INDENTED_KEY = re.compile(rf"[ \u3000]++(?:{_KNOWN})[ ]*+[:：]")
_ITEM = re.compile(r"[ ]*+-(?P<space>[ ]++)(?P<value>.*)")
_BLOCK_TEXT = re.compile(r"[|>][-+0-9]*+(?:[ ]|$)")


def repair(text: str) -> Repaired:
    """Return the text with each entry repaired that fails alone, and the repairs."""
    lines, repairs = _outdent_start(text.split("\n"))
    broken = 0
    for start, end in list(_entries(lines)):
        if not _fails(lines[start:end]):
            continue
        broken += 1
        if broken > MAX_BROKEN:
            break
        lines[start:end], found = _repair_entry(lines[start:end])
        repairs += (fix._replace(line=start + fix.line) for fix in found)
    return Repaired("\n".join(lines), repairs)


def _outdent_start(lines: _Lines) -> tuple[_Lines, list[Repair]]:
    """Move the first key to the margin: with all lines if all are indented, else alone."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not _INDENTED_KEY.match(lines[first]):
        return lines, []
    text = lines[first].lstrip(" \u3000")
    indent = lines[first][: -len(text)]
    if all(line.startswith(indent) for line in lines if line.strip()):
        return [line[len(indent) :] for line in lines], []
    return [*lines[:first], text, *lines[first + 1 :]], [_indented(first)]


def _indented(line: int) -> Repair:
    message = "a key is indented, so that YAML reads it as part of a different value"
    return Repair(line, 0, "front-matter.indent", message, "delete the spaces before the key")


def _entries(lines: _Lines) -> Iterator[tuple[int, int]]:
    """Yield the first line of each entry and the one after its last."""
    starts = [number for number, line in enumerate(lines) if _ENTRY.match(line)]
    yield from pairwise([*starts, len(lines)])


def _fails(entry: _Lines) -> bool:
    try:
        return read_tree("\n".join(entry)).lossy
    except UnreadableError:
        return True


def _repair_entry(entry: _Lines) -> tuple[_Lines, list[Repair]]:
    """Return an entry after as few steps as make it readable; unchanged if none does."""
    lines = entry
    repairs: list[Repair] = []
    for step in _STEPS:
        changed, found = step(lines)
        if found and not _fails(changed):
            return changed, repairs + found
        if step in _LASTING:
            lines, repairs = changed, repairs + found
    return entry, []


def _plain_head(entry: _Lines) -> tuple[_Lines, list[Repair]]:
    """Write the first line as `key: value`: a half-width colon with a space after it."""
    head = _HEAD.match(entry[0])
    if not head or (head["colon"] == ":" and (head["space"].startswith(" ") or not head["value"])):
        return entry, []
    key = head["key"]
    if head["colon"] == "：":
        code, message = "front-matter.fullwidth-colon", f"the colon of {key} is a full-width one"
    else:
        code, message = "front-matter.colon", f"no space follows the colon of {key}"
    fix = Repair(0, head.start("colon"), code, message, f"write {key}: with a half-width colon and a space")
    return [f"{key}: {head['value']}".rstrip(), *entry[1:]], [fix]


def _outdent_keys(entry: _Lines) -> tuple[_Lines, list[Repair]]:
    """Move those of `KEYS` to the margin that are indented below a value."""
    if not _has_value(entry[0]):
        return entry, []
    lines: _Lines = []
    repairs: list[Repair] = []
    for number, line in enumerate(entry):
        if _INDENTED_KEY.match(line):
            [line], found = _plain_head([line.lstrip(" \u3000")])
            repairs += (fix._replace(line=number) for fix in [_indented(number), *found])
        lines.append(line)
    return lines, repairs


def _drop_strays(entry: _Lines) -> tuple[_Lines, list[Repair]]:
    """Blank out lines at the margin that are neither a key nor part of a value."""
    head = _HEAD.match(entry[0])
    if not head or head["value"][:1] in ("'", '"', "[", "{"):
        return entry, []
    lines = entry[:1]
    repairs: list[Repair] = []
    for number, line in enumerate(entry[1:], start=1):
        if line[:1] not in ("", " ", "-", "#") and not _ENTRY.match(line):
            message = f"a line without a key is left out: {quoted(line)}"
            hint = "write it as key: value, or delete it"
            repairs.append(Repair(number, 0, "front-matter.stray", message, hint))
            line = ""
        lines.append(line)
    return lines, repairs


def _quote_values(entry: _Lines) -> tuple[_Lines, list[Repair]]:
    """Quote each value or item that fails on a line of its own."""
    lines: _Lines = []
    repairs: list[Repair] = []
    name = _name(entry)
    for number, line in enumerate(entry):
        changed, fix = _quote_value(line, name)
        lines.append(changed)
        if fix:
            repairs.append(fix._replace(line=number))
    return lines, repairs


def _quote_value(line: str, name: str) -> tuple[str, Repair | None]:
    item = _ITEM.match(line)
    unit = item or (_HEAD.match(line) if _ENTRY.match(line) else None)
    if not unit or not unit["value"]:
        return line, None
    value = unit["value"].rstrip()
    fix = diagnose(value, name)
    if not fix or not _fails(["k:", f"- {value}"] if item else [f"k: {value}"]):
        return line, None
    column = unit.start("value")
    return line[:column] + quote(value), fix._replace(column=column + fix.column)


def _fold_value(entry: _Lines) -> tuple[_Lines, list[Repair]]:
    """Quote a value that has several lines as one text."""
    head = _HEAD.match(entry[0])
    if not head or not head["value"] or any(_ITEM.match(line) for line in entry[1:]):
        return entry, []
    value = " ".join(line.strip() for line in [head["value"], *entry[1:]]).strip()
    fix = diagnose(value, _name(entry))
    if not fix:
        return entry, []
    first = entry[0][: head.start("value")] + quote(value)
    return [first, *("" for _ in entry[1:])], [fix._replace(column=head.start("value"))]


#: Steps whose result is kept even if a further step has to follow.
_LASTING: tuple[_Step, ...] = (_plain_head, _outdent_keys, _drop_strays)
_STEPS: tuple[_Step, ...] = (*_LASTING, _quote_values, _fold_value)


def _has_value(line: str) -> bool:
    head = _HEAD.match(line)
    return bool(head and head["value"] and not _BLOCK_TEXT.match(head["value"]))


def _name(entry: _Lines) -> str:
    head = _HEAD.match(entry[0])
    return head["key"].strip("\"'") if head else ""
