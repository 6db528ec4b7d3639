"""Read and write the container of a pack: frames of Zstandard, and a table of where they begin and end.

The table is that of Zstandard's seekable format, in a frame that decoders skip:
https://github.com/facebook/zstd/blob/dev/contrib/seekable_format/zstd_seekable_compression_format.md
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.system.files import open_file

#: The largest size of a decoded frame in bytes: content is not trusted, and 1 KB may stand for 1 GB.
MAX_FRAME = 1 << 27

_TABLE_MAGIC = 0x184D2A5E
_SKIPPABLE = range(0x184D2A50, 0x184D2A60)
_FOOTER_MAGIC = 0x8F92EAB1
_HEAD = struct.Struct("<II")
_ENTRY = struct.Struct("<II")
_FOOTER = struct.Struct("<IBI")
_HAS_CHECKSUMS = 0x80
_CHUNK = 1 << 20


class DamagedPackError(Exception):
    """A part of a pack can't be read; the text is a clause that says which part, and why."""


class Frame(NamedTuple):
    """The place of a frame in its pack: where it begins, and its compressed size, in bytes."""

    offset: int
    size: int


def encode_table(frames: Sequence[tuple[int, int]]) -> bytes:
    """Return the table of frames that follow each other, from their sizes: (compressed, decoded)."""
    entries = b"".join(_ENTRY.pack(*sizes) for sizes in frames)
    footer = _FOOTER.pack(len(frames), 0, _FOOTER_MAGIC)
    return _HEAD.pack(_TABLE_MAGIC, len(entries) + len(footer)) + entries + footer


def frames_of(file: str) -> tuple[list[Frame], str]:
    """Return the frames of a pack, and what is wrong with their table; "" if nothing is.

    Without a table the frames are found by decoding them one after the other, up to the first that is
    damaged. Raises OSError.
    """
    descriptor = open_file(file)
    try:
        size = os.fstat(descriptor).st_size
        frames = _from_table(descriptor, size)
        if frames is not None:
            return frames, ""
        found = list(_from_start(descriptor, size))
        end = found[-1].offset + found[-1].size if found else 0
        rest = f"; {size - end:,} bytes at its end can't be read" if end < size else ""
        return found, f"it has no table of its frames at its end, so it is probably cut off{rest}"
    finally:
        os.close(descriptor)


def _from_table(descriptor: int, size: int) -> list[Frame] | None:
    """Return the frames in the table of a pack; None if it has no table that fits it."""
    end = os.pread(descriptor, _FOOTER.size, max(0, size - _FOOTER.size))
    if len(end) < _FOOTER.size:
        return None
    count, flags, magic = _FOOTER.unpack(end)
    width = _ENTRY.size + (4 if flags & _HAS_CHECKSUMS else 0)
    start = size - _FOOTER.size - count * width - _HEAD.size
    if magic != _FOOTER_MAGIC or start < 0:
        return None
    table = os.pread(descriptor, size - start, start)
    frames = _placed(table[_HEAD.size + at : _HEAD.size + at + 4] for at in range(0, count * width, width))
    ends_at = frames[-1].offset + frames[-1].size if frames else 0
    is_whole = _HEAD.unpack_from(table) == (_TABLE_MAGIC, len(table) - _HEAD.size) and ends_at == start
    return frames if is_whole else None


def _placed(sizes: Iterator[bytes]) -> list[Frame]:
    frames: list[Frame] = []
    offset = 0
    for data in sizes:
        size = int.from_bytes(data, "little")
        frames.append(Frame(offset, size))
        offset += size
    return frames


def _from_start(descriptor: int, size: int) -> Iterator[Frame]:
    """Yield the frames at the start of a pack that can be decoded."""
    offset = 0
    while offset < size:
        length = _frame_size(descriptor, offset, size)
        if length is None:
            return
        head = int.from_bytes(os.pread(descriptor, 4, offset), "little")
        if head not in _SKIPPABLE:
            yield Frame(offset, length)
        offset += length


def _frame_size(descriptor: int, offset: int, end: int) -> int | None:
    """Return the compressed size of the frame at an offset; None if it is damaged."""
    from zstandard import ZstdDecompressor, ZstdError  # late: most archives have no packs

    magic, size = _HEAD.unpack(os.pread(descriptor, _HEAD.size, offset).ljust(_HEAD.size, b"\0"))
    if magic in _SKIPPABLE:
        return _HEAD.size + size if offset + _HEAD.size + size <= end else None
    decoder, at, decoded = ZstdDecompressor().decompressobj(), offset, 0
    try:
        while not decoder.eof and at < end and decoded <= MAX_FRAME:
            data = os.pread(descriptor, _CHUNK, at)
            decoded += len(decoder.decompress(data))
            at += len(data)
    except ZstdError:
        return None
    return at - len(decoder.unused_data) - offset if decoder.eof else None


def read_frame(file: str, frame: Frame) -> bytes:
    """Return the decoded bytes of a frame. Raises DamagedPackError and OSError."""
    return decode_stored(stored_frame(file, frame), frame)


def stored_frame(file: str, frame: Frame) -> bytes:
    """Return the bytes of a frame as they are in its pack. Raises OSError."""
    descriptor = open_file(file)
    try:
        return os.pread(descriptor, frame.size, frame.offset)
    finally:
        os.close(descriptor)


def decode_stored(data: bytes, frame: Frame) -> bytes:
    """Return the decoded bytes of a frame from its pack. Raises DamagedPackError."""
    try:
        return decode_frame(data)
    except DamagedPackError as error:
        raise DamagedPackError(f"the frame at byte {frame.offset:,} {error}") from None


def decode_frame(data: bytes) -> bytes:
    """Return the decoded bytes of a whole frame. Raises DamagedPackError."""
    from zstandard import CONTENTSIZE_UNKNOWN, ZstdDecompressor, ZstdError, get_frame_parameters

    try:
        length = get_frame_parameters(data).content_size
        if length == CONTENTSIZE_UNKNOWN:
            return _decoded_in_parts(data)
        if length > MAX_FRAME:
            raise DamagedPackError(f"is larger than {MAX_FRAME:,} bytes when it is decoded")
        return ZstdDecompressor().decompress(data)
    except ZstdError:
        raise DamagedPackError("can't be decoded") from None


def _decoded_in_parts(data: bytes) -> bytes:
    """Decode a frame that does not say how large it is, as other programs write it."""
    from zstandard import ZstdDecompressor

    parts: list[bytes] = []
    length = 0
    with ZstdDecompressor().stream_reader(data) as stream:
        while part := stream.read(_CHUNK):
            parts.append(part)
            length += len(part)
            if length > MAX_FRAME:
                raise DamagedPackError(f"is larger than {MAX_FRAME:,} bytes when it is decoded")
    return b"".join(parts)


def encode_frame(data: bytes, level: int) -> bytes:
    """Return a frame with the given bytes, its size and its checksum."""
    from zstandard import ZstdCompressor

    return ZstdCompressor(level=level, write_checksum=True, write_content_size=True).compress(data)
