"""Find the relative links and pictures of a body that lead nowhere unless the archive has their target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from generator.addresses.folders import find_file_address
from generator.addresses.routes import Reserved
from generator.addresses.stem import stem
from generator.body.links import linked_files, linked_source
from generator.body.options import BodyRules
from generator.body.site_addresses import LONGEST, from_root, path_of
from generator.body.source_paths import beside
from generator.body.web_addresses import clean, within_site
from generator.body.written_addresses import AddressFinder, has_template_tag, tag_addresses
from generator.core.model import SiteLink

#: Links that are kept of one post.
_MOST = 1_000
_NO_PATH = re.compile(r"[a-z][a-z0-9+.-]*:|//|[#?]|\Z", re.IGNORECASE)


class SiteLinks:
    """Finds the links and pictures of a body that lead into this archive, or nowhere.

    Those to pages of the program are left out, and those out of content/. Where the body `is_scraped` (its
    original is known) only those remain that name the host of this archive.
    """

    def __init__(self, source: str, reserved: Reserved, rules: BodyRules, *, is_scraped: bool) -> None:
        self._source = source
        self._reserved = reserved
        self._rules = rules
        self._is_scraped = is_scraped

    def find(self, html: str, text: str, first_line: int) -> tuple[SiteLink, ...]:
        """Return those of raw HTML, in order. It was made from `text`, which begins in `first_line`."""
        return tuple(islice(self._find(html, AddressFinder(text, first_line)), _MOST))

    def _find(self, html: str, finder: AddressFinder) -> Iterator[SiteLink]:
        for element, address in tag_addresses(html):
            url = clean(address)
            path = within_site(url, self._rules)
            if (self._is_scraped and path == url) or len(path) > LONGEST or _NO_PATH.match(path):
                continue
            if has_template_tag(path):
                continue  # It is reported as such.
            if targets := _targets(path, element, self._source, self._reserved):
                line, column, written = finder.find(address.strip())
                yield SiteLink(line, column, element, written, *targets)


def _targets(url: str, element: str, source: str, reserved: Reserved) -> tuple[str, ...]:
    """Return the one or two targets of which the archive must have one; () for other addresses."""
    path = path_of(url)
    if path.startswith("/"):
        return from_root(path, reserved)
    linked = linked_source(url, source) if element == "a" else None
    if linked and not linked.endswith(".html"):
        return (linked,)
    files = linked_files(url, source) or (beside(path, source) or "",)
    addresses = [address for file in files if (address := find_file_address(file)) and address.isprintable()]
    stems = list(map(stem, addresses))
    return (linked, *stems[:1]) if linked else tuple(stems)
