"""What stands in the output of a build."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

# A post keeps its code in its address, whatever a tool puts before it.
_CODE = re.compile(r"(\d{18})\.(?:html|md)$")


def digests(folder: Path) -> dict[str, bytes]:
    """Return a digest of every file under `folder`, by its path."""
    return {path: _digest(path) for path in _files(folder)}


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> int:
    """Count the files that are new, gone or different."""
    return sum(before.get(path) != after.get(path) for path in before.keys() | after.keys())


def codes(folder: Path) -> set[str]:
    """Return the codes of the posts that have a file under `folder`."""
    return {match[1] for path in _files(folder) if (match := _CODE.search(path))}


def _files(folder: Path) -> Iterator[str]:
    return (f"{place}/{name}" for place, _, names in os.walk(folder) for name in names)


def _digest(path: str) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "blake2b").digest()[:16]
