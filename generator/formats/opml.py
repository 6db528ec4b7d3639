"""Write OPML 2.0 (opml.org/spec2.opml): a list of all feeds, which feed readers import at once."""

from __future__ import annotations

from collections.abc import Sequence

from generator.formats.xml import XmlWriter


def opml(title: str, feeds: Sequence[tuple[str, str, str]]) -> bytes:
    """Return a list of feeds from rows (title, URL of the feed, URL of its page); URLs are absolute."""
    writer = XmlWriter()
    writer.begin("opml", version="2.0")
    writer.begin("head")
    writer.add("title", title)
    writer.end()
    writer.begin("body")
    for label, feed, page in feeds:
        writer.add("outline", type="rss", text=label, title=label, xmlUrl=feed, htmlUrl=page)
    return writer.document()
