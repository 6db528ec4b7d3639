"""Links of a Jekyll site as links of an archive.

In Jekyll a relative link is seen from the page, and a link from the root has
the site's `baseurl`; in an archive the one is seen from the file, and the
other has none.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from generator.core.paths import is_within
from generator.importers.cleaning.markdown_blocks import outside_code

#: `](…`, `](<…`
_INLINE = re.compile(r"(\]\([ ]*<?)([^\s()<>]+)")
#: `[name]: …`, alone on its line
_REFERENCE = re.compile(r"^([ ]{0,3}\[[^\]\n]{1,200}\]:[ ]*<?)([^\s<>]+)", re.MULTILINE)
_ATTRIBUTE = re.compile(r"""(\b(?:href|src|poster)[ ]*=[ ]*["'])([^"'<>\s]+)""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\?|\{", re.IGNORECASE)
_SOURCE = re.compile(r"\.(?:md|markdown|mkdown|mkdn|mkd)$", re.IGNORECASE)


class Place(NamedTuple):
    """Where a text stands: its source's path, the URL of its page, the site's `baseurl` ("" or `/a`).

    `urls` are those of all sources, by path.
    """

    source: str
    url: str
    baseurl: str
    urls: Mapping[str, str]


def mend_links(text: str, place: Place, *, markdown: bool = True) -> str:
    """Return a body whose links lead where they led in Jekyll. HTML has them in attributes alone."""

    def mended(found: re.Match[str]) -> str:
        return found[1] + target(found[2], place)

    def change(part: str) -> str:
        for pattern in (_INLINE, _REFERENCE, _ATTRIBUTE):
            part = pattern.sub(mended, part)
        return part

    return outside_code(text, change) if markdown else _ATTRIBUTE.sub(mended, text)


def target(link: str, place: Place) -> str:
    """Return a link as an archive has it."""
    if place.baseurl and is_within(link, place.baseurl):
        return link.removeprefix(place.baseurl) or "/"
    if link.startswith("/") and not link.startswith("//"):
        return link
    if _ELSEWHERE.match(link):
        return link
    path = re.split("[?#]", link, maxsplit=1)[0]
    if _SOURCE.search(path):
        # As jekyll-relative-links, which GitHub Pages has switched on.
        known = posixpath.normpath(posixpath.join(posixpath.dirname(place.source), unquote(path)))
        if known in place.urls:
            return place.urls[known] + link[len(path) :]
    try:
        return urljoin(place.url, link)
    except ValueError:  # such as `[`, which urllib takes for an IPv6 address
        return link
