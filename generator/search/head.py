"""Write and read the head of a segment, which names its files.

The head has: the number of posts; the number of groups, and for each the digest of
its file and the number of the day of its first post, 1 for the first day of the
year 1; the number of blocks, and for each its first term, front-coded, and the digest of its file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from generator.search.binary import DIGEST, Reader, front_coded, number


class Group(NamedTuple):
    """A file that describes some posts: the digest in its name, and the date (ISO 8601) of its first post."""

    digest: bytes
    since: str


class Block(NamedTuple):
    """A file with lists: its first term, and the digest in its name."""

    term: bytes
    digest: bytes


class Head(NamedTuple):
    """The files of a segment, groups from the oldest post on and blocks in the order of terms."""

    posts: int
    groups: Sequence[Group]
    blocks: Sequence[Block]


def digest(data: bytes) -> bytes:
    """Return the digest that a file is named by."""
    return hashlib.sha256(data).digest()[:DIGEST]


def write_head(head: Head) -> bytes:
    """Return the bytes of a head."""
    out, before = [number(head.posts), number(len(head.groups))], b""
    for group in head.groups:
        out += [group.digest, number(date.fromisoformat(group.since).toordinal())]
    out.append(number(len(head.blocks)))
    for block in head.blocks:
        out += [front_coded(block.term, before), block.digest]
        before = block.term
    return b"".join(out)


def read_head(data: bytes) -> Head:
    """Return a head. Raises ValueError if its bytes are cut off."""
    reader = Reader(data)
    posts = reader.number()
    groups = [_group(reader) for _ in range(reader.number())]
    blocks = [Block(reader.text(), reader.take(DIGEST)) for _ in range(reader.number())]
    return Head(posts, groups, blocks)


def _group(reader: Reader) -> Group:
    found = reader.take(DIGEST)
    return Group(found, date.fromordinal(reader.number()).isoformat())
