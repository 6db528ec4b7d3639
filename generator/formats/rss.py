"""Write RSS 2.0 feeds (rssboard.org/rss-specification).

They follow RSS Board's Best Practices Profile: an Atom link from the feed to
itself, `content:encoded` for bodies and `dc:creator` for names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime

from generator.formats.entries import Entry, Feed
from generator.formats.media_rss import add_media, namespaces
from generator.formats.xml import XmlWriter

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_CREATOR = "http://purl.org/dc/elements/1.1/"


def rss(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """Return a feed of entries, newest first. The site's URL must be known: RSS has no relative links."""
    own = {"xmlns:atom": _ATOM, "xmlns:content": _CONTENT, "xmlns:dc": _CREATOR}
    writer = XmlWriter()
    writer.begin("rss", **own, **namespaces(feed, entries), version="2.0")
    writer.begin("channel")
    writer.add("title", feed.title)
    writer.add("link", feed.base + feed.page_url)
    writer.add("description", feed.description or feed.title)
    writer.add("language", feed.language)
    if entries:
        writer.add("lastBuildDate", _date(max(entry.updated for entry in entries)))
    writer.add("atom:link", href=feed.self_url, rel="self", type="application/rss+xml")
    for hub in feed.hubs:
        writer.add("atom:link", href=hub, rel="hub")
    for entry in entries:
        _item(writer, feed, entry)
    return writer.document()


def _item(writer: XmlWriter, feed: Feed, entry: Entry) -> None:
    writer.begin("item")
    writer.add("title", entry.title)
    writer.add("link", feed.base + entry.url)
    permanent = "true" if entry.identity == entry.url else "false"
    writer.add("guid", feed.base + entry.identity, isPermaLink=permanent)
    writer.add("pubDate", _date(entry.date))
    for name in entry.authors:
        # RSS's own `author` element holds mail addresses, which posts don't have.
        writer.add("dc:creator", name)
    if entry.category:
        writer.add("category", entry.category)
    if entry.summary:
        writer.add("description", entry.summary)
    if entry.body:
        writer.add("content:encoded", entry.body)
    if one := entry.picture:
        writer.add("enclosure", url=feed.place(one.url), length=str(one.size), type=one.type)
    add_media(writer, feed, entry)
    writer.end()


def _date(iso: str) -> str:
    """Return a date in the form of RFC 822 with the year in full."""
    return format_datetime(datetime.fromisoformat(iso))
