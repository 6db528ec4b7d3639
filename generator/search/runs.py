"""Collect the terms of some posts in a run, and merge runs into lists: an external sort.

A run has the occurrences of all terms in up to POSTS posts, sorted by term. It is
written to a file part by part (see `partitions`), so that one part of all runs can
be merged at a time.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.search.postings import Occurrences
from generator.search.terms import SHIFT, Keys, Terms, key_lines

#: A post's number in a run takes 8 bits, a position 6.
POSTS = 256
_POSITION_BITS = 6
_PLACE_BITS = 14
_TEXT_SEPARATOR = "\n"

Places = NDArray[np.uint16]


class Part(NamedTuple):
    """The occurrences of some terms in the posts of a run.

    `keys` and `texts` are terms, sorted. `places` has, first for all keys and then for all texts,
    `counts` occurrences each, sorted: the number of the post in the run, then the position.
    """

    keys: Keys
    texts: list[str]
    counts: NDArray[np.int32]
    places: Places

    def write(self) -> bytes:
        """Return the part as bytes."""
        texts = _TEXT_SEPARATOR.join(self.texts).encode("utf-8", "surrogatepass")
        sizes = np.array([self.keys.size, len(texts), self.counts.size], dtype=np.int64)
        arrays = (sizes, self.keys, self.counts, self.places)
        return b"".join([*(array.tobytes() for array in arrays), texts])

    @classmethod
    def read(cls, data: bytes) -> Part:
        """Return the part in some bytes."""
        keys, text, counts = np.frombuffer(data, dtype=np.int64, count=3).tolist()
        after_keys = 24 + 8 * keys
        after_counts = after_keys + 4 * counts
        end = len(data) - text
        texts = data[end:].decode("utf-8", "surrogatepass")
        return cls(
            np.frombuffer(data, np.int64, keys, 24),
            texts.split(_TEXT_SEPARATOR) if texts else [],
            np.frombuffer(data, np.int32, counts, after_keys),
            np.frombuffer(data[after_counts:end], np.uint16),
        )


def collect(posts: Sequence[Terms]) -> Part:
    """Return the occurrences of all terms in up to POSTS posts."""
    keys, places = _dense(posts)
    begin = np.flatnonzero(np.diff(keys, prepend=-1))
    unique = keys[begin]
    texts = _others(posts)
    names = sorted(texts)
    counts = [*np.diff(begin, append=keys.size).tolist(), *(len(texts[name]) for name in names)]
    others = np.fromiter((place for name in names for place in texts[name]), dtype=np.uint16)
    return Part(unique, names, np.array(counts, dtype=np.int32), np.concatenate([places, others]))


def _dense(posts: Sequence[Terms]) -> tuple[Keys, Places]:
    """Return the occurrences of dense terms, sorted, none twice."""
    keys = np.concatenate([post.pairs for post in posts])
    number = np.repeat(np.arange(len(posts)), [post.pairs.size for post in posts])
    place = number << _POSITION_BITS | np.concatenate([post.places for post in posts])
    found = np.sort(keys << _PLACE_BITS | place)  # A key takes 42 bits, a place 14.
    found = found[np.diff(found, prepend=-1) != 0]
    return found >> _PLACE_BITS, (found & (1 << _PLACE_BITS) - 1).astype(np.uint16)


def _others(posts: Sequence[Terms]) -> dict[str, list[int]]:
    """Return the sorted places of words and of terms without positions."""
    found: dict[str, set[int]] = {}
    for number, post in enumerate(posts):
        base = number << _POSITION_BITS
        for word, position in post.words:
            found.setdefault(word, set()).add(base | position)
        for name in post.names:
            found.setdefault(name, set()).add(base)
    return {name: sorted(places) for name, places in found.items()}


def parts(whole: Part, borders: Sequence[str]) -> Iterator[Part]:
    """Yield a run in parts, each of the terms from one border to the next."""
    first = [ord(border) << SHIFT for border in borders]
    by_key = [0, *np.searchsorted(whole.keys, first).tolist(), whole.keys.size]
    by_text = [0, *(bisect.bisect_left(whole.texts, border) for border in borders), len(whole.texts)]
    ends = [0, *np.cumsum(whole.counts).tolist()]
    for (key, next_key), (text, next_text) in zip(_spans(by_key), _spans(by_text), strict=True):
        dense = slice(key, next_key)
        other = slice(whole.keys.size + text, whole.keys.size + next_text)
        places = [whole.places[ends[one.start] : ends[one.stop]] for one in (dense, other)]
        counts = np.concatenate([whole.counts[dense], whole.counts[other]])
        yield Part(whole.keys[dense], whole.texts[text:next_text], counts, np.concatenate(places))


def _spans(borders: Sequence[int]) -> Iterator[tuple[int, int]]:
    return pairwise(borders)


def merge(found: Sequence[tuple[int, Part]]) -> tuple[list[bytes], Occurrences]:
    """Return the terms of parts of runs in UTF-8, sorted, and their occurrences.

    `found` has the number of the first post of each run, in ascending order, and the part.
    """
    keys = _unique(np.concatenate([part.keys for _, part in found]))
    texts = sorted({text for _, part in found for text in part.texts})
    ranks = _ranks(keys, texts)
    numbers = {text: number for number, text in enumerate(texts, start=keys.size)}
    rows = [(base, part, ranks[_numbers(part, keys, numbers)]) for base, part in found]
    return _named(keys, texts, ranks), _scatter(rows, _bare(texts, ranks, keys.size))


def _unique(keys: Keys) -> Keys:
    """Return the different keys of some sorted rows, sorted."""
    found = np.sort(keys, kind="stable")  # It merges the rows, which takes a third as long as `np.unique`.
    unique: Keys = found[np.diff(found, prepend=-1) != 0]
    return unique


def _ranks(keys: Keys, texts: Sequence[str]) -> NDArray[np.int64]:
    """Return the rank in the order of all terms: first of each key, then of each other text.

    No other text begins with a dense character, so its first character says where it goes.
    """
    before = np.searchsorted(keys, np.array([ord(text[0]) << SHIFT for text in texts], dtype=np.int64))
    of_texts = before + np.arange(len(texts))
    of_keys = np.arange(keys.size) + np.searchsorted(before, np.arange(keys.size), side="right")
    return np.concatenate([of_keys, of_texts])


def _numbers(part: Part, keys: Keys, numbers: dict[str, int]) -> NDArray[np.int64]:
    texts = np.array([numbers[text] for text in part.texts], dtype=np.int64)
    return np.concatenate([np.searchsorted(keys, part.keys), texts])


def _named(keys: Keys, texts: Sequence[str], ranks: NDArray[np.int64]) -> list[bytes]:
    # All at once, since a large segment has a million terms. None has a line break.
    lines = key_lines(keys) + _TEXT_SEPARATOR.join(texts)
    names = lines.encode("utf-8", "surrogatepass").split(_TEXT_SEPARATOR.encode())
    return [names[number] for number in np.argsort(ranks).tolist()]


def _bare(texts: Sequence[str], ranks: NDArray[np.int64], keys: int) -> NDArray[np.bool_]:
    bare = np.zeros(ranks.size, dtype=bool)
    bare[ranks[keys:]] = [is_bare(text) for text in texts]
    return bare


def is_bare(term: str) -> bool:
    """Return whether the postings of a term have no positions."""
    return term.endswith("*") or term[1:2] == ":"


def _scatter(rows: Iterable[tuple[int, Part, NDArray[np.int64]]], bare: NDArray[np.bool_]) -> Occurrences:
    """Put the occurrences of all runs in the order of terms. Runs are in the order of posts."""
    rows = list(rows)
    counts = np.zeros(bare.size, dtype=np.int64)
    for _, part, ranks in rows:
        counts[ranks] += part.counts
    place = np.cumsum(counts) - counts
    post = np.empty(int(counts.sum()), dtype=np.int64)
    position = np.empty_like(post)
    for base, part, ranks in rows:
        inside = np.cumsum(part.counts) - part.counts
        target = np.arange(part.places.size) + np.repeat(place[ranks] - inside, part.counts)
        post[target] = base + (part.places >> _POSITION_BITS).astype(np.int64)
        position[target] = part.places & (1 << _POSITION_BITS) - 1
        place[ranks] += part.counts
    return Occurrences(np.repeat(np.arange(bare.size), counts), post, position, bare)


def offsets(pieces: Iterable[bytes]) -> list[int]:
    """Return where pieces begin in a file that has one after the other, and where the last ends."""
    return list(accumulate((len(piece) for piece in pieces), initial=0))
