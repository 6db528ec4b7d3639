"""Read posts, drafts and pages like Jekyll: their data, dates and URLs (document.rb and page.rb)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.addresses.jekyll import filled, post_parts
from generator.content.dates import is_given
from generator.core.wording import quoted
from generator.importers.article import RefusalError, Value
from generator.importers.jekyll.addresses import page_pattern
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.source_files import SourceFile
from generator.importers.sites.dating import read_date
from generator.importers.sites.front_matter import Data, Source, text, texts

#: `2021-12-28-title.md`
_DATED = re.compile(r"([0-9]{2,4})-([0-9]{1,2})-([0-9]{1,2})-([^/]*)")
#: A timestamp of YAML without a zone, which means UTC (yaml.org/type/timestamp.html).
_YAML_TIME = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
)
_QUOTED_DATE = re.compile(r"^date:[ \t]*[\"']", re.MULTILINE)


class Document(NamedTuple):
    """A post, draft or page. `data` is its front matter with defaults; `own` is without defaults.

    `instant` is its date in the zone of Jekyll; None for a page. `prefix` and
    `slug` are the file's name without suffix: the day and the rest. `suffix` is
    that of the file, or of a page's output. `doubt` is what is wrong with its date.
    """

    path: str
    role: str
    data: Data
    own: Data
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    instant: datetime | None
    prefix: str
    slug: str
    url: str
    suffix: str
    doubt: str = ""


def post_of(
    found: SourceFile, source: Source, config: JekyllConfig, zone: ZoneInfo, changed: float
) -> Document:
    """Return a post or draft. `changed` is the file's modification time in seconds. Raises RefusalError."""
    stem, suffix = posixpath.splitext(found.path.rpartition("/")[2])
    dated = _DATED.fullmatch(stem)
    if found.role == "post" and not dated:
        reason = "its name is not like 2021-12-28-title.md, so Jekyll does not publish it"
        raise RefusalError("import.name", reason, "rename it")
    own = source.data or {}
    data = {**config.defaults_of(found.path, "posts"), **{k: v for k, v in own.items() if v != ""}}
    named = (dated[4] if dated else stem).rstrip(".")
    instant, doubt = _instant(text(data.get("date")), source.front, stem, zone)
    if not instant and dated:
        instant = _named_day(dated, zone)
    if not instant and found.role == "draft":
        instant = datetime.fromtimestamp(int(changed), zone)
    if not instant:
        raise RefusalError("import.date", "the day in its name does not exist", "rename it")
    categories = _categories(found, own, config)
    slug = text(data.get("slug")) or named
    path = found.path.removeprefix("_posts")[: -len(suffix) or None].rstrip(".")
    parts = post_parts(instant, categories, slug, stem, path)
    if suffix.lower() == ".htm":  # Jekyll converts Markdown alone to .html; other files keep their suffix.
        parts["output_ext"] = ".htm"
    url = _url(text(data.get("permalink")) or config.post_pattern, parts)
    tags = _plural(data, "tag", "tags")
    day = _named_day(dated, zone) if dated else instant
    prefix = f"{day or instant:%Y-%m-%d}-"
    return Document(
        found.path, found.role, data, own, categories, tags, instant, prefix, named, url, suffix, doubt
    )


def page_of(found: SourceFile, source: Source, config: JekyllConfig) -> Document:
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
    """Return the title; that of a post may be made from its name (`titleize_slug` in jekyll/utils.rb)."""
    title = text(document.data.get("title"))
    if title or document.role == "page":
        return title
    return " ".join(word.capitalize() for word in document.slug.split("-"))


def _url(pattern: str, parts: Mapping[str, str], *, of_page: bool = False) -> str:
    if of_page:  # In pages there are no other placeholders; other colons stay.
        pattern = re.sub(r":(?!(?:path|basename|output_ext))", "%3A", pattern)
    try:
        return filled(pattern, parts)
    except ValueError as error:
        reason = f"the permalink {quoted(pattern)} can't be used: {error}"
        raise RefusalError("import.permalink", reason, "correct it") from None


def _instant(written: str, front: str, name: str, zone: ZoneInfo) -> tuple[datetime | None, str]:
    """Return the date of front matter, None for "", and what is wrong with it. Raises RefusalError."""
    if not is_given(written):
        return None, ""
    bare = _YAML_TIME.fullmatch(written) and not _QUOTED_DATE.search(front)
    found = read_date("date", written, name, ZoneInfo("UTC") if bare else zone)
    return found.instant.astimezone(zone), found.doubt


def _named_day(dated: re.Match[str], zone: ZoneInfo) -> datetime | None:
    year, month, day = (int(part) for part in dated.groups()[:3])
    if year < 100:  # as Ruby's Date.parse reads `21-12-28`
        year += 1900 if year >= 69 else 2000
    try:
        return datetime(year, month, day, tzinfo=zone).astimezone(UTC).astimezone(zone)
    except ValueError:
        return None


def _categories(found: SourceFile, own: Mapping[str, Value], config: JekyllConfig) -> tuple[str, ...]:
    """Return the folders above `_posts`, then those of the defaults, then the post's own."""
    magic = "_drafts" if found.role == "draft" else "_posts"
    names = [name for name in found.path.split(magic, 1)[0].split("/") if name]
    defaults = config.defaults_of(found.path, "posts")
    for data in (defaults, own):
        names += texts(data.get("categories"), words=True)
    names += texts(own.get("category") or defaults.get("category"), words=False)
    return tuple(dict.fromkeys(names))


def _plural(data: Mapping[str, Value], one: str, many: str) -> tuple[str, ...]:
    """Return the values of two keys; the singular has one text (`pluralized_array_from_hash`)."""
    names = texts(data[one], words=False) if data.get(one) else texts(data.get(many), words=True)
    return tuple(dict.fromkeys(names))
