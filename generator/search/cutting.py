"""Cut the terms of a segment into blocks.

Whether a block ends before a term depends on that term and on the terms since the
last border alone. So a changed list changes its own block, and mostly no border.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from generator.search.blocks import Columns, Entry

#: Bytes of a block: it ends before MAX in any case.
MAX = 60 * 1024
#: One term in so many may begin a block.
_ONE_IN = 128


class Cutter:
    """Cuts entries, in the order of their terms, into blocks of so many bytes, at least.

    Each border (`partitions`) begins a block, and the one before it may have fewer bytes.
    """

    def __init__(self, least: int, borders: Sequence[bytes] = ()) -> None:
        self._least = least
        self._borders = borders
        self._entries: list[Entry] = []
        self._size = 0
        self._until: bytes | None = None

    def begins(self, entry: Entry) -> bool:
        """Return whether a block begins with an entry that comes next."""
        if not self._entries or self._size + entry.size > MAX:
            return True
        if self._until is not None and entry.term >= self._until:
            return True
        return self._size >= self._least and _may_begin(entry.term, entry.base)

    def add(self, entry: Entry) -> list[Entry]:
        """Add an entry; return the block that ends before it, if one does."""
        done: list[Entry] = []
        if self.begins(entry):
            done = self.finish()
            after = bisect_right(self._borders, entry.term)
            self._until = self._borders[after] if after < len(self._borders) else None
        self._entries.append(entry)
        self._size += entry.size
        return done

    def finish(self) -> list[Entry]:
        """Return the block at the end."""
        done, self._entries, self._size = self._entries, [], 0
        return done


def cut(lists: Columns, least: int) -> Iterator[Columns]:
    """Yield the blocks of some lists between two borders, as a Cutter does.

    It looks at terms only where a block may end.
    """
    places = [0, *accumulate(lists.lengths)]
    start = 0
    for end in _ends(lists, least):
        rows = slice(start, end)
        data = lists.data[places[start] : places[end]]
        yield Columns(lists.terms[rows], lists.posts[rows], lists.base[rows], lists.lengths[rows], data)
        start = end


def _ends(lists: Columns, least: int) -> Iterator[int]:
    """Yield the number of the entry at which each block ends."""
    before = [0, *np.cumsum(lists.sizes()).tolist()]
    start, count = 0, len(lists.terms)
    while start < count:
        last = max(start + 1, bisect_right(before, before[start] + MAX) - 1)
        first = max(start + 1, bisect_left(before, before[start] + least))
        rows = range(first, last)
        start = next((row for row in rows if _may_begin(lists.terms[row], lists.base[row])), last)
        yield start


def _may_begin(term: bytes, base: int) -> bool:
    """Return whether a block of enough bytes may end before a list, or before the first part of one."""
    return base <= 0 and zlib.crc32(term) % _ONE_IN == 0
