"""Encode and decode lists of postings: in which posts a term stands, and at which positions.

A list is a row of bits, filled up to a whole byte. For each post, oldest first:

1. the gap: the number of posts between it and the one before. Rice code: the gap
   shifted right by k as ones and a zero, then its k lowest bits. k follows from
   the number of posts in the list and in its span (`rice_parameter`);
2. in lists with positions, the number of positions n up to MANY - 1: n - 1 ones
   and a zero; then each position in 6 bits, the lowest first. For MANY positions
   or more: MANY - 1 ones, then a mask of 64 bits, that of position 0 first.

Rice codes: Golomb 1966; Witten, Moffat and Bell, Managing Gigabytes, 3.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: A list with more posts than this is split into parts, each of the posts of one span of so many numbers.
SPAN = 4096
#: From so many positions on, a mask of all is shorter than each by itself.
MANY = 8
POSITION_BITS = 6
_MASK_BITS = 64

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
    few = _put_positions(data, after_gap, postings.first[chosen], postings.places[chosen], found.position)
    packed = np.packbits(data) | few
    return Lists(term.tolist(), counts.tolist(), base.tolist(), (ends // 8).tolist(), packed.tobytes())


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
    bits: Ints = np.where(count < MANY, count * (1 + POSITION_BITS), MANY - 1 + _MASK_BITS)
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
    place = start + quotient + 1
    for bit in range(int(k.max(initial=0))):
        has = k > bit
        data[(place + k - 1 - bit)[has]] = (gaps[has] >> bit) & 1


def _put_ones(data: NDArray[np.uint8], start: Ints, count: Ints) -> None:
    """Set rows of bits."""
    some = count > 0
    data[_ranges(start[some], count[some])] = 1


def _ranges(start: Ints, count: Ints) -> Ints:
    """Return start, start + 1, … for each, `count` numbers of them."""
    before = np.cumsum(count) - count
    found: Ints = np.arange(int(count.sum())) + np.repeat(start - before, count)
    return found


def _put_positions(
    data: NDArray[np.uint8], start: Ints, first: Ints, count: Ints, position: Ints
) -> NDArray[np.uint8]:
    """Set the bits of numbers and masks; return the bytes with positions that are written one by one."""
    few = count < MANY
    _put_ones(data, start, np.where(few, count - 1, MANY - 1))
    many = ~few
    owner = np.repeat(start[many] + MANY - 1, count[many])
    data[owner + position[_ranges(first[many], count[many])]] = 1
    number = np.repeat(np.cumsum(few) - 1, np.where(few, count, 0))
    chosen = _ranges(first[few], count[few])
    order = chosen - first[few][number]
    place = start[few][number] + count[few][number] + POSITION_BITS * order
    return _bytes_with(place, position[chosen], data.size // 8)


def _bytes_with(place: Ints, position: Ints, size: int) -> NDArray[np.uint8]:
    """Return so many bytes with positions at some bits, of which none overlap: sums are as good as `or`."""
    value = position << (16 - POSITION_BITS - (place & 7))
    first = np.bincount(place >> 3, value >> 8, size)
    second = np.bincount((place >> 3) + 1, value & 0xFF, size + 1)[:size]
    return (first + second).astype(np.uint8)


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
        return tuple(bits.number(POSITION_BITS) for _ in range(count))
    mask = bits.number(_MASK_BITS)
    return tuple(place for place in range(_MASK_BITS) if mask >> (_MASK_BITS - 1 - place) & 1)


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
