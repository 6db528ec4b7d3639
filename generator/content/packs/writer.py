"""Write a pack: posts in the order of their paths, in frames, with a table of the frames at the end."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.content.packs.container import MAX_FRAME, encode_frame, encode_table
from generator.content.packs.records import Record, encode

#: Posts in a frame: more compress better, and fewer are decoded to read one of them.
POSTS_IN_FRAME = 100
#: A frame ends as well when its lines have this many bytes.
_FRAME_BYTES = 4_000_000
#: Zstandard's level, of 1 to 22; see docs/adr/0021-packs.md for what was measured.
_LEVEL = 10


def write_pack(file: Path, records: Iterable[Record]) -> None:
    """Write a pack to a new file, and wait until its bytes are on the disk. Raises OSError.

    `records` come in the order of their paths, so that the same posts give the same bytes.
    """
    sizes: list[tuple[int, int]] = []
    with open(file, "xb") as stream:
        for data in _frames(records):
            stored = encode_frame(data, _LEVEL)
            stream.write(stored)
            sizes.append((len(stored), len(data)))
        stream.write(encode_table(sizes))
        stream.flush()
        os.fsync(stream.fileno())


def _frames(records: Iterable[Record]) -> Iterator[bytes]:
    lines: list[bytes] = []
    size = 0
    for record in records:
        line = encode(record)
        if lines and (len(lines) == POSTS_IN_FRAME or size + len(line) > _FRAME_BYTES):
            yield b"".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield b"".join(lines)


def fits(record: Record) -> bool:
    """Tell whether a post is small enough for a pack."""
    return len(encode(record)) < MAX_FRAME
