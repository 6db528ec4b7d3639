"""Write sitemaps (sitemaps.org, protocol 0.9) and news sitemaps."""

from __future__ import annotations

from collections.abc import Sequence

from generator.formats.xml import XmlWriter, escaped, is_plain_text

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def sitemap(base: str, rows: Sequence[tuple[str, str]]) -> bytes:
    """Return a sitemap of (url from the root, last modified or "") rows, at most 50,000."""
    return _document("urlset", "url", base, rows)


def sitemap_index(base: str, rows: Sequence[tuple[str, str]]) -> bytes:
    """Return an index of (sitemap, last modified or "") rows."""
    return _document("sitemapindex", "sitemap", base, rows)


def _document(root: str, row: str, base: str, rows: Sequence[tuple[str, str]]) -> bytes:
    writer = XmlWriter()
    writer.begin(root, xmlns=_NAMESPACE)
    # A month may have many thousand posts, so their addresses are looked at together.
    text = str if is_plain_text("".join(map("".join, rows))) else escaped
    start = escaped(base)
    for url, modified in rows:
        changed = f"<lastmod>{text(modified)}</lastmod>" if modified else ""
        writer.line(f"<{row}><loc>{start}{text(url)}</loc>{changed}</{row}>")
    return writer.document()


def news_sitemap(
    base: str, name: str, language: str, rows: Sequence[tuple[str, str, str, str | None]]
) -> bytes:
    """Return a sitemap of (url from the root, title, date, language or None) rows, at most 1,000.

    `name` and `language` are those of the publication. Source of the rules: Google Search Central, "Create a
    news sitemap".
    """
    writer = XmlWriter()
    writer.begin("urlset", **{"xmlns": _NAMESPACE, "xmlns:news": _NEWS})
    for url, title, date, own in rows:
        writer.begin("url")
        writer.add("loc", base + url)
        writer.begin("news:news")
        writer.begin("news:publication")
        writer.add("news:name", name)
        writer.add("news:language", news_language(own or language))
        writer.end()
        writer.add("news:publication_date", date)
        writer.add("news:title", title)
        writer.end()
        writer.end()
    return writer.document()


def news_language(tag: str) -> str:
    """Return a BCP 47 tag as Google News requires it: ISO 639, except for the two scripts of Chinese."""
    parts = tag.lower().replace("_", "-").split("-")
    if parts[0] != "zh":
        return parts[0]
    return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(parts) else "zh-cn"
