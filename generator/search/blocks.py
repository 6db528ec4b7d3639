"""Cut the terms of a segment into blocks, and write and read blocks.

Whether a block ends before a term depends on that term and on the terms since the
last border alone. So a changed list changes its own block, and mostly no border.

A block has a table of its lists, then the lists (see `postings`), one after the
other. The table: the number of lists; for each the term in UTF-8, front-coded; the
number of its posts times 2, plus 1 for a part of a list; for a part the number of
the first post in its span; the length of the list in bytes.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.search.binary import Reader, front_coded, number

#: Bytes of a block: from MIN on it ends before a term whose checksum allows it; before MAX in any case.
MIN = 28 * 1024
MAX = 60 * 1024
#: One term in so many may begin a block.
_ONE_IN = 128
#: Bytes of the table that a list has beside its term, mostly.
_ENTRY = 3
#: Terms whose first byte is this one or above begin with a character of three bytes or more, which they
#: mostly share with the term before.
_WIDE, _SHARED = 0xE0, 3


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
        return len(self.term) - shared + _ENTRY + len(self.data)


class Cutter:
    """Cuts entries, in the order of their terms, into blocks; each border (`partitions`) begins one."""

    def __init__(self, borders: Sequence[bytes] = ()) -> None:
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
        return self._size >= MIN and entry.base <= 0 and zlib.crc32(entry.term) % _ONE_IN == 0

    def add(self, entry: Entry) -> list[Entry]:
        """Add an entry; return the block that ends before it, if one does."""
        done: list[Entry] = []
        size = entry.size
        is_far = self._size + size < MIN and self._until is None  # from the end of the block
        if not (is_far and self._entries) and self.begins(entry):
            done = self.finish()
            after = bisect_right(self._borders, entry.term)
            self._until = self._borders[after] if after < len(self._borders) else None
        self._entries.append(entry)
        self._size += size
        return done

    @property
    def is_empty(self) -> bool:
        """Whether no entry has been added since the last border."""
        return not self._entries

    def finish(self) -> list[Entry]:
        """Return the block at the end."""
        done, self._entries, self._size = self._entries, [], 0
        return done


def cut(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Yield the blocks of entries."""
    cutter = Cutter()
    for entry in entries:
        done = cutter.add(entry)
        if done:
            yield done
    if not cutter.is_empty:
        yield cutter.finish()


def write_block(entries: list[Entry]) -> bytes:
    """Return the bytes of a block."""
    table, before = bytearray(number(len(entries))), b""
    for term, count, base, data in entries:
        table += front_coded(term, before)
        table += number(count << 1 | (base >= 0))
        if base >= 0:
            table += number(base)
        table += number(len(data))
        before = term
    return b"".join([table, *(entry.data for entry in entries)])


def read_block(data: bytes) -> list[Entry]:
    """Return the entries of a block. Raises ValueError if it is cut off."""
    reader = Reader(data)
    table = []
    for _ in range(reader.number()):
        term, count = reader.text(), reader.number()
        table.append((term, count >> 1, reader.number() if count & 1 else -1, reader.number()))
    return [Entry(term, count, base, reader.take(length)) for term, count, base, length in table]
