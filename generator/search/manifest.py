"""Write the manifest, the one file of the index whose name stays: it names the heads of all segments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

#: Raise it with every change of the files of the index, or of the rules that terms follow from.
VERSION = 4


class Listed(NamedTuple):
    """A segment: its name, the digest in the name of its head, the days of its first and last post.

    `frequent` is the digest in the name of the file of its frequent terms, empty if it has none.
    """

    name: str
    head: bytes
    since: str
    until: str
    posts: int
    frequent: bytes = b""


class CategoryCount(NamedTuple):
    """A category with its number of posts."""

    slug: str
    title: str
    posts: int


def write_manifest(
    mode: str, fold: str, segments: Sequence[Listed], categories: Sequence[CategoryCount]
) -> bytes:
    """Return the bytes of the manifest; `fold` is the name of the table of characters."""
    value = {
        "version": VERSION,
        "mode": mode,
        "fold": fold,
        "segments": [
            {**one._asdict(), "head": one.head.hex(), "frequent": one.frequent.hex()} for one in segments
        ],
        "categories": [one._asdict() for one in categories],
    }
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
