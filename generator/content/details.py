"""Collect the details of a post that only its own page shows, as one JSON object."""

from __future__ import annotations

import json
import re
from zoneinfo import ZoneInfo

from generator.body.web_addresses import web_address
from generator.content.frontmatter.keys import ENGINES, SOURCE_ADDRESSES
from generator.content.frontmatter.record import Record
from generator.content.navigation import navigation_of
from generator.core.wording import quoted

_WEB_ADDRESS = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LAYOUT = re.compile(r"[\w-]{1,60}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,6}")
_EXAMPLES = {"lang": "zh-CN", "layout": "post"}
#: One encoder for all calls; json.dumps with these options would make one for each call.
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def details_of(
    record: Record,
    zone: ZoneInfo,
    engine: str,
    source: str,
    source_url: str,
    shown: tuple[int, int] | None = None,
    *,
    is_page: bool = False,
) -> str:
    """Return the details of a post as JSON, keys in order, without empty ones.

    `engine` is the engine that the file names, or "". `source` and `source_url` come from the body's tail;
    they are used where the front matter has none. `shown` is as `shown_bytes` has it. A page has its place in
    the navigation.
    """
    updated = record.moment("updated", zone)
    details = {
        "updated": updated.isoformat(timespec="seconds") if updated else "",
        "source": record.text("source") or source,
        "source_url": source_url_of(record, source_url),
        "authors": record.texts("author", "authors"),
        "image": _image(record),
        "image_alt": record.text("image_alt"),
        "lang": _matching(record, "lang", "lang.unusable", _LANGUAGE).replace("_", "-"),
        "layout": _matching(record, "layout", "layout.unusable", _LAYOUT),
        "engine": engine,
        "translations": _translations(record),
        "shown": shown,
        "search": "" if record.flag("search", default=True) else "off",
    }
    given = {key: value for key, value in details.items() if value}
    return _JSON.encode({**given, **navigation_of(record)} if is_page else given)


def with_pictures(details: str, pictures: tuple[str, ...]) -> str:
    """Return details with what the first picture of the post may be."""
    return _JSON.encode({**json.loads(details), "pictures": pictures}) if pictures else details


def engine_of(record: Record, path: str) -> str:
    """Return the engine that the file names, by `markdown:` or by its suffix; else ""."""
    named = record.text("markdown").lower()
    if named in ENGINES:
        return named
    if named:
        message = f"markdown names {quoted(named)}, which is not an engine; the engine of the site is used"
        record.diagnostics.warn(
            "markdown.unknown", record.position("markdown"), message, f"write {' or '.join(ENGINES)}"
        )
    return "html" if path.lower().endswith((".html", ".htm")) else ""


def source_url_of(record: Record, from_tail: str) -> str:
    """Return the address of the original, which the tail of the body has where the front matter has none.

    Only the key `source_url` has no other meaning, so only it is reported.
    """
    return _source_url(record) or _on_the_web(from_tail)


def _source_url(record: Record) -> str:
    written = record.text("source_url")
    for text in (written, *map(record.text, SOURCE_ADDRESSES)):
        if address := _on_the_web(text):
            return address
    if not written:
        return ""
    message = f"source_url {quoted(written)} is left out: it is not a web address"
    record.diagnostics.warn(
        "source.unusable", record.position("source_url"), message, "write an address with http:// or https://"
    )
    return ""


def _on_the_web(url: str) -> str:
    """Return a web address as a page may have it; "" for other addresses."""
    return web_address(url) if _WEB_ADDRESS.match(url) else ""


def _image(record: Record) -> str:
    written = record.text("image")
    if not _SCHEME.match(written) or _WEB_ADDRESS.match(written):
        return written
    message = f"image {quoted(written)} is left out: it is neither a web address nor a path of this site"
    record.diagnostics.warn(
        "image.unusable", record.position("image"), message, "write /files/a.png or https://…"
    )
    return ""


def _translations(record: Record) -> dict[str, str]:
    """Return the addresses of the post in other languages, by their tags."""
    found: dict[str, str] = {}
    for language, address in record.pairs("translations"):
        tag = language.replace("_", "-")
        is_tag = tag == "x-default" or _LANGUAGE.fullmatch(tag)
        if is_tag and (_WEB_ADDRESS.match(address) or re.match(r"/(?![/\\])", address)):
            found[tag] = address
        else:
            _leave_out(record, f"{language}: {address}")
    if not found and record.text("translations"):
        _leave_out(record, record.text("translations"))
    return found


def _leave_out(record: Record, written: str) -> None:
    message = f"the translation {quoted(written)} is left out: it is not a language tag with an address"
    record.diagnostics.warn(
        "translations.unusable",
        record.position("translations"),
        message,
        "write translations like en: /en/a.html",
    )


def _matching(record: Record, key: str, code: str, pattern: re.Pattern[str]) -> str:
    """Return the text under a key if it matches the pattern; else "" with a warning."""
    written = record.text(key)
    if not written or pattern.fullmatch(written):
        return written
    message = f"{key} {quoted(written)} is left out: it has characters that {key} can't have"
    record.diagnostics.warn(code, record.position(key), message, f"write it like {_EXAMPLES[key]}")
    return ""
