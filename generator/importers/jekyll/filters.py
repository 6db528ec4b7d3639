"""Define the filters that Jekyll adds to Liquid (jekyll/filters.rb)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus
from zoneinfo import ZoneInfo

from generator.addresses.jekyll import slugify
from generator.content.dates import parse_date
from generator.importers.sites.inline import inline_html

_UTC = ZoneInfo("UTC")


def _where(items: Any, name: str, value: Any = None) -> list[Any]:
    """Return the items whose property has a value, or one of its values."""
    found = []
    for item in _list(items):
        own = item.get(name) if isinstance(item, dict) else None
        if (value in own) if isinstance(own, list) else (own == value or str(own) == str(value)):
            found.append(item)
    return found


def _group_by(items: Any, name: str) -> list[dict[str, Any]]:
    groups: dict[str, list[Any]] = {}
    for item in _list(items):
        own = item.get(name, "") if isinstance(item, dict) else ""
        groups.setdefault(str(own), []).append(item)
    return [{"name": key, "items": inner, "size": len(inner)} for key, inner in groups.items()]


def _list(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []


def _sentence(items: Any, connector: str = "and") -> str:
    texts = [str(item) for item in _list(items)]
    if len(texts) < 3:
        return f" {connector} ".join(texts)
    return f"{', '.join(texts[:-1])}, {connector} {texts[-1]}"


def _dated(form: str) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        moment = parse_date(str(value), _UTC)
        return moment.strftime(form) if moment else str(value or "")

    return write


def _relative(value: Any) -> str:
    text = str(value or "")
    return text if re.match(r"[a-z][a-z0-9+.-]*:|//", text, re.IGNORECASE) else f"/{text.lstrip('/')}"


FILTERS: dict[str, Callable[..., Any]] = {
    "where": _where,
    "group_by": _group_by,
    "relative_url": _relative,
    "markdownify": lambda value: inline_html(str(value or "")),
    "slugify": lambda value, *_: slugify(str(value or "")),
    "jsonify": lambda value: json.dumps(value, ensure_ascii=False, default=str),
    "xml_escape": lambda value: html.escape(str(value or "")),
    "cgi_escape": lambda value: quote_plus(str(value or "")),
    "uri_escape": lambda value: quote(str(value or ""), safe="/:?#[]@!$&'()*+,;=%"),
    "number_of_words": lambda value, *_: len(str(value or "").split()),
    "array_to_sentence_string": _sentence,
    "date_to_string": _dated("%d %b %Y"),
    "date_to_long_string": _dated("%d %B %Y"),
    "date_to_xmlschema": _dated("%Y-%m-%dT%H:%M:%S%z"),
    "normalize_whitespace": lambda value: " ".join(str(value or "").split()),
    "strip_index": lambda value: re.sub(r"/index\.html?$", "/", str(value or "")),
    "smartify": lambda value: value,
    "to_integer": lambda value: int(value) if str(value).lstrip("-").isdecimal() else 0,
    "push": lambda items, item: [*_list(items), item],
    "unshift": lambda items, item: [item, *_list(items)],
    "pop": lambda items: _list(items)[:-1],
    "shift": lambda items: _list(items)[1:],
}
