"""Make the files of search that are the same in all archives."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.core.digests import content_digest
from generator.search.script import SOURCE, published

_CHARACTERS = Path(__file__).with_name("characters.txt")


@cache
def module() -> bytes:
    """Return the module that searches in the browser."""
    return published(SOURCE.read_text("utf-8")).encode()


@cache
def module_digest() -> str:
    """Return the digest of the module, as 16 hexadecimal digits."""
    return content_digest(module())[:8].hex()


def characters() -> bytes:
    """Return the table of traditional and simplified characters."""
    return _CHARACTERS.read_bytes()


@cache
def characters_name() -> str:
    """Return the name of that table in the output, which has the digest of its bytes."""
    return f"fold-{content_digest(characters())[:8].hex()}.txt"
