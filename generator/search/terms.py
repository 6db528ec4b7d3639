"""Cut folded texts into terms with their positions.

A *unit* is a dense character, a word of letters, or a number. A *run* is a row of
units with nothing between them. Terms of the body and the title:

- two neighbouring units of which one is dense, as two characters: `气温`, and for
  `12月` the last digit and the character, `2月`;
- a dense character that is a run by itself;
- a word or number, at most WORD characters of it.

Further terms, without positions:

- the beginnings of words, of 1 to PREFIX letters: `ne*`;
- dense characters, words and numbers of the title: `t:气`, `t:news`;
- the category of the post: `c:wanbao`.

A position is the number of a unit in its run, plus a number that follows from the
first character of the run, modulo 64. So a change inside a run changes the
positions of that run alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.search import fold
from generator.search.characters import DENSE, DIGIT, LETTER, OTHER, classes

#: Characters of a word that count; and lengths of the beginnings of words that are terms.
WORD = 24
PREFIX = 4
#: How far apart the numbers of two characters are in a key.
SHIFT = 21
POSITIONS = 64
_BORDER = "\n"

Keys = NDArray[np.int64]
Positions = NDArray[np.uint8]


class Terms(NamedTuple):
    """The terms of one post.

    - `pairs`, `places`: terms of one or two characters that begin with a dense one, and their positions.
    - `words`: other terms with a position.
    - `names`: terms without positions.
    """

    pairs: Keys
    places: Positions
    words: list[tuple[str, int]]
    names: list[str]


class _Units(NamedTuple):
    """Arrays with an entry a unit: class, start and end in the text, position, number of its run."""

    kind: NDArray[np.uint8]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    position: Positions
    run: NDArray[np.int64]


def terms_of(title: str, blocks: Iterable[str], categories: Iterable[str] = ()) -> Terms:
    """Return the terms of a post; `categories` are slugs."""
    folded_title = fold.fold_codes(title)
    codes = np.concatenate([folded_title, fold.fold_codes(_BORDER + _BORDER.join(blocks))])
    units = _units(codes)
    keys, places = _pairs(codes, units)
    dense = keys >> SHIFT >= _FIRST_DENSE
    dense &= classes((keys >> SHIFT).astype(np.uint32)) == DENSE
    words = list(_words(codes, units))
    cross = (key_text(int(key)) for key in keys[~dense])
    return Terms(
        keys[dense],
        places[dense],
        [*words, *zip(cross, places[~dense].tolist(), strict=True)],
        [*_beginnings(words), *_of_title(folded_title), *(f"c:{slug}" for slug in categories)],
    )


#: No dense character is below this one.
_FIRST_DENSE = 0x0E00


def key_of(text: str) -> int:
    """Return the key of a term of one or two characters."""
    return ord(text[0]) << SHIFT | (ord(text[1]) if len(text) > 1 else 0)


def key_text(key: int) -> str:
    """Return the term of a key."""
    second = key & (1 << SHIFT) - 1
    return chr(key >> SHIFT) + (chr(second) if second else "")


def salt(code: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the position of the first unit of a run, from the code of its first character."""
    return (code * 0x9E3779B1 & 0xFFFFFFFF) >> 26


def _units(codes: fold.Codes) -> _Units:
    kind = classes(codes)
    before = np.concatenate([np.zeros(1, np.uint8), kind[:-1]])
    begins = (kind != OTHER) & ((kind == DENSE) | (kind != before))
    start = np.flatnonzero(begins)
    ends = (kind != OTHER) & ((kind == DENSE) | (np.concatenate([kind[1:], np.zeros(1, np.uint8)]) != kind))
    end = np.flatnonzero(ends) + 1
    first = before[start] == OTHER
    run = np.cumsum(first) - 1
    number = np.arange(start.size)
    of_run = np.flatnonzero(first)
    offset = salt(codes[start[of_run]].astype(np.int64))
    position = (offset[run] + number - of_run[run]) % POSITIONS
    return _Units(kind[start], start, end, position.astype(np.uint8), run)


def _pairs(codes: fold.Codes, units: _Units) -> tuple[Keys, Positions]:
    """Return neighbours of which one is dense, and dense characters that are a run by themselves."""
    dense = units.kind == DENSE
    together = units.run[:-1] == units.run[1:]
    left = np.flatnonzero(together & (dense[:-1] | dense[1:]))
    last = codes[units.end[left] - 1].astype(np.int64)
    keys = last << SHIFT | codes[units.start[left + 1]].astype(np.int64)
    joined = np.concatenate([np.zeros(1, bool), together]), np.concatenate([together, np.zeros(1, bool)])
    alone = np.flatnonzero(dense & ~joined[0][: dense.size] & ~joined[1][: dense.size])
    single = codes[units.start[alone]].astype(np.int64) << SHIFT
    return np.concatenate([keys, single]), np.concatenate([units.position[left], units.position[alone]])


def _words(codes: fold.Codes, units: _Units) -> Iterator[tuple[str, int]]:
    chosen = np.flatnonzero((units.kind == LETTER) | (units.kind == DIGIT))
    if not chosen.size:
        return
    text = fold.decode(codes)
    spans = zip(
        units.start[chosen].tolist(), units.end[chosen].tolist(), units.position[chosen].tolist(), strict=True
    )
    for start, end, position in spans:
        yield text[start : min(end, start + WORD)], position


def _beginnings(words: Iterable[tuple[str, int]]) -> list[str]:
    found = {word[:length] for word, _ in words if not word[0].isdecimal() for length in range(1, PREFIX + 1)}
    return [f"{one}*" for one in sorted(found)]


def _of_title(codes: fold.Codes) -> list[str]:
    dense = map(chr, np.unique(codes[classes(codes) == DENSE]).tolist())
    words = {word for word, _ in _words(codes, _units(codes))}
    return [f"t:{one}" for one in (*dense, *sorted(words))]
