"""Define the filters that Jekyll 4 adds to Liquid (jekyll/filters.rb), for texts and dates."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, quote_plus
from zoneinfo import ZoneInfo

from generator.addresses.jekyll import slugify
from generator.content.dates import parse_date
from generator.importers.jekyll.list_filters import LIST_FILTERS, items_of
from generator.importers.sites.inline import inline_html

_CJK = (
    r"\u1100-\u11ff\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
#: A character of Chinese, Japanese or Korean, or a word of other letters.
_WORDS = re.compile(rf"[{_CJK}]|[^{_CJK}\s]+")
_HOST = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def jekyll_filters(zone: ZoneInfo, absolute: Callable[[str], str]) -> dict[str, Callable[..., Any]]:
    """Return the filters by name, for a site whose dates are in a zone; `absolute` adds the host."""
    return {
        **_TEXT_FILTERS,
        **LIST_FILTERS,
        "absolute_url": lambda value: absolute(_text(value)),
        "date_to_string": _dated(zone, "%b"),
        "date_to_long_string": _dated(zone, "%B"),
        "date_to_xmlschema": lambda value: _written(value, zone, _xml_date),
        "date_to_rfc822": lambda value: _written(value, zone, lambda at: f"{at:%a, %d %b %Y %H:%M:%S %z}"),
    }


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _written(value: Any, zone: ZoneInfo, form: Callable[[datetime], str]) -> str:
    """Return a date in a form; what is no date stays as it is."""
    moment = value if isinstance(value, datetime) else parse_date(_text(value), zone)
    return form(moment.astimezone(zone)) if moment else _text(value)


def _dated(zone: ZoneInfo, month: str) -> Callable[..., str]:
    """Return a filter for dates: `28 Dec 2021`, `ordinal` 28th Dec 2021, and in the US Dec 28th, 2021."""

    def write(value: Any, kind: str = "", style: str = "") -> str:
        if kind != "ordinal":
            return _written(value, zone, lambda at: at.strftime(f"%d {month} %Y"))
        if style == "US":
            return _written(value, zone, lambda at: at.strftime(f"{month} {_ordinal(at.day)}, %Y"))
        return _written(value, zone, lambda at: at.strftime(f"{_ordinal(at.day)} {month} %Y"))

    return write


def _ordinal(day: int) -> str:
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _xml_date(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _relative(value: Any) -> str:
    text = _text(value)
    return text if _HOST.match(text) else f"/{text.lstrip('/')}"


def _slug(value: Any, mode: str = "default") -> str:
    """Return the slug that a mode of Jekyll makes: `none`, `raw`, `pretty`, `ascii`, `latin` or the usual."""
    text = _text(value)
    if mode == "none":
        return text.lower()
    if mode == "raw":
        return re.sub(r"^-|-$", "", re.sub(r"\s+", "-", text)).lower()
    if mode == "latin":
        text = "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
    if mode in ("ascii", "latin"):
        text = re.sub(r"[^\x00-\x7f]+", " ", text)
    return slugify(text, pretty=mode == "pretty").lower()


def _number_of_words(value: Any, mode: str = "") -> int:
    text = _text(value)
    counts_signs = mode == "cjk" or (mode == "auto" and re.search(f"[{_CJK}]", text))
    return len(_WORDS.findall(text)) if counts_signs else len(text.split())


def _sentence(items: Any, connector: str = "and") -> str:
    texts = [str(item) for item in items_of(items)]
    if len(texts) < 3:
        return f" {connector} ".join(texts)
    return f"{', '.join(texts[:-1])}, {connector} {texts[-1]}"


def _integer(value: Any) -> int:
    if isinstance(value, bool):
        return int(value)
    found = re.match(r"\s*([+-]?[0-9]{1,18})", _text(value))
    return int(found[1]) if found else 0


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


_TEXT_FILTERS: dict[str, Callable[..., Any]] = {
    "relative_url": _relative,
    "markdownify": lambda value: inline_html(_text(value)),
    "smartify": lambda value: value,
    "slugify": _slug,
    "jsonify": _json,
    "inspect": lambda value: html.escape(_json(value)),
    "xml_escape": lambda value: html.escape(_text(value)),
    "cgi_escape": lambda value: quote_plus(_text(value)),
    "uri_escape": lambda value: quote(_text(value), safe="/:?#[]@!$&'()*+,;=%"),
    "number_of_words": _number_of_words,
    "array_to_sentence_string": _sentence,
    "normalize_whitespace": lambda value: " ".join(_text(value).split()),
    "strip_index": lambda value: re.sub(r"/index\.html?$", "/", _text(value)),
    "to_integer": _integer,
}
