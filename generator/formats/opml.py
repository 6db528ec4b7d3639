"""Write OPML 2.0 (opml.org/spec2.opml): a list of all feeds, which feed readers import at once."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from generator.formats.xml import FORBIDDEN, document


def opml(title: str, feeds: Sequence[tuple[str, str, str]]) -> bytes:
    """Return a list of feeds from rows (title, URL of the feed, URL of its page); URLs are absolute."""
    root = etree.Element("opml", {"version": "2.0"})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title.translate(FORBIDDEN)
    body = etree.SubElement(root, "body")
    for label, feed, page in feeds:
        plain = label.translate(FORBIDDEN)
        attributes = {"type": "rss", "text": plain, "title": plain, "xmlUrl": feed, "htmlUrl": page}
        etree.SubElement(body, "outline", attributes)
    return document(root)
