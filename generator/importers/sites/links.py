"""Rewrite the links of a site for an archive.

On the old site a relative link is relative to the page's URL, and a link from the
root includes the site's `baseurl`. In an archive a relative link is relative to
the source file, and a link from the root has no `baseurl`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from generator.body.markdown.code import outside_code
from generator.core.paths import is_within

#: `](…`, `](<…`
_INLINE = re.compile(r"(\]\([ ]*<?)([^\s()<>]+)")
#: `[name]: …`, at the start of a line; `[^1]: …` is a footnote
_REFERENCE = re.compile(r"^([ ]{0,3}\[(?!\^)[^\]\n]{1,200}\]:[ ]*<?)([^\s<>]+)", re.MULTILINE)
_ATTRIBUTE = re.compile(r"""(\b(?:href|src|poster)[ ]*=[ ]*["'])([^"'<>\s]+)""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\?|\{", re.IGNORECASE)
_SOURCE = re.compile(r"\.(?:md|markdown|mkdown|mkdn|mkd)$", re.IGNORECASE)


#: The address of a picture, in Markdown or HTML, that has no scheme.
_PICTURE = re.compile(r"""(!\[[^\]\n]*\]\(<?|<img\b[^<>]*?\bsrc=["'])([^\s"'()<>:]+)""")


class LinkContext(NamedTuple):
    """The page of a link: its source's path, its URL, the site's `baseurl` ("" or `/a`).

    `urls` are the URLs of all sources, by path.
    """

    source: str
    url: str
    baseurl: str
    urls: Mapping[str, str]


def rewrite_links(text: str, context: LinkContext, *, markdown: bool = True) -> str:
    """Return a body whose links lead where they led on the old site. In HTML, only attributes have links."""

    def mended(found: re.Match[str]) -> str:
        return found[1] + rewrite_link(found[2], context)

    def change(part: str) -> str:
        for pattern in (_INLINE, _REFERENCE, _ATTRIBUTE):
            part = pattern.sub(mended, part)
        return part

    return outside_code(text, change) if markdown else _ATTRIBUTE.sub(mended, text)


def rewrite_pictures(text: str, address: Callable[[str], str]) -> str:
    """Return a body in which `address` has replaced the addresses of pictures on the site itself."""
    return _PICTURE.sub(lambda found: found[1] + address(found[2]), text)


def rewrite_link(link: str, context: LinkContext) -> str:
    """Return a link for an archive."""
    if context.baseurl and is_within(link, context.baseurl):
        return link.removeprefix(context.baseurl) or "/"
    if link.startswith("/") and not link.startswith("//"):
        path = re.split("[?#]", link, maxsplit=1)[0]
        known = unquote(path).lstrip("/") if _SOURCE.search(path) else ""
        return context.urls[known] + link[len(path) :] if known in context.urls else link
    if _ELSEWHERE.match(link):
        return link
    path = re.split("[?#]", link, maxsplit=1)[0]
    if _SOURCE.search(path):
        # Like jekyll-relative-links, which GitHub Pages uses.
        known = posixpath.normpath(posixpath.join(posixpath.dirname(context.source), unquote(path)))
        if known in context.urls:
            return context.urls[known] + link[len(path) :]
    try:
        return urljoin(context.url, link)
    except ValueError:  # such as `[`, which urllib takes for an IPv6 address
        return link
