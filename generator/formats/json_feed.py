"""Write JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from generator.formats.entries import Entry, Feed, entry_id


def json_feed(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """Return a feed of entries, newest first. The site's URL must be known: readers resolve no links."""
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.base + feed.page_url,
        "feed_url": feed.self_url,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs],
    }
    filled = {name: value for name, value in head.items() if value}
    whole = filled | {"items": [_item(feed, entry) for entry in entries]}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _item(feed: Feed, entry: Entry) -> dict[str, object]:
    """Return an item. Without a body, summary or title is its text, since an item must have content."""
    item = {
        "id": entry_id(feed.base, entry.identity),
        "url": feed.base + entry.url,
        "external_url": entry.source_url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.body,
        "image": feed.place(entry.picture.url) if entry.picture else "",
        "attachments": _attachments(feed, entry),
        "date_published": entry.date,
        "date_modified": entry.updated if entry.updated != entry.date else "",
        "authors": [{"name": name} for name in entry.authors],
        "tags": [entry.category] if entry.category else [],
        "language": entry.language,
    }
    filled: dict[str, object] = {name: value for name, value in item.items() if value}
    return filled if entry.body else filled | {"content_text": entry.summary or entry.title}


def _attachments(feed: Feed, entry: Entry) -> list[dict[str, object]]:
    one = entry.picture
    if one is None:
        return []
    return [{"url": feed.place(one.url), "mime_type": one.type, "size_in_bytes": one.size}]
