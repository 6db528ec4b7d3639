"""Find how a post wrote a picture: its address and its alternative text, as they stand in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

from generator.content.packs.container import DamagedPackError
from generator.content.packs.reader import PackReader
from generator.fetching.wanted import Wanted
from generator.pictures.addresses import normal

#: A tag, a picture of Markdown, or an address that stands alone, as in front matter.
_WRITTEN = re.compile(
    r"<img\b(?P<tag>[^>]{1,8000})>|!\[(?P<alt>[^\]]{0,2000})\]\(\s*<?(?P<link>[^\s)>]{1,8000})"
    r"|(?P<alone>(?:https?:)?//[^\s\"'<>)\]]{1,8000})",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)


class Written(NamedTuple):
    """The address as a post wrote it, "" if it is that of the registry; and its alternative text."""

    address: str = ""
    alt: str = ""


class Posts:
    """The sources of posts, also of packed ones."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._packs = PackReader(str(root))

    def written(self, one: Wanted) -> Written:
        """Return how the newest post that shows a picture wrote it; nothing if that is not found."""
        try:
            if one.packed:
                data = self._packs.read(one.path, one.packed)
            else:
                data = (self._root / one.path).read_bytes()
        except (OSError, DamagedPackError):
            return Written()
        return written_in(data.decode("utf-8", "replace"), one.address)


def written_in(text: str, key: str) -> Written:
    """Return how a text writes a picture, from the first place where it does."""
    for found in _WRITTEN.finditer(text):
        attributes = _attributes(found["tag"]) if found["tag"] else {"alt": found["alt"] or ""}
        addresses = _addresses(attributes) if found["tag"] else iter([found["link"] or found["alone"]])
        for address in addresses:
            if normal(address) == key:
                alt = " ".join(attributes.get("alt", "").split())
                return Written("" if address == key else address, "" if "\ufffd" in alt else alt)
    return Written()


def _attributes(tag: str) -> dict[str, str]:
    found = ((one[1].lower(), unescape(one[2] or one[3] or one[4] or "")) for one in _ATTRIBUTE.finditer(tag))
    return dict(found)


def _addresses(attributes: dict[str, str]) -> Iterator[str]:
    """Yield the addresses in a tag, also of pictures that a script would load."""
    for name, value in attributes.items():
        if name.endswith("srcset"):
            yield from (one.split()[0] for one in value.split(", ") if one.split())
        elif "//" in value:
            yield value.strip()
