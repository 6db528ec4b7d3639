"""Write and read blocks: some lists of a segment, in the order of their terms (see `cutting`).

A block has a table of its lists, then the lists (see `postings`), one after the
other. The table: the number of lists; for each the term in UTF-8, front-coded, then a
byte with two numbers of 4 bits, its posts and the length of the list in bytes. Where a
number is 15 or more, 15 stands there, and the number follows the byte. For a part of a
list, 0 stands there; its posts and the number of the first post in its span follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.search.binary import Reader, front_coded, number

#: Bytes of the table that a list has beside its term: short ones, and others mostly.
_SHORT, _LONG = 2, 4
#: Stands for a number that follows.
_FOLLOWS = 15
#: Terms whose first byte is this one or above begin with a character of three bytes or more, which they
#: mostly share with the term before.
_WIDE, _SHARED = 0xE0, 3
#: Bytes of a pair of Chinese characters.
_PAIR = 6


class Entry(NamedTuple):
    """A list of postings, or a part of one: its term, its number of posts and its `base` (see `postings`)."""

    term: bytes
    posts: int
    base: int
    data: bytes

    @property
    def size(self) -> int:
        """Bytes that it takes in a block, mostly."""
        shared = _SHARED if len(self.term) > _SHARED and self.term[0] >= _WIDE else 0
        return len(self.term) - shared + (_SHORT if len(self.data) < _FOLLOWS else _LONG) + len(self.data)


class Columns(NamedTuple):
    """Entries in columns: a large segment has a million, and an object for each takes longer than its bytes.

    Each column has a value an entry, `lengths` those of the lists, which `data` has one after the other.
    """

    terms: Sequence[bytes]
    posts: Sequence[int]
    base: Sequence[int]
    lengths: Sequence[int]
    data: bytes

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Columns:
        """Return entries in columns."""
        terms, posts, base, data = zip(*entries, strict=True)
        return cls(terms, posts, base, list(map(len, data)), b"".join(data))

    def sizes(self) -> NDArray[np.int64]:
        """Return the size of each entry."""
        count = len(self.terms)
        term = np.fromiter(map(len, self.terms), np.int64, count)
        first = np.fromiter((term[0] for term in self.terms), np.int64, count)
        length = np.array(self.lengths, np.int64)
        shared = np.where((term > _SHARED) & (first >= _WIDE), _SHARED, 0)
        found: NDArray[np.int64] = term - shared + np.where(length < _FOLLOWS, _SHORT, _LONG) + length
        return found


def write_block(lists: Columns) -> bytes:
    """Return the bytes of a block."""
    table, before = bytearray(number(len(lists.terms))), b""
    for term, count, base, length in zip(lists.terms, lists.posts, lists.base, lists.lengths, strict=True):
        if (
            count < _FOLLOWS > length
            and base < 0
            and len(term) == len(before) == _PAIR
            and term[:_SHARED] == before[:_SHARED]
        ):
            # Most entries: a pair of characters that begins as the one before does, in a few posts.
            shared = _SHARED
            while term[shared] == before[shared]:
                shared += 1
            table.append(shared << 4 | _PAIR - shared)
            table += term[shared:]
            table.append(count << 4 | length)
        else:
            table += front_coded(term, before)
            table += _sizes(count, base, length)
        before = term
    return bytes(table) + lists.data


@lru_cache(1 << 14)
def _sizes(count: int, base: int, length: int) -> bytes:
    first, last = (0 if base >= 0 else min(count, _FOLLOWS)), min(length, _FOLLOWS)
    out = bytes([first << 4 | last])
    if base >= 0:
        out += number(count) + number(base)
    elif first == _FOLLOWS:
        out += number(count)
    return out + number(length) if last == _FOLLOWS else out


def read_block(data: bytes) -> list[Entry]:
    """Return the entries of a block. Raises ValueError if it is cut off."""
    reader = Reader(data)
    table = []
    for _ in range(reader.number()):
        term, sizes = reader.text(), reader.take(1)[0]
        count, length = sizes >> 4, sizes & _FOLLOWS
        is_part = not count
        count = reader.number() if count in (0, _FOLLOWS) else count
        base = reader.number() if is_part else -1
        table.append((term, count, base, reader.number() if length == _FOLLOWS else length))
    return [Entry(term, count, base, reader.take(length)) for term, count, base, length in table]
