"""Cut the terms of a segment into blocks, and write and read blocks.

Whether a block ends before a term depends on that term and on the terms since the
last border alone. So a changed list changes its own block, and mostly no border.

A block has a table of its lists, then the lists (see `postings`), one after the
other. The table: the number of lists; for each the term in UTF-8, front-coded, then a
byte with two numbers of 4 bits, its posts and the length of the list in bytes. Where a
number is 15 or more, 15 stands there, and the number follows the byte. For a part of a
list, 0 stands there; its posts and the number of the first post in its span follow.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.search.binary import Reader, front_coded, number

#: Bytes of a block: from so many on it ends before a term whose checksum allows it; before MAX in any case.
#: A query reads about a block of each segment, so small segments have small blocks. The other ones bound
#: the number of files.
SMALL_BLOCK = 18 * 1024
LARGE_BLOCK = 44 * 1024
MAX = 60 * 1024
#: One term in so many may begin a block.
_ONE_IN = 128
#: Bytes of the table that a list has beside its term: short ones, and others mostly.
_SHORT, _LONG = 2, 4
#: Stands for a number that follows.
_FOLLOWS = 15
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
        return len(self.term) - shared + (_SHORT if len(self.data) < _FOLLOWS else _LONG) + len(self.data)


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
        return self._size >= self._least and entry.base <= 0 and zlib.crc32(entry.term) % _ONE_IN == 0

    def add(self, entry: Entry) -> list[Entry]:
        """Add an entry; return the block that ends before it, if one does."""
        done: list[Entry] = []
        size = entry.size
        is_far = self._size + size < self._least and self._until is None  # from the end of the block
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


def cut(entries: Iterable[Entry], least: int) -> Iterator[list[Entry]]:
    """Yield the blocks of entries, which have so many bytes, at least, but for the last one."""
    cutter = Cutter(least)
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
        table += _sizes(count, base, len(data))
        before = term
    return b"".join([table, *(entry.data for entry in entries)])


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
