"""Encode and decode lists of postings: in which posts a term stands, and at which positions.

A list is a row of bits, filled up to a whole byte. For each post, oldest first:

1. the gap: the number of posts between it and the one before. Rice code: the gap
   shifted right by k as ones and a zero, then its k lowest bits. k follows from
   the number of posts in the list and in its span (`rice_parameter`);
2. in lists with positions, the number of positions n up to MANY - 1: n - 1 ones
   and a zero; then the rank of the set of positions among all sets of n out of 64,
   in as few bits as the last one needs (6, 11, 16, 20, 23, 27 or 30). Positions one by
   one would take a bit more for two and three for three. For MANY positions or
   more: MANY - 1 ones, then a mask of 64 bits, that of position 0 first.

Rice codes: Golomb 1966; Witten, Moffat and Bell, Managing Gigabytes, 3.3.
Ranks of sets: Knuth, The Art of Computer Programming 4A, 7.2.1.3, theorem L (p1 < p2 < ... have
the rank C(p1, 1) + C(p2, 2) + ...).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: A list with more posts than this is split into parts, each of the posts of one span of so many numbers.
SPAN = 4096
#: For so many positions and more there is a mask of all.
MANY = 8
_MASK_BITS = 64
#: In how many ways n positions can be chosen of the first p: `_WAYS[n][p]`.
_WAYS = [[comb(p, n) for p in range(_MASK_BITS + 1)] for n in range(MANY)]
#: Bits of the rank of a set of n positions.
_RANK_BITS = [(ways[_MASK_BITS] - 1).bit_length() for ways in _WAYS]

Ints = NDArray[np.int64]


class Occurrences(NamedTuple):
    """Occurrences of terms in posts, sorted by term, post and position, none twice.

    `term` is the rank of the term; `post` its number; `bare`, by rank, says which terms have no positions.
    """

    term: Ints
    post: Ints
    position: Ints
    bare: NDArray[np.bool_]


class Lists(NamedTuple):
    """Encoded lists. List i is of term `term[i]`, has `posts[i]` posts, and ends at `end[i]` in `data`.

    `base` is -1, or the number of the first post in the span of a part.
    """

    term: list[int]
    posts: list[int]
    base: list[int]
    end: list[int]
    data: bytes


class _Postings(NamedTuple):
    """Arrays with an entry for each post in each list."""

    number: Ints
    """of the list"""
    post: Ints
    first: Ints
    """the index of its first occurrence"""
    places: Ints
    """its number of positions"""


def rice_parameter(span: int, count: int) -> int:
    """Return k for a list of `count` posts out of `span`: the logarithm of 11/16 of the mean gap."""
    return max(0, (span * 11 // (16 * count)).bit_length() - 1)


def encode(found: Occurrences, posts: int) -> Lists:
    """Encode the lists of some terms of a segment that has so many posts."""
    if not found.term.size:
        return Lists([], [], [], [], b"")
    postings = _postings(found)
    term, postings, base = _split(found, postings)
    counts = np.bincount(postings.number)
    span = np.where(base >= 0, SPAN, posts)
    gaps, k = _gaps(postings, np.maximum(base, 0)), _parameters(span, counts)[postings.number]
    bare = found.bare[term][postings.number]
    bits = (gaps >> k) + 1 + k + np.where(bare, 0, _position_bits(postings.places))
    start, ends = _layout(bits, counts)
    data = np.zeros(int(ends[-1]), dtype=np.uint8)
    _put_gaps(data, start, gaps, k)
    chosen = np.flatnonzero(~bare)
    after_gap = (start + (gaps >> k) + 1 + k)[chosen]
    _put_positions(data, after_gap, postings.first[chosen], postings.places[chosen], found.position)
    packed = np.packbits(data).tobytes()
    return Lists(term.tolist(), counts.tolist(), base.tolist(), (ends // 8).tolist(), packed)


def _postings(found: Occurrences) -> _Postings:
    new = np.ones(found.term.size, dtype=bool)
    new[1:] = (found.term[1:] != found.term[:-1]) | (found.post[1:] != found.post[:-1])
    first = np.flatnonzero(new)
    count = np.diff(first, append=found.term.size)
    return _Postings(found.term[first], found.post[first], first, count)


def _split(found: Occurrences, postings: _Postings) -> tuple[Ints, _Postings, Ints]:
    """Give lists, and the parts of long ones, numbers; return terms and bases by number, and the postings."""
    long = np.bincount(postings.number, minlength=found.bare.size) > SPAN
    part = np.where(long[postings.number], postings.post // SPAN, -1)
    new = np.ones(part.size, dtype=bool)
    new[1:] = (postings.number[1:] != postings.number[:-1]) | (part[1:] != part[:-1])
    first = np.flatnonzero(new)
    base = np.where(part[first] >= 0, part[first] * SPAN, -1)
    return postings.number[first], postings._replace(number=np.cumsum(new) - 1), base


def _gaps(postings: _Postings, base: Ints) -> Ints:
    gaps = np.empty_like(postings.post)
    gaps[1:] = postings.post[1:] - postings.post[:-1] - 1
    first = np.flatnonzero(np.diff(postings.number, prepend=-1))
    gaps[first] = postings.post[first] - base
    return gaps


def _parameters(span: Ints, counts: Ints) -> Ints:
    scaled = span * 11 // (16 * counts)
    return np.maximum(np.frexp(scaled.astype(np.float64))[1].astype(np.int64) - 1, 0)


def _position_bits(count: Ints) -> Ints:
    of_counts = np.array([*(n + bits for n, bits in enumerate(_RANK_BITS)), MANY - 1 + _MASK_BITS])
    bits: Ints = of_counts[np.minimum(count, MANY)]
    return bits


def _layout(bits: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return where each posting starts and each list ends, in bits; lists begin at whole bytes."""
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)[:-1]])
    lengths = np.add.reduceat(bits, first)
    ends = np.cumsum((lengths + 7) // 8 * 8)
    inside = np.cumsum(bits) - bits
    shift = (ends - (lengths + 7) // 8 * 8) - inside[first]
    return inside + np.repeat(shift, counts), ends


def _put_gaps(data: NDArray[np.uint8], start: Ints, gaps: Ints, k: Ints) -> None:
    quotient = gaps >> k
    _put_ones(data, start, quotient)
    after = start + quotient + 1 + k
    for bits in np.flatnonzero(np.bincount(k)).tolist():
        chosen = np.flatnonzero(k == bits)
        _put_numbers(data, after[chosen], gaps[chosen], bits)


def _put_numbers(data: NDArray[np.uint8], after: Ints, value: Ints, bits: int) -> None:
    """Set the lowest bits of numbers, so many, which end before some places."""
    for bit in range(bits):
        data[after - 1 - bit] = value >> bit & 1


def _put_ones(data: NDArray[np.uint8], start: Ints, count: Ints) -> None:
    """Set rows of bits."""
    some = count > 0
    data[_ranges(start[some], count[some])] = 1


def _ranges(start: Ints, count: Ints) -> Ints:
    """Return start, start + 1, … for each, `count` numbers of them."""
    before = np.cumsum(count) - count
    found: Ints = np.arange(int(count.sum())) + np.repeat(start - before, count)
    return found


def _put_positions(data: NDArray[np.uint8], start: Ints, first: Ints, count: Ints, position: Ints) -> None:
    """Set the bits of numbers of positions, and of ranks and masks."""
    _put_ones(data, start, np.minimum(count, MANY) - 1)
    for n in range(1, MANY):
        chosen = np.flatnonzero(count == n)
        rank = np.zeros(chosen.size, np.int64)
        for order in range(n):
            rank += np.array(_WAYS[order + 1])[position[first[chosen] + order]]
        _put_numbers(data, start[chosen] + n + _RANK_BITS[n], rank, _RANK_BITS[n])
    many = count >= MANY
    owner = np.repeat(start[many] + MANY - 1, count[many])
    data[owner + position[_ranges(first[many], count[many])]] = 1


class Posting(NamedTuple):
    """A post in a list, by its number in the segment, and the positions, lowest first."""

    post: int
    positions: tuple[int, ...]


def decode(data: bytes, count: int, posts: int, base: int = -1, *, bare: bool = False) -> Iterator[Posting]:
    """Yield the postings of a list. Raises ValueError if it is cut off."""
    bits = _Bits(data)
    k = rice_parameter(SPAN if base >= 0 else posts, count)
    post = max(base, 0) - 1
    for _ in range(count):
        post += 1 + (bits.ones() << k | bits.number(k))
        yield Posting(post, () if bare else _positions(bits))


def _positions(bits: _Bits) -> tuple[int, ...]:
    count = bits.ones(MANY - 1) + 1
    if count < MANY:
        return _positions_at(bits.number(_RANK_BITS[count]), count)
    mask = bits.number(_MASK_BITS)
    return tuple(place for place in range(_MASK_BITS) if mask >> (_MASK_BITS - 1 - place) & 1)


def _positions_at(rank: int, count: int) -> tuple[int, ...]:
    """Return the set of so many positions that has a rank, lowest first."""
    found: list[int] = []
    for n in range(count, 0, -1):
        position = bisect_right(_WAYS[n], rank) - 1
        rank -= _WAYS[n][position]
        found.append(position)
    return tuple(reversed(found))


class _Bits:
    """Reads bits, the highest of each byte first."""

    def __init__(self, data: bytes) -> None:
        self._text = "".join(f"{byte:08b}" for byte in data)
        self._place = 0

    def number(self, length: int) -> int:
        end = self._place + length
        if end > len(self._text):
            raise ValueError("the list is cut off")
        text, self._place = self._text[self._place : end], end
        return int(text, 2) if text else 0

    def ones(self, most: int = -1) -> int:
        """Count ones up to a zero, which is read as well; or up to `most` ones."""
        zero = self._text.find("0", self._place)
        count = (len(self._text) if zero < 0 else zero) - self._place
        if 0 <= most <= count:
            self._place += most
            return most
        if zero < 0:
            raise ValueError("the list is cut off")
        self._place = zero + 1
        return count


def occurrences(lists: Sequence[Iterable[Posting]], bare: Sequence[bool]) -> Occurrences:
    """Return decoded lists as occurrences, to encode them again."""
    rows = [
        (rank, one.post, position)
        for rank, postings in enumerate(lists)
        for one in postings
        for position in one.positions or (0,)
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Occurrences(columns[:, 0], columns[:, 1], columns[:, 2], np.array(bare, dtype=bool))
