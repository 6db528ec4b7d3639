"""Read the metadata of a text in Markdown as Python-Markdown's extension `meta` does."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(r"[ ]{0,3}([A-Za-z0-9_-]+):\s*(.*)")
_MORE = re.compile(r"[ ]{4,}(.*)")
_BEGIN = re.compile(r"-{3}(\s.*)?")
_END = re.compile(r"(?:-{3}|\.{3})(\s.*)?")


class Metadata(NamedTuple):
    """The values of each key, in small letters; the text below them, and its first line, from 1."""

    values: dict[str, list[str]]
    body: str
    line: int


def read_metadata(text: str) -> Metadata:
    """Return the metadata and the body of a text."""
    lines = text.split("\n")
    at = 1 if _BEGIN.fullmatch(lines[0]) else 0
    found: dict[str, list[str]] = {}
    key = ""
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line.strip() or _END.fullmatch(line):
            break
        if named := _LINE.fullmatch(line):
            key = named[1].lower().strip()
            found.setdefault(key, []).append(named[2].strip())
        elif (more := _MORE.fullmatch(line)) and key:
            found[key].append(more[1].strip())
        else:
            at -= 1
            break
    return Metadata(found, "\n".join(lines[at:]), at + 1)
