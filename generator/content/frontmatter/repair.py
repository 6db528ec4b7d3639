"""Mends front matter that YAML can't read, or would read without part of the text.

Titles come from scrapers, which put them between quotes as they are. So the
text is cut into entries, a `key:` at the margin with the lines that belong to
it; each is tried alone, and only those that fail are mended. Lines keep their
numbers. A second reading of the whole is the judge of the result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from generator.content.frontmatter.keys import KEYS
from generator.content.frontmatter.quoting import Cure, diagnosis, quotation
from generator.content.frontmatter.yaml_tree import UnreadableError, read_tree
from generator.content.problems import quoted

#: Broken entries that are mended in one front matter; one with more is not worth it, and a bomb ends here.
MAX_BROKEN = 50


class Mended(NamedTuple):
    """The text after all cures. It may still be unreadable."""

    text: str
    cures: list[Cure]


_Lines = list[str]
_Step = Callable[[_Lines], tuple[_Lines, list[Cure]]]

_KNOWN = "|".join(sorted(KEYS, key=lambda key: (-len(key), key)))
#: Any key with a colon and a space, or one of ours with whatever colon, begins an entry.
_ENTRY = re.compile(rf"""(?:"[^"]*"|'[^']*'|[^\W\d][\w.-]*+)[ ]*+:(?:[ ]|$)|(?:{_KNOWN})[ ]*+[:：]""")
_HEAD = re.compile(
    r"""(?P<key>"[^"]*"|'[^']*'|[^\W\d][\w.-]*+)[ ]*+(?P<colon>[:：])(?P<space>[ \u3000]*+)(?P<value>.*)"""
)
_INDENTED_KEY = re.compile(rf"[ \u3000]++(?:{_KNOWN})[ ]*+[:：]")
_ITEM = re.compile(r"[ ]*+-(?P<space>[ ]++)(?P<value>.*)")
_BLOCK_TEXT = re.compile(r"[|>][-+0-9]*+(?:[ ]|$)")


def mend(text: str) -> Mended:
    """Return the text with each entry mended that fails alone, and what was done."""
    lines, cures = _outdent_start(text.split("\n"))
    broken = 0
    for start, end in list(_entries(lines)):
        if not _fails(lines[start:end]):
            continue
        broken += 1
        if broken > MAX_BROKEN:
            break
        lines[start:end], found = _mend_entry(lines[start:end])
        cures += (cure._replace(line=start + cure.line) for cure in found)
    return Mended("\n".join(lines), cures)


def _outdent_start(lines: _Lines) -> tuple[_Lines, list[Cure]]:
    """Move the first key to the margin: with everything else if all is indented, else it alone is a slip."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not _INDENTED_KEY.match(lines[first]):
        return lines, []
    text = lines[first].lstrip(" \u3000")
    indent = lines[first][: -len(text)]
    if all(line.startswith(indent) for line in lines if line.strip()):
        return [line[len(indent) :] for line in lines], []
    return [*lines[:first], text, *lines[first + 1 :]], [_indented(first)]


def _indented(line: int) -> Cure:
    message = "a key is indented, so that it reads as part of something else"
    return Cure(line, 0, "front-matter.indent", message, "delete the spaces before the key")


def _entries(lines: _Lines) -> Iterator[tuple[int, int]]:
    """Yield the first line of each entry and the one after its last."""
    starts = [number for number, line in enumerate(lines) if _ENTRY.match(line)]
    yield from pairwise([*starts, len(lines)])


def _fails(entry: _Lines) -> bool:
    try:
        return read_tree("\n".join(entry)).lossy
    except UnreadableError:
        return True


def _mend_entry(entry: _Lines) -> tuple[_Lines, list[Cure]]:
    """Return an entry after as few steps as make it readable; as it was when none does."""
    lines = entry
    cures: list[Cure] = []
    for step in _STEPS:
        changed, found = step(lines)
        if found and not _fails(changed):
            return changed, cures + found
        if step in _LASTING:
            lines, cures = changed, cures + found
    return entry, []


def _plain_head(entry: _Lines) -> tuple[_Lines, list[Cure]]:
    """Write the first line as `key: value`: a half-width colon with a space after it."""
    head = _HEAD.match(entry[0])
    if not head or (head["colon"] == ":" and (head["space"].startswith(" ") or not head["value"])):
        return entry, []
    key = head["key"]
    if head["colon"] == "：":
        code, message = "front-matter.fullwidth-colon", f"the colon of {key} is a full-width one"
    else:
        code, message = "front-matter.colon", f"no space follows the colon of {key}"
    cure = Cure(0, head.start("colon"), code, message, f"write {key}: with a half-width colon and a space")
    return [f"{key}: {head['value']}".rstrip(), *entry[1:]], [cure]


def _outdent_keys(entry: _Lines) -> tuple[_Lines, list[Cure]]:
    """Move keys of ours to the margin that stand indented below a value."""
    if not _has_value(entry[0]):
        return entry, []
    lines: _Lines = []
    cures: list[Cure] = []
    for number, line in enumerate(entry):
        if _INDENTED_KEY.match(line):
            [line], found = _plain_head([line.lstrip(" \u3000")])
            cures += (cure._replace(line=number) for cure in [_indented(number), *found])
        lines.append(line)
    return lines, cures


def _drop_strays(entry: _Lines) -> tuple[_Lines, list[Cure]]:
    """Blank out lines at the margin that are neither a key nor part of a value."""
    head = _HEAD.match(entry[0])
    if not head or head["value"][:1] in ("'", '"', "[", "{"):
        return entry, []
    lines = entry[:1]
    cures: list[Cure] = []
    for number, line in enumerate(entry[1:], start=1):
        if line[:1] not in ("", " ", "-", "#") and not _ENTRY.match(line):
            message = f"a line without a key is left out: {quoted(line)}"
            hint = "write it as key: value, or delete it"
            cures.append(Cure(number, 0, "front-matter.stray", message, hint))
            line = ""
        lines.append(line)
    return lines, cures


def _quote_values(entry: _Lines) -> tuple[_Lines, list[Cure]]:
    """Quote each value or item that fails on a line of its own."""
    lines: _Lines = []
    cures: list[Cure] = []
    name = _name(entry)
    for number, line in enumerate(entry):
        changed, cure = _quote_value(line, name)
        lines.append(changed)
        if cure:
            cures.append(cure._replace(line=number))
    return lines, cures


def _quote_value(line: str, name: str) -> tuple[str, Cure | None]:
    item = _ITEM.match(line)
    unit = item or (_HEAD.match(line) if _ENTRY.match(line) else None)
    if not unit or not unit["value"]:
        return line, None
    value = unit["value"].rstrip()
    cure = diagnosis(value, name)
    if not cure or not _fails(["k:", f"- {value}"] if item else [f"k: {value}"]):
        return line, None
    column = unit.start("value")
    return line[:column] + quotation(value), cure._replace(column=column + cure.column)


def _fold_value(entry: _Lines) -> tuple[_Lines, list[Cure]]:
    """Quote a value with all the lines that it goes on over, as one text."""
    head = _HEAD.match(entry[0])
    if not head or not head["value"] or any(_ITEM.match(line) for line in entry[1:]):
        return entry, []
    value = " ".join(line.strip() for line in [head["value"], *entry[1:]]).strip()
    cure = diagnosis(value, _name(entry))
    if not cure:
        return entry, []
    first = entry[0][: head.start("value")] + quotation(value)
    return [first, *("" for _ in entry[1:])], [cure._replace(column=head.start("value"))]


#: The steps that hold even if another has to follow.
_LASTING: tuple[_Step, ...] = (_plain_head, _outdent_keys, _drop_strays)
_STEPS: tuple[_Step, ...] = (*_LASTING, _quote_values, _fold_value)


def _has_value(line: str) -> bool:
    head = _HEAD.match(line)
    return bool(head and head["value"] and not _BLOCK_TEXT.match(head["value"]))


def _name(entry: _Lines) -> str:
    head = _HEAD.match(entry[0])
    return head["key"].strip("\"'") if head else ""
