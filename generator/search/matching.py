"""Find the parts of a query in texts, as the module in the browser does (docs/search.md)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from generator.search.characters import DIGIT, LETTER, class_of
from generator.search.fold import fold_character
from generator.search.page_text import BLANK

#: Characters of a folded query, at most.
LONGEST = 200
#: Characters of a snippet, and of it before the first hit.
_SNIPPET, _BEFORE = 120, 30
_QUOTES = re.compile('["“”]')

#: The beginning and the end of a hit.
Mark = tuple[int, int]


class Folded(NamedTuple):
    """A text in composed form, its folded form, and the place that each folded character comes from."""

    text: str
    folded: str
    places: list[int]


class Snippet(NamedTuple):
    """A piece of a text, and its hits in UTF-16 code units, in which JavaScript counts."""

    text: str
    marks: list[Mark]


def folded(text: str) -> Folded:
    """Fold a text to search in: a row of blanks becomes one."""
    composed = unicodedata.normalize("NFC", text)
    found: list[str] = []
    places: list[int] = []
    for place, character in enumerate(composed):
        for one in BLANK.sub(" ", fold_character(character)):
            if one == " " and found[-1:] == [" "]:
                continue
            found.append(one)
            places.append(place)
    return Folded(composed, "".join(found), places)


def parts_of(query: str) -> list[str]:
    """Return the parts of a query, folded: what stands between blanks, or in quotes."""
    found: list[str] = []
    for number, text in enumerate(_QUOTES.split(folded(query).folded)):
        found += [text.strip()] if number % 2 else text.split(" ")
    return list(dict.fromkeys(part for part in found if part))


def has_words(part: str) -> bool:
    """Return whether a part has a character that can be looked for, not signs alone."""
    return any(map(class_of, part))


def is_title_only(part: str) -> bool:
    """Return whether a part has no word or number, and no character with neighbours, to look up in texts.

    The neighbour of a character is a different one beside it, or signs on both sides of it.
    """
    kinds = "".join("ODLN"[class_of(one)] for one in part)
    return re.search("[LN]|DD|ODO", kinds) is None


def hits(text: str, part: str) -> list[Mark]:
    """Return where a part stands in a folded text."""
    first, last = class_of(part[0]), class_of(part[-1])
    found, at = [], text.find(part)
    while at >= 0:
        end = at + len(part)
        joined = first in (LETTER, DIGIT) and at > 0 and class_of(text[at - 1]) == first
        joined |= last == DIGIT and end < len(text) and class_of(text[end]) == DIGIT
        if not joined:
            found.append((at, end))
        at = text.find(part, at + 1 if joined else end)
    return found


def marked(text: Folded, parts: Sequence[str]) -> list[Mark]:
    """Return the hits of all parts in a text, in its own characters; hits that touch are one."""
    marks: list[Mark] = []
    for first, after in sorted(hit for part in parts for hit in hits(text.folded, part)):
        start, end = text.places[first], text.places[after - 1] + 1
        if marks and start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], end))
        else:
            marks.append((start, end))
    return marks


def snippet(blocks: Sequence[Folded], parts: Sequence[str]) -> Snippet:
    """Return the text around the first hit in the block that has most parts, or the beginning of the text."""
    counts = [sum(bool(hits(block.folded, part)) for part in parts) for block in blocks]
    if not any(counts):
        text = " ".join(block.text for block in blocks)
        return Snippet(text[:_SNIPPET] + ("…" if len(text) > _SNIPPET else ""), [])
    best = blocks[counts.index(max(counts))]
    marks = marked(best, parts)
    start = max(0, marks[0][0] - _BEFORE)
    end = min(len(best.text), start + _SNIPPET)
    start = max(0, min(start, end - _SNIPPET))
    before = "…" if start else ""
    text = before + best.text[start:end] + ("…" if end < len(best.text) else "")
    shift = len(before) - start
    return Snippet(text, in_utf16(text, [(a + shift, min(b, end) + shift) for a, b in marks if a < end]))


def in_utf16(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Return marks in UTF-16 code units."""

    def units(place: int) -> int:
        return place + sum(ord(one) > 0xFFFF for one in text[:place])

    return [(units(start), units(end)) for start, end in marks]
