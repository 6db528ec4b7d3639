"""Write the manifest, the one file of the index whose name stays: it names the heads of all segments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

#: Raise it with every change of the files of the index, or of the rules that terms follow from.
VERSION = 2


class Listed(NamedTuple):
    """A segment: its name, the digest in the name of its head, the days of its first and last post."""

    name: str
    head: bytes
    since: str
    until: str
    posts: int


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
        "segments": [{**one._asdict(), "head": one.head.hex()} for one in segments],
        "categories": [one._asdict() for one in categories],
    }
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
