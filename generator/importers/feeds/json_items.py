"""Make records of the items of a JSON Feed (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

from generator.importers.feeds.enclosures import Enclosure, first_picture, with_players
from generator.importers.feeds.identity import scoped

#: Members of an item that records have under the same names.
_SAME = (
    "url", "external_url", "content_html", "summary", "image", "banner_image", "date_published",
    "date_modified", "authors", "author", "tags", "language",
)  # fmt: skip


def record_of_item(item: Mapping[str, Any], feed: Mapping[str, Any], source: str) -> dict[str, Any]:
    """Return the record of an item. `source` is the address or file of its feed."""
    record = {name: item[name] for name in _SAME if item.get(name)}
    record["id"] = scoped(_plain(item.get("id")), _plain(feed.get("feed_url")) or source)
    # Texts are plain here; in records they may have entities.
    for name in ("title", "summary"):
        if isinstance(item.get(name), str):
            record[name] = html.escape(item[name], quote=False)
    if isinstance(item.get("tags"), list):
        record["tags"] = [html.escape(tag, quote=False) for tag in item["tags"] if isinstance(tag, str)]
    if not record.get("content_html") and isinstance(item.get("content_text"), str):
        record["content_html"] = paragraphs(item["content_text"])
    if not record.get("authors") and not record.get("author") and feed.get("authors"):
        record["authors"] = feed["authors"]
    record.setdefault("image", record.pop("banner_image", None))
    enclosures = list(_attachments(item.get("attachments")))
    record["image"] = record["image"] or first_picture(enclosures)
    record["content_html"] = with_players(str(record.get("content_html", "")), enclosures)
    return {name: value for name, value in record.items() if value}


def paragraphs(text: str) -> str:
    """Return a plain text as HTML: a blank line ends a paragraph, a line end breaks a line."""
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return "\n".join(
        f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts if part
    )


def _attachments(value: Any) -> Iterator[Enclosure]:
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict) and isinstance(one.get("url"), str):
            yield Enclosure(one["url"], _plain(one.get("mime_type")), _plain(one.get("title")))


def _plain(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
