"""Describe the posts of a segment in files of GROUP posts each, oldest first.

A file is a JSON array with an array for each post: its href from the root, its
title, its day (`2021-12-28`), and the slugs of its categories.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

#: The owner of the files of the index, in the ledger; its key is the name of the segment.
OWNER = "search"
#: The key of the owner of the manifest.
MANIFEST_KEY = "manifest"
#: Posts in a file.
GROUP = 128


class Document(NamedTuple):
    """A post as results show it."""

    url: str
    title: str
    day: str
    categories: tuple[str, ...] = ()


class Row(NamedTuple):
    """A post to find: as results show it, the output path of its page, and the digest of its source."""

    document: Document
    page: str
    source: bytes


def write_group(documents: Sequence[Document]) -> bytes:
    """Return the bytes of the file of some posts."""
    rows = [(one.url, one.title, one.day, *one.categories) for one in documents]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def read_group(data: bytes) -> list[Document]:
    """Return the posts of a file. Raises ValueError if it is damaged."""
    return [Document(url, title, day, tuple(categories)) for url, title, day, *categories in json.loads(data)]
