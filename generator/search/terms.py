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
first four units of the run, modulo 64. So a change inside a run changes the positions
of that run alone, and those of two runs agree by chance only, also where both begin
with the same word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
#: Units at the beginning of a run on which its positions depend.
_SALT = 4
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


class Text(NamedTuple):
    """What is searched in a post: its title, the blocks of its text, and the slugs of its categories."""

    title: str
    blocks: Sequence[str]
    categories: Sequence[str] = ()


class _Units(NamedTuple):
    """Arrays with an entry a unit: class, start and end in the text, position, number of its run."""

    kind: NDArray[np.uint8]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    position: Positions
    run: NDArray[np.int64]


class _Pairs(NamedTuple):
    """Arrays with an entry a pair, or character by itself: its start in the text, its key, its position."""

    start: NDArray[np.int64]
    keys: Keys
    places: Positions

    def only(self, chosen: NDArray[np.bool_]) -> _Pairs:
        return _Pairs(self.start[chosen], self.keys[chosen], self.places[chosen])


class _Words(NamedTuple):
    """Words in the order of the text: where each starts, and each with its position."""

    start: NDArray[np.int64]
    found: Sequence[tuple[str, int]]


def terms_of(title: str, blocks: Sequence[str], categories: Sequence[str] = ()) -> Terms:
    """Return the terms of a post; `categories` are slugs."""
    return terms_of_all([Text(title, blocks, categories)])[0]


def terms_of_all(texts: Sequence[Text]) -> list[Terms]:
    """Return the terms of each post. Some hundred posts at once take half the time of one by one."""
    if not texts:
        return []
    titles = [fold.fold_codes(text.title) for text in texts]
    bodies = [fold.fold_codes("".join(f"{_BORDER}{block}" for block in (*text.blocks, ""))) for text in texts]
    pieces = [piece for pair in zip(titles, bodies, strict=True) for piece in pair]
    codes, ends = np.concatenate(pieces), np.cumsum([piece.size for piece in pieces])
    units = _units(codes)
    pairs, words = _pairs(codes, units), _words(codes, units)
    dense = pairs.keys >> SHIFT >= _FIRST_DENSE
    dense &= classes((pairs.keys >> SHIFT).astype(np.uint32)) == DENSE
    own, cross = pairs.only(dense), _cross(pairs.only(~dense))
    first, first_word, first_cross = (_first_of(one.start, ends) for one in (own, words, cross))
    found: list[Terms] = []
    for number, text in enumerate(texts):
        mine, crossing = _of(first, number), _of(first_cross, number)
        post_words = words.found[_of(first_word, number)]
        of_title = words.found[first_word[2 * number] : first_word[2 * number + 1]]
        names = [*_beginnings(post_words), *_of_title(titles[number], of_title)]
        names += [f"c:{slug}" for slug in text.categories]
        found.append(Terms(own.keys[mine], own.places[mine], [*post_words, *cross.found[crossing]], names))
    return found


def _first_of(start: NDArray[np.int64], ends: NDArray[np.int64]) -> list[int]:
    """Return the index of the first entry of each piece, two of which are a post, and their number."""
    return [0, *np.searchsorted(start, ends).tolist()]


def _of(first: Sequence[int], number: int) -> slice:
    """Return the entries of a post."""
    return slice(first[2 * number], first[2 * number + 2])


#: No dense character is below this one.
_FIRST_DENSE = 0x0E00


def key_of(text: str) -> int:
    """Return the key of a term of one or two characters."""
    return ord(text[0]) << SHIFT | (ord(text[1]) if len(text) > 1 else 0)


def key_lines(keys: Keys) -> str:
    """Return the terms of keys, each with a line break: a segment has a million, so all are made at once."""
    codes = np.stack([keys >> SHIFT, keys & (1 << SHIFT) - 1, np.full_like(keys, ord(_BORDER))], axis=1)
    return fold.decode(codes[codes != 0])


def key_texts(keys: Keys) -> list[str]:
    """Return the terms of keys."""
    return key_lines(keys).split(_BORDER)[:-1]


def _salts(codes: fold.Codes, start: NDArray[np.int64], first: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the position of the first unit of each run; `start` is where units begin, `first` is theirs."""
    ends = np.append(first[1:], start.size)
    mixed = np.zeros(first.size, np.int64)
    for number in range(_SALT):
        inside = first + number < ends
        code = codes[start[np.where(inside, first + number, first)]].astype(np.int64)
        mixed = (mixed * 31 + np.where(inside, code, 0)) & 0xFFFFFFFF
    return (mixed * 0x9E3779B1 & 0xFFFFFFFF) >> 26


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
    offset = _salts(codes, start, of_run)
    position = (offset[run] + number - of_run[run]) % POSITIONS
    return _Units(kind[start], start, end, position.astype(np.uint8), run)


def _pairs(codes: fold.Codes, units: _Units) -> _Pairs:
    """Return neighbours of which one is dense, and dense characters that are a run by themselves."""
    dense = units.kind == DENSE
    together = units.run[:-1] == units.run[1:]
    joins = np.concatenate([together & (dense[:-1] | dense[1:]), np.zeros(min(1, dense.size), bool)])
    before = np.concatenate([np.zeros(1, bool), together])[: dense.size]
    after = np.concatenate([together, np.zeros(1, bool)])[: dense.size]
    chosen = np.flatnonzero(joins | (dense & ~before & ~after))
    keys = codes[units.end[chosen] - 1].astype(np.int64) << SHIFT
    second = np.flatnonzero(joins[chosen])
    keys[second] |= codes[units.start[chosen[second] + 1]].astype(np.int64)
    return _Pairs(units.start[chosen], keys, units.position[chosen])


def _cross(pairs: _Pairs) -> _Words:
    """Return pairs that begin with the end of a word or number."""
    return _Words(pairs.start, list(zip(key_texts(pairs.keys), pairs.places.tolist(), strict=True)))


def _words(codes: fold.Codes, units: _Units) -> _Words:
    chosen = np.flatnonzero((units.kind == LETTER) | (units.kind == DIGIT))
    start, end = units.start[chosen], units.end[chosen]
    text = fold.decode(codes)
    spans = zip(start.tolist(), np.minimum(end, start + WORD).tolist(), strict=True)
    found = zip((text[one:other] for one, other in spans), units.position[chosen].tolist(), strict=True)
    return _Words(start, list(found))


def _beginnings(words: Iterable[tuple[str, int]]) -> list[str]:
    different = {word for word, _ in words if not word[0].isdecimal()}
    return [f"{one}*" for one in sorted({word[: end + 1] for word in different for end in range(PREFIX)})]


def _of_title(codes: fold.Codes, words: Iterable[tuple[str, int]]) -> list[str]:
    dense = map(chr, sorted(set(codes[classes(codes) == DENSE].tolist())))
    return [f"t:{one}" for one in (*dense, *sorted({word for word, _ in words}))]
