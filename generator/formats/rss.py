"""Write RSS 2.0 feeds (rssboard.org/rss-specification).

They follow RSS Board's Best Practices Profile: an Atom link from the feed to
itself, `content:encoded` for bodies and `dc:creator` for names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from generator.formats.entries import Entry, Feed
from generator.formats.xml import add, document

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_CREATOR = "http://purl.org/dc/elements/1.1/"


def rss(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """Return a feed of entries, newest first. The site's URL must be known: RSS has no relative links."""
    namespaces = {"atom": _ATOM, "content": _CONTENT, "dc": _CREATOR}
    root = etree.Element("rss", {"version": "2.0"}, nsmap=namespaces)
    channel = etree.SubElement(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.base + feed.page_url)
    add(channel, "description", feed.description or feed.title)
    add(channel, "language", feed.language)
    if entries:
        add(channel, "lastBuildDate", _date(max(entry.updated for entry in entries)))
    add(channel, f"{{{_ATOM}}}link", href=feed.self_url, rel="self", type="application/rss+xml")
    for entry in entries:
        _item(channel, feed, entry)
    return document(root)


def _item(channel: etree._Element, feed: Feed, entry: Entry) -> None:
    item = etree.SubElement(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", feed.base + entry.url)
    permanent = "true" if entry.identity == entry.url else "false"
    add(item, "guid", feed.base + entry.identity, isPermaLink=permanent)
    add(item, "pubDate", _date(entry.date))
    for name in entry.authors:
        # RSS's own `author` element holds mail addresses, which posts don't have.
        add(item, f"{{{_CREATOR}}}creator", name)
    if entry.category:
        add(item, "category", entry.category)
    if entry.summary:
        add(item, "description", entry.summary)
    if entry.body:
        add(item, f"{{{_CONTENT}}}encoded", entry.body)


def _date(iso: str) -> str:
    """Return a date in the form of RFC 822 with the year in full."""
    return format_datetime(datetime.fromisoformat(iso))
