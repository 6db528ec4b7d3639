"""Atom feeds (RFC 4287)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from lxml import etree

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: What XML 1.0 cannot hold (section 2.2); scrapers bring such characters in.
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


class Feed(NamedTuple):
    """The head of a feed. `base` is the site's URL with a final slash, or ""; other urls go from there."""

    title: str
    author: str
    language: str
    base: str
    url: str
    page_url: str


def atom(feed: Feed, entries: Sequence[Sequence[Any]]) -> bytes:
    """Return a feed of entries, newest first: (url, title, date, summary, category, slug, details) each.

    A site without a URL has relative links, which RFC 4287 allows, and ids
    that are derived from its addresses.
    """
    root = etree.Element(f"{{{_NAMESPACE}}}feed", {_LANGUAGE: feed.language}, nsmap={None: _NAMESPACE})  # type: ignore[dict-item]
    way = feed.base or "../" * feed.url.count("/")
    _text(root, "id", _identity(feed.base, feed.url))
    _text(root, "title", feed.title)
    _text(root, "updated", max((_updated(entry) for entry in entries), default="1970-01-01T00:00:00Z"))
    _link(root, "self", feed.base + feed.url if feed.base else feed.url.rpartition("/")[2])
    _link(root, "alternate", way + feed.page_url or "./")
    author = etree.SubElement(root, f"{{{_NAMESPACE}}}author")
    _text(author, "name", feed.author)
    for entry in entries:
        _entry(root, feed.base, way, entry)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _entry(root: etree._Element, base: str, way: str, row: Sequence[Any]) -> None:
    url, title, date, summary, category, slug, details = row
    entry = etree.SubElement(root, f"{{{_NAMESPACE}}}entry")
    _text(entry, "id", _identity(base, url))
    _text(entry, "title", title)
    _text(entry, "published", date)
    _text(entry, "updated", _updated(row))
    _link(entry, "alternate", way + url)
    for name in json.loads(details).get("authors", ()):
        author = etree.SubElement(entry, f"{{{_NAMESPACE}}}author")
        _text(author, "name", name)
    if slug:
        etree.SubElement(
            entry, f"{{{_NAMESPACE}}}category", {"term": slug, "label": category.translate(_FORBIDDEN)}
        )
    _text(entry, "summary", summary)


def _updated(row: Sequence[Any]) -> str:
    details = json.loads(row[6])
    return str(details.get("updated", row[2]))


def _identity(base: str, url: str) -> str:
    """Return an id that stays: the URL, or where that is not known a UUID made from the address."""
    return base + url if base else uuid.uuid5(uuid.NAMESPACE_URL, url).urn


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}").text = text.translate(_FORBIDDEN)


def _link(parent: etree._Element, relation: str, target: str) -> None:
    etree.SubElement(parent, f"{{{_NAMESPACE}}}link", {"rel": relation, "href": target})
