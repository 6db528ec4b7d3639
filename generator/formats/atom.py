"""Write Atom feeds (RFC 4287) and archived feeds (RFC 5005, section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from generator.formats.entries import Entry, Feed, entry_id
from generator.formats.xml import FORBIDDEN, LANGUAGE, add, document

_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
_ = f"{{{_ATOM}}}"


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
    root = _root(feed, entries, {None: _ATOM})
    _link(root, "self", feed.self_url)
    _link(root, "alternate", feed.root + feed.page_url or "./")
    if feed.archive:
        _link(root, "prev-archive", feed.root + feed.archive)
    return _with_entries(root, feed, entries)


def archive(feed: Feed, position: Position, entries: Sequence[Entry]) -> bytes:
    """Return an archive with older entries of a feed; it has the id of the feed and links to it."""
    root = _root(feed, entries, {None: _ATOM, "fh": _HISTORY})
    place = feed._replace(url=position.url)
    add(root, f"{{{_HISTORY}}}archive")
    _link(root, "self", place.self_url)
    _link(root, "current", place.root + feed.url)
    for relation, url in (("prev-archive", position.before), ("next-archive", position.after)):
        if url:
            _link(root, relation, place.root + url)
    return _with_entries(root, place, entries)


def _root(feed: Feed, entries: Sequence[Entry], namespaces: dict[str | None, str]) -> etree._Element:
    root = etree.Element(f"{_}feed", {LANGUAGE: feed.language}, nsmap=namespaces)  # type: ignore[arg-type]
    add(root, f"{_}id", entry_id(feed.base, feed.url))
    add(root, f"{_}title", feed.title)
    add(root, f"{_}updated", max((entry.updated for entry in entries), default="1970-01-01T00:00:00Z"))
    return root


def _with_entries(root: etree._Element, feed: Feed, entries: Sequence[Entry]) -> bytes:
    add(add(root, f"{_}author"), f"{_}name", feed.author)
    for entry in entries:
        _entry(root, feed, entry)
    return document(root)


def _entry(root: etree._Element, feed: Feed, entry: Entry) -> None:
    node = etree.SubElement(root, f"{_}entry")
    if entry.language:
        node.set(LANGUAGE, entry.language)
    add(node, f"{_}id", entry_id(feed.base, entry.identity))
    add(node, f"{_}title", entry.title)
    add(node, f"{_}published", entry.date)
    add(node, f"{_}updated", entry.updated)
    _link(node, "alternate", feed.root + entry.url)
    if entry.source_url:
        _link(node, "via", entry.source_url)
    for name in entry.authors:
        add(add(node, f"{_}author"), f"{_}name", name)
    if entry.slug:
        label = {"label": entry.category.translate(FORBIDDEN)} if entry.category else {}
        add(node, f"{_}category", term=entry.slug, **label)
    if entry.summary:
        add(node, f"{_}summary", entry.summary)
    if entry.body:
        add(node, f"{_}content", entry.body, type="html")


def _link(parent: etree._Element, relation: str, target: str) -> None:
    etree.SubElement(parent, f"{_}link", {"rel": relation, "href": target.translate(FORBIDDEN)})
