"""Tell readers of feeds of the picture of a post, by Media RSS (rssboard.org/media-rss), in RSS and Atom."""

from __future__ import annotations

from collections.abc import Sequence

from generator.formats.entries import Entry, Feed
from generator.formats.xml import XmlWriter

_MEDIA = "http://search.yahoo.com/mrss/"


def namespaces(feed: Feed, entries: Sequence[Entry]) -> dict[str, str]:
    """Return the namespace, for a feed that has pictures."""
    has_pictures = feed.base and any(entry.picture for entry in entries)
    return {"xmlns:media": _MEDIA} if has_pictures else {}


def add_media(writer: XmlWriter, feed: Feed, entry: Entry) -> None:
    """Add the picture of an entry, if there is one, and the site's URL is known: addresses here are whole."""
    one = entry.picture
    if one and feed.base:
        writer.add(
            "media:content",
            url=feed.place(one.url),
            type=one.type,
            medium="image",
            width=str(one.width),
            height=str(one.height),
            fileSize=str(one.size),
        )
