"""Sitemaps (sitemaps.org, protocol 0.9) and robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from lxml import etree

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(base: str, rows: Sequence[tuple[str, str]]) -> bytes:
    """Return a sitemap of (url from the root, last modified or "") rows, at most 50,000."""
    return _document("urlset", "url", base, rows)


def sitemap_index(base: str, rows: Sequence[tuple[str, str]]) -> bytes:
    """Return an index of (sitemap, last modified or "") rows."""
    return _document("sitemapindex", "sitemap", base, rows)


def _document(root: str, row: str, base: str, rows: Sequence[tuple[str, str]]) -> bytes:
    stream = BytesIO()
    with etree.xmlfile(stream, encoding="utf-8") as document:
        document.write_declaration()
        with document.element(root, xmlns=_NAMESPACE):
            for url, modified in rows:
                with document.element(row):
                    with document.element("loc"):
                        document.write(base + url)
                    if modified:
                        with document.element("lastmod"):
                            document.write(modified)
    return stream.getvalue()


def robots(base: str) -> bytes:
    """Return a robots.txt that allows everything and names the sitemap, if the site has one."""
    lines = ["User-agent: *", "Allow: /"]
    if base:
        lines += ["", f"Sitemap: {base}sitemap.xml"]
    return ("\n".join(lines) + "\n").encode()
