"""Make records of the entries of RSS and Atom, as feedparser returns them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.importers.feeds.enclosures import Enclosure, first_picture, with_players
from generator.importers.feeds.identity import scoped
from generator.importers.feeds.json_items import paragraphs
from generator.importers.plain_lines import plain_line

_PLAIN = "text/plain"
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
#: The form that RSS asks for; feedparser cuts it off in hosts with a long last name.
_MAIL_AND_NAME = re.compile(r"[^\s@]{1,200}@[^\s@]{1,200}\s{1,9}\((?P<name>[^()]{1,500})\)")


def record_of(entry: Mapping[str, Any], feed: Mapping[str, Any], version: str, source: str) -> dict[str, Any]:
    """Return the record of an entry. `version` is that of its feed, `source` its address or file."""
    # feedparser calls an id a link, if there is no link.
    link = address if _WEB.match(address := _get(entry, "link")) else ""
    enclosures = list(_enclosures(entry))
    body, summary = _texts(entry)
    name = _get(feed, "id") or _get(feed, "link") or source
    published = _get(entry, "published") or _get(entry, "updated") or _get(entry, "created")
    record = {
        "id": scoped(_get(entry, "id") or link, name),
        "url": link,
        "title": _title(entry, version),
        "date_published": published,
        "date_modified": updated if (updated := _get(entry, "updated")) != published else "",
        "content_html": with_players(body, enclosures),
        "summary": summary,
        "authors": [{"name": name} for name in _authors(entry) or _authors(feed)],
        "tags": list(_tags(entry)),
        "image": _picture(entry) or first_picture(enclosures),
    }
    return {name: value for name, value in record.items() if value}


def _get(of: Mapping[str, Any], name: str) -> str:
    """Return a text. The `get` of feedparser's own dictionaries answers for other names, too."""
    value = dict.get(of, name) if isinstance(of, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _details(of: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = dict.get(of, name) if isinstance(of, dict) else None
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _title(entry: Mapping[str, Any], version: str) -> str:
    """Return the title on one line. Only in Atom a text is surely no HTML; in records it has entities."""
    kind = next((_get(one, "type") for one in _details(entry, "title_detail")), "")
    title = _get(entry, "title")
    plain = title if kind == _PLAIN and version.startswith("atom") else plain_line(title)
    return html.escape(plain, quote=False)


def _texts(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Return the body as HTML and the summary as a plain text; the summary is "" if it is the body."""
    contents = [_html(one) for one in _details(entry, "content")]
    summary = next((_html(one) for one in _details(entry, "summary_detail")), "")
    body = max(contents, key=len, default="") or summary
    if body == summary or not summary:
        return body, ""
    line = plain_line(summary)
    return body, "" if line == plain_line(body) else html.escape(line, quote=False)


def _html(detail: Mapping[str, Any]) -> str:
    """Return a text construct as HTML. In RSS a text without tags may have line ends that mean something."""
    value = _get(detail, "value")
    if _get(detail, "type") != _PLAIN:
        return value
    return value if "<" in value else paragraphs(html.unescape(value))


def _authors(of: Mapping[str, Any]) -> list[str]:
    if found := _MAIL_AND_NAME.fullmatch(_get(of, "author")):
        return [plain_line(found["name"])]
    names = [_get(one, "name") for one in _details(of, "authors")] or [_get(of, "author")]
    return [plain for name in names if (plain := plain_line(name))]


def _tags(entry: Mapping[str, Any]) -> Iterator[str]:
    for one in _details(entry, "tags"):
        if name := _get(one, "label") or _get(one, "term"):
            yield html.escape(plain_line(name), quote=False)


def _picture(entry: Mapping[str, Any]) -> str:
    """Return the picture of Media RSS (rssboard.org/media-rss)."""
    for one in (
        *_details(entry, "media_content"),
        *_details(entry, "media_thumbnail"),
        *_details(entry, "image"),
    ):
        url = _get(one, "url") or _get(one, "href")
        kind = _get(one, "medium") or _get(one, "type").partition("/")[0] or "image"
        if kind == "image" and _WEB.match(url):
            return url
    return ""


def _enclosures(entry: Mapping[str, Any]) -> Iterator[Enclosure]:
    for one in _details(entry, "links"):
        if _get(one, "rel") == "enclosure" and (url := _get(one, "href")):
            yield Enclosure(url, _get(one, "type"), _get(one, "title"))
