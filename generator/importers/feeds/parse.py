"""Read a feed: RSS and Atom by feedparser, which is forgiving; JSON Feed, which it does not know, as JSON.

The entries of all three become records with the names of JSON Feed (jsonfeed.org/version/1.1). So they are
imported as records are, and `--map` means the same for each.
"""

from __future__ import annotations

import io
import json
import re
from typing import Any, NamedTuple

from generator.core.errors import BackfileError
from generator.importers.feeds.entries import record_of
from generator.importers.feeds.json_items import record_of_item
from generator.importers.plain_lines import plain_line

Record = dict[str, Any]

_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_JSON_FEED = "https://jsonfeed.org/version/"
_LINK = re.compile(
    rb"<link\s[^<>]{0,500}\btype\s*=\s*[\"']application/(?:rss|atom)\+xml[\"'][^<>]{0,500}>", re.I
)
_HREF = re.compile(rb"\bhref\s*=\s*[\"']([^\"'<>]{1,500})[\"']", re.I)


class Feed(NamedTuple):
    """A feed: its title, its language ("" if unknown), the records of its entries, and what is wrong with it.

    `damage` is a sentence, "" for none; `line` and `column` are its place, 0 if it has none.
    """

    title: str
    language: str
    records: list[Record]
    damage: str = ""
    line: int = 0
    column: int = 0


def parse_feed(data: bytes, media_type: str, source: str) -> Feed:
    """Return a feed. `source` is its address or file, `media_type` what a server called it, "" for a file.

    Raises BackfileError for anything else.
    """
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    feed = _json_feed(data, source) if start == b"{" else _xml_feed(data, media_type, source)
    return feed._replace(records=_once(feed.records))


def _once(records: list[Record]) -> list[Record]:
    """Return each entry once: a feed that has an id twice means the same entry, the newest one first."""
    found: dict[str, Record] = {}
    for number, record in enumerate(records):
        found.setdefault(str(record.get("id") or f"\0{number}"), record)
    return list(found.values())


def _json_feed(data: bytes, source: str) -> Feed:
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BackfileError(f"{source}: it is not UTF-8, as every JSON Feed is") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BackfileError(f"{source}: its JSON is damaged ({place}): {error.msg}") from None
    except (ValueError, RecursionError):
        raise BackfileError(f"{source}: it has a number that is too long, or lists nested too deep") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not str(feed.get("version", "")).startswith(_JSON_FEED):
        raise BackfileError(f"{source}: this is no JSON Feed: it has no version or no items")
    records = [record_of_item(item, feed, source) for item in items if isinstance(item, dict)]
    lost = len(items) - len(records)
    damage = f"{lost:,} items are no objects; they were left out" if lost else ""
    return Feed(_text(feed.get("title")), _text(feed.get("language")), records, damage)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _xml_feed(data: bytes, media_type: str, source: str) -> Feed:
    parsed = _parsed(data, media_type, source)
    if not parsed.get("version") and not parsed["entries"]:
        raise BackfileError(f"{source}: this is no feed{_hint(data)}")
    feed = parsed["feed"]
    records = [record_of(entry, feed, str(parsed.get("version")), source) for entry in parsed["entries"]]
    damage, line, column = _damage(parsed)
    title, language = (_text(dict.get(feed, name)) for name in ("title", "language"))
    return Feed(plain_line(title), language, records, damage, line, column)


def _parsed(data: bytes, media_type: str, source: str) -> Any:
    try:
        import feedparser
    except ModuleNotFoundError as error:
        raise BackfileError(
            f"import feed needs {error.name}, which is not installed; run pip install 'backfile[feeds]'"
        ) from error
    charset = _CHARSET.search(media_type)
    # What servers call a feed says little: many send text/html. The name of its encoding counts.
    headers = {"content-type": f"application/xml; charset={charset[1]}" if charset else "application/xml"}
    if "://" in source:
        headers["content-location"] = source
    # As a stream: a text could be taken for the name of a file, or for an address.
    stream = io.BytesIO(data)
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False)
    except (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # Its own parsers of HTML give up on some texts that no program should write.
        raise BackfileError(
            f"{source}: feedparser can't read it ({type(error).__name__}: {error})"
        ) from error


def _damage(parsed: Any) -> tuple[str, int, int]:
    """Return what is wrong with a feed that was read all the same, and where."""
    error = parsed.get("bozo_exception") if parsed.get("bozo") else None
    if error is None:
        return "", 0, 0
    reason = getattr(error, "getMessage", lambda: str(error))() or type(error).__name__
    line, column = (getattr(error, name, lambda: 0)() for name in ("getLineNumber", "getColumnNumber"))
    return f"it is no valid feed ({reason}); what could be read was", line or 0, (column or -1) + 1


def _hint(data: bytes) -> str:
    """Return where the feed of a page is, if the page says so."""
    found = _LINK.search(data[:1_000_000])
    href = _HREF.search(found[0]) if found else None
    if not href:
        return "; name the address of an RSS, Atom or JSON Feed"
    return f", but the page names one: {href[1].decode('utf-8', 'replace')}"
