"""Write Atom feeds (RFC 4287) and archived feeds (RFC 5005, section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.formats.entries import Entry, Feed, entry_id
from generator.formats.media_rss import add_media, namespaces
from generator.formats.xml import XmlWriter

_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"


class Position(NamedTuple):
    """The URLs of an archive and of those before and after it ("" for none), from the root."""

    url: str
    before: str
    after: str


def atom(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """Return a feed of entries, newest first.

    A site without a URL has relative links, which RFC 4287 allows, and ids
    that are derived from its addresses.
    """
    writer = _begun(feed, entries, {"xmlns": _ATOM, **namespaces(feed, entries)})
    _link(writer, "self", feed.self_url)
    _link(writer, "alternate", feed.root + feed.page_url or "./")
    for hub in feed.hubs:
        _link(writer, "hub", hub)
    if feed.archive:
        _link(writer, "prev-archive", feed.root + feed.archive)
    return _with_entries(writer, feed, entries)


def archive(feed: Feed, position: Position, entries: Sequence[Entry]) -> bytes:
    """Return an archive with older entries of a feed; it has the id of the feed and links to it."""
    writer = _begun(feed, entries, {"xmlns": _ATOM, "xmlns:fh": _HISTORY})
    place = feed._replace(url=position.url)
    writer.add("fh:archive")
    _link(writer, "self", place.self_url)
    _link(writer, "current", place.root + feed.url)
    for relation, url in (("prev-archive", position.before), ("next-archive", position.after)):
        if url:
            _link(writer, relation, place.root + url)
    return _with_entries(writer, place, entries)


def _begun(feed: Feed, entries: Sequence[Entry], declared: dict[str, str]) -> XmlWriter:
    writer = XmlWriter()
    writer.begin("feed", **declared, **{"xml:lang": feed.language})
    writer.add("id", entry_id(feed.base, feed.url))
    writer.add("title", feed.title)
    writer.add("updated", max((entry.updated for entry in entries), default="1970-01-01T00:00:00Z"))
    return writer


def _with_entries(writer: XmlWriter, feed: Feed, entries: Sequence[Entry]) -> bytes:
    _author(writer, feed.author)
    for entry in entries:
        _entry(writer, feed, entry)
    return writer.document()


def _entry(writer: XmlWriter, feed: Feed, entry: Entry) -> None:
    writer.begin("entry", **({"xml:lang": entry.language} if entry.language else {}))
    writer.add("id", entry_id(feed.base, entry.identity))
    writer.add("title", entry.title)
    writer.add("published", entry.date)
    writer.add("updated", entry.updated)
    _link(writer, "alternate", feed.root + entry.url)
    if entry.source_url:
        _link(writer, "via", entry.source_url)
    if one := entry.picture:
        place = {"rel": "enclosure", "href": feed.place(one.url)}
        writer.add("link", **place, type=one.type, length=str(one.size))
    for name in entry.authors:
        _author(writer, name)
    if entry.slug:
        writer.add("category", term=entry.slug, **({"label": entry.category} if entry.category else {}))
    if entry.summary:
        writer.add("summary", entry.summary)
    if entry.body:
        writer.add("content", entry.body, type="html")
    add_media(writer, feed, entry)
    writer.end()


def _author(writer: XmlWriter, name: str) -> None:
    writer.begin("author")
    writer.add("name", name)
    writer.end()


def _link(writer: XmlWriter, relation: str, target: str) -> None:
    writer.add("link", rel=relation, href=target)
