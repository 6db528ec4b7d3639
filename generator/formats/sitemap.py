"""Write sitemaps (sitemaps.org, protocol 0.9) and news sitemaps."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from lxml import etree

from generator.formats.xml import add, document

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


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


def news_sitemap(
    base: str, name: str, language: str, rows: Sequence[tuple[str, str, str, str | None]]
) -> bytes:
    """Return a sitemap of (url from the root, title, date, language or None) rows, at most 1,000.

    `name` and `language` are those of the publication. Source of the rules: Google Search Central, "Create a
    news sitemap".
    """
    root = etree.Element(f"{{{_NAMESPACE}}}urlset", nsmap={None: _NAMESPACE, "news": _NEWS})  # type: ignore[dict-item]
    for url, title, date, own in rows:
        entry = add(root, f"{{{_NAMESPACE}}}url")
        add(entry, f"{{{_NAMESPACE}}}loc", base + url)
        news = add(entry, f"{{{_NEWS}}}news")
        publication = add(news, f"{{{_NEWS}}}publication")
        add(publication, f"{{{_NEWS}}}name", name)
        add(publication, f"{{{_NEWS}}}language", news_language(own or language))
        add(news, f"{{{_NEWS}}}publication_date", date)
        add(news, f"{{{_NEWS}}}title", title)
    return document(root)


def news_language(tag: str) -> str:
    """Return a BCP 47 tag as Google News requires it: ISO 639, except for the two scripts of Chinese."""
    parts = tag.lower().replace("_", "-").split("-")
    if parts[0] != "zh":
        return parts[0]
    return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(parts) else "zh-cn"
