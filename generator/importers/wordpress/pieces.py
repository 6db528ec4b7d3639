"""Cut the file of an export into its head and its items, without reading all of it into memory.

Items are found by their tags, and each is parsed on its own. So a damaged item costs no other one, and
an item that can't be imported is kept byte for byte.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO, Literal, NamedTuple, Protocol

#: Bytes of an item, as of a record.
LONGEST = 64_000_000
_CHUNK = 1 << 20
#: Bytes that a mark may have.
_LONGEST_MARK = 64
#: What begins or ends an item, and what begins a text in which such marks mean nothing.
_MARK = re.compile(rb"<!\[CDATA\[|<!--|<item(?=[\s>])|</item\s{0,40}>")
_ENDS = {b"<![CDATA[": re.compile(rb"\]\]>"), b"<!--": re.compile(rb"-->")}
_ITEM = re.compile(rb"<item(?=[\s>])")
#: An item alone on its line, as WordPress writes it.
_ITEM_LINE = re.compile(rb"^[ \t]*<item>[ \t]*\r?$", re.MULTILINE)
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Piece(NamedTuple):
    """A part of an export: its kind, its first line, from 1, and its bytes.

    The head is first, the tail is last. Items are between them; so are the bytes that belong to no item.
    `whole`: the end of an item was found.
    """

    kind: Literal["head", "item", "between", "tail"]
    line: int
    raw: bytes
    whole: bool = True


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class _FromUtf16:
    """Reads a file in UTF-16 as UTF-8, so that its marks can be found."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int = -1, /) -> bytes:
        """Return some bytes; none at the end."""
        data = self._stream.read(size)
        text = self._decoder.decode(data, final=not data)
        return text.encode("utf-8", "replace")


class _Text:
    """The bytes of a stream from some place on: `start` in `data`; `line` is the line at that place."""

    def __init__(self, stream: _Readable) -> None:
        self._stream = stream
        self.data = b""
        self.start = 0
        self.line = 1

    def search(self, pattern: re.Pattern[bytes], at: int, limit: int = LONGEST) -> re.Match[bytes] | None:
        """Return the next match from a place in `data` on; None at the end, or beyond a number of bytes.

        Places that were found before are no longer valid: `data` is another one when more was read.
        """
        while not (found := pattern.search(self.data, at)):
            at = max(at, len(self.data) - _LONGEST_MARK)
            chunk = self._stream.read(_CHUNK) if len(self.data) - self.start <= limit else b""
            if not chunk:
                return None
            at -= self.start
            self.data, self.start = self.data[self.start :] + chunk, 0
        return found

    def take(self, end: int) -> tuple[int, bytes]:
        """Return the line of this place and the bytes before `end`, which becomes the place."""
        line, raw = self.line, self.data[self.start : end]
        self.start = end
        self.line += raw.count(b"\n")
        return line, raw

    @property
    def end(self) -> int:
        """The end of what was read."""
        return len(self.data)


def pieces(stream: BinaryIO) -> Iterator[Piece]:
    """Yield the parts of an export in their order."""
    encoding = _UTF16.get(stream.read(2))
    stream.seek(0)
    text = _Text(_FromUtf16(stream, encoding) if encoding else stream)
    found = _start(text)
    yield Piece("head", *text.take(found.start() if found else text.end))
    while found:
        end = _mark(text, text.start + len(b"<item"))
        if end and end[0].startswith(b"</"):
            yield Piece("item", *text.take(end.end()))
        else:
            yield from _unclosed(text)
        found = _start(text)
        between = text.take(found.start() if found else text.end)
        if not found or between[1].strip():
            yield Piece("between" if found else "tail", *between)


def _start(text: _Text) -> re.Match[bytes] | None:
    """Return the start of the next item; the end of one that never began is passed over."""
    found = _mark(text, text.start)
    while found and found[0].startswith(b"</"):
        found = _mark(text, found.end())
    return found


def _mark(text: _Text, at: int) -> re.Match[bytes] | None:
    """Return the next tag of an item; marks in CDATA and in comments don't count."""
    while found := text.search(_MARK, at):
        at = found.end()
        end = _ENDS.get(found[0])
        if not end:
            return found
        closed = text.search(end, at)
        if not closed:
            return None
        at = closed.end()
    return None


def _unclosed(text: _Text) -> Iterator[Piece]:
    """Yield an item whose end is missing, or beyond all bounds; the next item begins with its tag."""
    following = text.search(_ITEM, text.start + 1)
    line, raw = text.take(following.start() if following else text.end)
    yield Piece("item", line, raw, whole=False)
    while not following and text.start < text.end:
        text.take(max(text.end - _LONGEST_MARK, text.start + 1))
        following = text.search(_ITEM, text.start)


def parts_of(piece: Piece) -> tuple[Piece, ...]:
    """Return the items that a damaged piece has: a text that is not closed swallows the items behind it."""
    starts = [found.start() for found in _ITEM_LINE.finditer(piece.raw) if found.start() > 0]
    if not starts:
        return ()
    bounds = [0, *starts, len(piece.raw)]
    return tuple(
        Piece("item", piece.line + piece.raw.count(b"\n", 0, start), piece.raw[start:end], piece.whole)
        for start, end in pairwise(bounds)
    )
