"""Read posts, drafts and pages like Hexo: their data, dates, terms and addresses."""

from __future__ import annotations

import hashlib
import posixpath
import re
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.content.dates import is_given, parse_date
from generator.importers.article import Value
from generator.importers.hexo.config import HexoConfig
from generator.importers.hexo.slugs import slugized
from generator.importers.hexo.source_files import SourceFile
from generator.importers.sites.dating import Dated, read_date
from generator.importers.sites.front_matter import Data, Source, text, texts

_TOKEN = re.compile(r":(\w+)")
#: A timestamp of YAML with an offset.
_TIMESTAMP = re.compile(r"[0-9-]{8,10}(?:[Tt]|[ \t]+)[0-9:.]+[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?)")
_QUOTED_DATE = re.compile(r"^date:[ \t]*[\"']", re.MULTILINE)
#: Parts of `new_post_name`, as they stand in the names of files.
_PARTS = {
    "year": "[0-9]{4}", "month": "[0-9]{2}", "day": "[0-9]{2}", "i_month": "[0-9]{1,2}",
    "i_day": "[0-9]{1,2}", "hash": "[0-9a-f]{12}",
}  # fmt: skip


class Document(NamedTuple):
    """A post, draft or page. `categories` are paths, the highest first; `slug` is its name in addresses.

    `url` is "" where only Hexo's own database knows it. `doubt` is what is wrong with its date.
    """

    file: SourceFile
    data: Data
    slug: str
    instant: datetime | None
    categories: tuple[tuple[str, ...], ...]
    tags: tuple[str, ...]
    url: str
    doubt: str = ""

    @property
    def title(self) -> str:
        """Its title."""
        return text(self.data.get("title"))


class Zones(NamedTuple):
    """The zone in which dates are written, and that of the machine, in which addresses are made of them."""

    written: ZoneInfo
    machine: ZoneInfo


def post_of(file: SourceFile, source: Source, config: HexoConfig, zones: Zones, changed: float) -> Document:
    """Return a post or draft; `changed` is the time of its file in seconds. Raises RefusalError."""
    data, zone = source.data or {}, zones.written
    named = _named(file.inside, config.new_post_name)
    slug = named.get("title", "")
    dated = _dated(file, data, source.front, zone)
    instant = (
        (dated and dated.instant) or _named_day(named, zone) or datetime.fromtimestamp(int(changed), zone)
    )
    categories = categories_of(data.get("categories") or data.get("category"))
    tags = tuple(dict.fromkeys(texts(data.get("tags") or data.get("tag"), words=False)))
    document = Document(file, {**named, **data}, slug, instant, categories, tags, "")
    url = _post_url(document, instant.astimezone(zones.machine), config, has_date=_is_dated(data, named))
    return document._replace(url=url, doubt=dated.doubt if dated else "")


def page_of(file: SourceFile, data: Data) -> Document:
    """Return a page."""
    own = text(data.get("permalink"))
    path = own or f"{posixpath.splitext(file.path)[0]}.html"
    if own.endswith("/"):
        path = f"{own}index.html"
    elif own and not posixpath.splitext(own)[1]:
        path = f"{own}.html"
    path = path.lstrip("/")
    url = (
        f"/{path.removesuffix('index.html')}"
        if path == "index.html" or path.endswith("/index.html")
        else f"/{path}"
    )
    return Document(file, data, posixpath.splitext(file.path)[0], None, (), (), url)


def categories_of(value: Value | None) -> tuple[tuple[str, ...], ...]:
    """Return categories as paths: a list is one path, and a list of lists several."""
    if isinstance(value, str):
        return ((value.strip(),),) if value.strip() else ()
    if not isinstance(value, list | tuple):
        return ()
    if not any(isinstance(one, list | tuple) for one in value):
        path = tuple(texts(value, words=False))
        return (path,) if path else ()
    paths = (tuple(texts(one, words=False)) for one in value)
    return tuple(dict.fromkeys(path for path in paths if path))


def _named(path: str, pattern: str) -> dict[str, str]:
    """Return the parts of a file's name by `new_post_name` (`parseFilename` in hexo's post processor)."""
    plain, rule = posixpath.splitext(path)[0], posixpath.splitext(pattern)[0]
    seen: set[str] = set()

    def part(found: re.Match[str]) -> str:
        name = found[1].replace("\\", "")
        if name in seen:
            return ".+?"
        seen.add(name)
        return f"(?P<{name}>{_PARTS.get(name, '.+?')})"

    matched = re.fullmatch(re.sub(r":(\w+)", part, re.escape(rule)), plain)
    found = dict(matched.groupdict()) if matched else {}
    return found if found.get("title") else {**found, "title": slugized(plain)}


def _is_dated(data: Data, named: dict[str, str]) -> bool:
    return is_given(text(data.get("date"))) or "year" in named


def _dated(file: SourceFile, data: Data, front: str, zone: ZoneInfo) -> Dated | None:
    """Return the date of front matter, None without.

    hexo-front-matter reads a timestamp of YAML as UTC, and takes the time on the clock there for that of
    the zone; a text in quotes keeps its offset. Raises RefusalError.
    """
    written = text(data.get("date"))
    if not is_given(written):
        return None
    found = read_date("date", written, posixpath.basename(file.path), zone)
    if _TIMESTAMP.fullmatch(written) and not _QUOTED_DATE.search(front):
        return Dated(found.instant.astimezone(UTC).replace(tzinfo=zone))
    return found._replace(instant=found.instant.astimezone(zone))


def _named_day(named: dict[str, str], zone: ZoneInfo) -> datetime | None:
    parts = [
        named.get("year"),
        named.get("month") or named.get("i_month"),
        named.get("day") or named.get("i_day"),
    ]
    if not all(parts):
        return None
    return parse_date("-".join(f"{int(one or 0):02}" for one in parts), zone)


def _post_url(document: Document, instant: datetime, config: HexoConfig, *, has_date: bool) -> str:
    own = text(document.data.get("permalink"))
    if own:
        ends = own.endswith(("/", ".htm", ".html"))
        return f"/{own.lstrip('/')}" if ends or not config.assets else f"/{own.strip('/')}/"
    values = _tokens(document, instant, config)
    if not has_date:  # The time of a file is that of its last copy, so these addresses were different.
        values = {name: value for name, value in values.items() if name not in ("hash", "timestamp")}
    missing = [name for name in _TOKEN.findall(config.permalink) if name not in values]
    if missing:
        return ""
    path = _TOKEN.sub(lambda found: values[found[1]], config.permalink)
    return re.sub("/{2,}", "/", f"/{path}")


def _tokens(document: Document, instant: datetime, config: HexoConfig) -> dict[str, str]:
    """Return the placeholders of `permalink` (post_permalink.js); values of front matter are among them."""
    seconds = int(instant.astimezone(UTC).timestamp())
    categories = document.categories
    found = {
        "title": document.slug, "name": posixpath.basename(document.slug),
        "post_title": slugized(document.title, 1),
        "year": f"{instant.year:04}", "month": f"{instant.month:02}",
        "day": f"{instant.day:02}", "hour": f"{instant.hour:02}", "minute": f"{instant.minute:02}",
        "second": f"{instant.second:02}", "i_month": str(instant.month), "i_day": str(instant.day),
        "timestamp": str(seconds),
        "hash": hashlib.sha1(f"{document.slug}{seconds}".encode(), usedforsecurity=False).hexdigest()[:12],
        "category": config.category_slug(categories[-1]) if categories else _default_category(config),
    }  # fmt: skip
    own = {name: text(value) for name, value in document.data.items() if text(value)}
    return {**config.defaults, **own, **found}


def _default_category(config: HexoConfig) -> str:
    return text(config.values.get("default_category")) or "uncategorized"
