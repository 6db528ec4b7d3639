"""Posts, drafts and pages as Jekyll sees them: their data, date and URL (document.rb and page.rb)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.content.dates import parse_date
from generator.core.wording import quoted
from generator.importers.article import RefusalError, Value
from generator.importers.dates import moment_of
from generator.importers.jekyll.addresses import date_parts, filled, page_pattern, slugify
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.matter import Data, Source, text, texts
from generator.importers.jekyll.walk import Found

#: `2021-12-28-title.md`
_DATED = re.compile(r"([0-9]{2,4})-([0-9]{1,2})-([0-9]{1,2})-([^/]*)")
#: A time that YAML knows, without a zone; it is UTC to YAML (yaml.org/type/timestamp.html).
_YAML_TIME = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
)
_QUOTED_DATE = re.compile(r"^date:[ \t]*[\"']", re.MULTILINE)


class Document(NamedTuple):
    """A post (or draft, or page) with its front matter, defaults included; `own` is without them.

    `moment` is in the zone that Jekyll runs in; pages have none. `prefix` and
    `slug` are the file's name without suffix: its day, and the rest. `suffix`
    is the file's own, of a page that of its output.
    """

    path: str
    role: str
    data: Data
    own: Data
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    moment: datetime | None
    prefix: str
    slug: str
    url: str
    suffix: str


def post_of(found: Found, source: Source, config: JekyllConfig, zone: ZoneInfo, changed: float) -> Document:
    """Return a post or draft. `changed` is when a draft's file was. Raises RefusalError."""
    stem, suffix = posixpath.splitext(found.path.rpartition("/")[2])
    dated = _DATED.fullmatch(stem)
    if found.role == "post" and not dated:
        reason = "its name is not of the form 2021-12-28-title.md, so Jekyll does not publish it"
        raise RefusalError("import.name", reason, "rename it")
    own = source.data or {}
    data = {**config.defaults_of(found.path, "posts"), **{k: v for k, v in own.items() if v != ""}}
    named = (dated[4] if dated else stem).rstrip(".")
    moment = _moment(text(data.get("date")), source.front, zone)
    if not moment and dated:
        moment = _named_day(dated, zone)
    if not moment and found.role == "draft":
        moment = datetime.fromtimestamp(int(changed), zone)
    if not moment:
        raise RefusalError("import.date", "its name has a day that no calendar has", "rename it")
    categories = _categories(found, own, config)
    slug = text(data.get("slug")) or named
    parts = {
        **date_parts(moment),
        "categories": "/".join(dict.fromkeys(name.lower() for name in categories)),
        "slugified_categories": "/".join(dict.fromkeys(map(slugify, categories))),
        "title": slugify(slug, pretty=True),
        "slug": slugify(slug),
        "name": slugify(stem),
        "path": found.path.removeprefix("_posts")[: -len(suffix) or None].rstrip("."),
        "collection": "posts",
        "output_ext": ".html",
    }
    url = _url(text(data.get("permalink")) or config.post_pattern, parts)
    tags = _plural(data, "tag", "tags")
    day = _named_day(dated, zone) if dated else moment
    prefix = f"{day or moment:%Y-%m-%d}-"
    return Document(found.path, found.role, data, own, categories, tags, moment, prefix, named, url, suffix)


def page_of(found: Found, source: Source, config: JekyllConfig) -> Document:
    """Return a page. Raises RefusalError."""
    folder, _, name = found.path.rpartition("/")
    stem, suffix = posixpath.splitext(name)
    own = source.data or {}
    data = {**config.defaults_of(found.path, "pages"), **{k: v for k, v in own.items() if v != ""}}
    extension = ".html" if suffix.lower() in config.markdown else suffix
    is_page = extension in (".html", ".xhtml", ".htm")
    style = page_pattern(config.style, index=stem == "index") if is_page else "/:path/:basename:output_ext"
    parts = {"path": folder, "basename": stem.rstrip("."), "output_ext": extension}
    url = _url(text(data.get("permalink")) or style, parts, of_page=True)
    categories, tags = _plural(data, "category", "categories"), _plural(data, "tag", "tags")
    return Document(found.path, found.role, data, own, categories, tags, None, "", stem, url, extension)


def title_of(document: Document) -> str:
    """Return a title; a post without one has its name's (`titleize_slug` in jekyll/utils.rb)."""
    title = text(document.data.get("title"))
    if title or document.role == "page":
        return title
    return " ".join(word.capitalize() for word in document.slug.split("-"))


def _url(pattern: str, parts: Mapping[str, str], *, of_page: bool = False) -> str:
    if of_page:  # Pages know no other placeholders, and leave a colon that is none.
        pattern = re.sub(r":(?!(?:path|basename|output_ext))", "%3A", pattern)
    try:
        return filled(pattern, parts)
    except ValueError as error:
        reason = f"the permalink {quoted(pattern)} can't be used: {error}"
        raise RefusalError("import.permalink", reason, "mend it") from None


def _moment(written: str, front: str, zone: ZoneInfo) -> datetime | None:
    """Return the date of front matter. Raises RefusalError for one that is none."""
    if not written:
        return None
    bare = _YAML_TIME.fullmatch(written) and not _QUOTED_DATE.search(front)
    moment = parse_date(written, ZoneInfo("UTC")) if bare else moment_of(written, zone)
    if not moment:
        reason = f"date is {quoted(written)}, which is no date"
        raise RefusalError("import.date", reason, "write it like 2021-12-28 07:35:22 +0800")
    return moment.astimezone(zone)


def _named_day(dated: re.Match[str], zone: ZoneInfo) -> datetime | None:
    year, month, day = (int(part) for part in dated.groups()[:3])
    if year < 100:  # as Ruby's Date.parse reads `21-12-28`
        year += 1900 if year >= 69 else 2000
    try:
        return datetime(year, month, day, tzinfo=zone).astimezone(UTC).astimezone(zone)
    except ValueError:
        return None


def _categories(found: Found, own: Mapping[str, Value], config: JekyllConfig) -> tuple[str, ...]:
    """Return the folders above `_posts`, then those of the defaults, then the post's own."""
    magic = "_drafts" if found.role == "draft" else "_posts"
    names = [name for name in found.path.split(magic, 1)[0].split("/") if name]
    defaults = config.defaults_of(found.path, "posts")
    for data in (defaults, own):
        names += texts(data.get("categories"), words=True)
    names += texts(own.get("category") or defaults.get("category"), words=False)
    return tuple(dict.fromkeys(names))


def _plural(data: Mapping[str, Value], one: str, many: str) -> tuple[str, ...]:
    """Return what stands under two keys, of which the singular is one text (`pluralized_array_from_hash`)."""
    names = texts(data[one], words=False) if data.get(one) else texts(data.get(many), words=True)
    return tuple(dict.fromkeys(names))
