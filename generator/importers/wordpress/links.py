"""Rewrite the links of bodies: to items by number or address, to pages of pictures, to the site itself."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, unquote, urlsplit

from generator.importers.wordpress.addresses import Addresses
from generator.importers.wordpress.export import Head
from generator.importers.wordpress.permalinks import own_path
from generator.importers.wordpress.places import Place, Places

_ATTRIBUTE = re.compile(
    r"""(?P<name>\b(?:href|src|poster|data-src|data-full-url|data-link)\s{0,9}=\s{0,9})(?P<quote>["'])(?P<url>[^"'<>]*)(?P=quote)""",
    re.IGNORECASE,
)
_SRCSET = re.compile(r"""(\bsrcset\s{0,9}=\s{0,9}["'])([^"'<>]*)""", re.IGNORECASE)
_NUMBERS = ("p", "page_id", "attachment_id")


class Links:
    """Rewrites links by the places of one export's items."""

    def __init__(self, head: Head, places: Places, addresses: Addresses) -> None:
        self._head, self._places, self._addresses = head, places, addresses

    def rewrite(self, text: str) -> str:
        """Return HTML whose links to the old site lead to the same things in the archive."""
        text = _ATTRIBUTE.sub(self._attribute, text)
        return _SRCSET.sub(self._srcset, text) if "srcset" in text.lower() else text

    def moved(self, url: str) -> str:
        """Return the address of a link; one to elsewhere stays."""
        path = own_path(url, self._head)
        if path is None:
            return url
        try:
            fragment = urlsplit(url).fragment
        except ValueError:
            return url
        plain, _, query = path.partition("?")
        place = self._numbered(query) or self._places.at(unquote(plain))
        found = self._addresses.target(place) if place and (place.path or place.url or query) else path
        return f"{found}#{fragment}" if fragment else found

    def _numbered(self, query: str) -> Place | None:
        values = parse_qs(query) if query else {}
        for name in _NUMBERS:
            number = values.get(name, [""])[0]
            if number.isascii() and number.isdigit() and len(number) < 19:
                return self._places.get(int(number))
        return None

    def _attribute(self, found: re.Match[str]) -> str:
        url = html.unescape(found["url"]).strip()
        moved = self.moved(url)
        if moved == url:
            return found[0]
        return f"{found['name']}{found['quote']}{html.escape(moved)}{found['quote']}"

    def _srcset(self, found: re.Match[str]) -> str:
        parts = []
        for one in found[2].split(","):
            url, space, size = one.strip().partition(" ")
            parts.append(html.escape(self.moved(html.unescape(url))) + space + size)
        return found[1] + ", ".join(parts)
