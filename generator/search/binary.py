"""Write and read the numbers and texts of the files of the index."""

from __future__ import annotations

#: Bytes of a digest in the index, and so in the names of its files.
DIGEST = 8
_NIBBLE = 15
_SMALL = [bytes([value]) for value in range(128)]


def number(value: int) -> bytes:
    """Return a number from 0 in groups of 7 bits, the lowest first; all bytes but the last have bit 128."""
    if value <= 0x7F:
        return _SMALL[value]
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def front_coded(text: bytes, before: bytes) -> bytes:
    """Return a text as the number of bytes that it shares with the one before, and the others.

    The first byte has both lengths, 4 bits each: those that are shared, at most 15,
    and those that follow. 15 there means that the length follows as a number.
    """
    # Most terms begin with the Chinese character, of three bytes, that the term before them begins with.
    shared = 3 if text[:3] == before[:3] and len(text) > 3 else 0
    most = min(len(text), len(before), _NIBBLE)
    while shared < most and text[shared] == before[shared]:
        shared += 1
    rest = text[shared:]
    size = bytes([shared << 4 | len(rest)]) if len(rest) < _NIBBLE else bytes([shared << 4 | _NIBBLE])
    return size + (number(len(rest)) if len(rest) >= _NIBBLE else b"") + rest


class Reader:
    """Reads a file from its beginning. Its methods raise ValueError where the file is cut off."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0
        self._text = b""

    def number(self) -> int:
        """Read a number."""
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def text(self) -> bytes:
        """Read a text that is coded by the one before it."""
        sizes = self.take(1)[0]
        rest = sizes & _NIBBLE
        length = self.number() if rest == _NIBBLE else rest
        self._text = self._text[: sizes >> 4] + self.take(length)
        return self._text

    def take(self, length: int) -> bytes:
        """Read so many bytes."""
        end = self._place + length
        if end > len(self._data):
            raise ValueError("the file is cut off")
        found, self._place = self._data[self._place : end], end
        return found
