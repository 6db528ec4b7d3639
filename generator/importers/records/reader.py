"""Convert a record of imported data to an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from generator.addresses.segments import slugify
from generator.addresses.written import UnservableError
from generator.config.schema import SiteConfig
from generator.content.address import usable_path
from generator.content.dates import is_given, parse_date, problem_of
from generator.content.frontmatter.record import COMMAS, clean
from generator.content.visibility import is_held_state
from generator.core.digests import digest_text
from generator.core.wording import quoted
from generator.importers.article import Article, Fields, RefusalError, key_of, tidy_body
from generator.importers.dates import format_date
from generator.importers.plain_lines import decoded
from generator.importers.records.field_names import FieldNames
from generator.importers.records.values import line_of, lines_of, text_of
from generator.importers.target import Archive
from generator.kinds.registry import reserved

#: Bytes of a slug that is made from a title; a file name has at most 255.
_SLUG_BYTES = 120
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_SWITCHES = frozenset({"true", "false", "yes", "no", "on", "off", "1", "0", ""})
_OFF = frozenset({"", "false", "no", "off", "0"})
#: The start of an element, and no `<https://…>` of Markdown.
_ELEMENT = re.compile(r"<(?:!--|!doctype\b|/?[a-z][a-z0-9]*(?=[\s/>]))", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
#: Fields that are copied into front matter.
_TEXTS = (
    "draft", "published", "source", "source_url", "author", "summary",
    "image", "image_alt", "lang", "layout", "permalink", "markdown",
)  # fmt: skip
#: Separators of a list that is written as one text.
_SEPARATORS = {
    "categories": re.compile("[,，、;；|]"),
    "tags": re.compile(rf"{COMMAS.pattern}|[;；|]"),
    "aliases": re.compile(r"[\s,;]+"),
}

#: Fields with texts for readers, in which `&#8217;` is a character.
_PROSE = frozenset({"title", "source", "summary", "image_alt"})
#: What is done to each item of a list.
_CHANGES = {"categories": decoded, "tags": decoded}

#: Returns a cleaned body. True: the whole body is HTML.
Cleaner = Callable[[str, bool], str]
Given = Mapping[str, Any]


class RecordReader:
    """Converts records to articles, for one archive."""

    def __init__(self, archive: Archive, names: FieldNames, cleaner: Cleaner | None = None) -> None:
        self._archive = archive
        self._zone = archive.zone
        self._names = names
        self._cleaner = cleaner

    def article(self, record: Mapping[str, Any]) -> Article:
        """Return the article of a record. Raises RefusalError for a record that can't be published."""
        found = self._names.match(record)
        given = _without_ambiguity({ours: record[theirs] for ours, theirs in found.items()})
        body = tidy_body(text_of(given.get("body")))
        if body.isspace() and not line_of(given.get("title")):
            cure = "fill one in, or name the fields with --map theirs=title and --map theirs=body"
            raise RefusalError("import.empty", "it has neither a title nor a body", cure)
        instant = self._instant(given, "date")
        if not instant:
            cure = "fill in its date, or name the field with --map theirs=date"
            raise RefusalError("import.date", "it has no date", cure)
        html = "html" in found.get("body", "") or _is_html(body)
        fields = self._fields(given, instant, html=html)
        if self._cleaner:
            body = tidy_body(self._cleaner(body, html))
        return self._article(given, fields, instant, body)

    def _instant(self, given: Given, name: str) -> datetime | None:
        """Return the instant in a field, None if it is empty. Raises RefusalError if it is no date."""
        text = line_of(given.get(name))
        if not text or (name != "date" and not is_given(text)):
            return None
        instant = parse_date(text, self._zone)
        if not instant:
            cure = "write it like 2021-12-28 07:35:22 +0800, with a zone in digits, or as seconds since 1970"
            raise RefusalError("import.date", f"{name} is {quoted(text)}, which {problem_of(text)[1]}", cure)
        return instant

    def _fields(self, given: Given, instant: datetime, *, html: bool) -> Fields:
        """Return the front matter of a record."""
        fields: Fields = {"title": _line(given, "title"), "date": format_date(instant, self._zone)}
        for name, separator in _SEPARATORS.items():
            if name in given:
                fields[name] = lines_of(given[name], separator, change=_CHANGES.get(name))
        for name in ("updated", "expires"):
            if other := self._instant(given, name):
                fields[name] = format_date(other, self._zone)
        for name in _TEXTS:
            if name in given:
                fields[name] = _line(given, name)
        fields |= _held_back(given)
        authors = lines_of(given.get("author"), change=decoded)
        fields["author"] = authors[0] if len(authors) == 1 else authors
        if html and not fields.get("markdown"):
            fields["markdown"] = "html"
        return {name: value for name, value in fields.items() if value}

    def _article(self, given: Given, fields: Fields, instant: datetime, body: str) -> Article:
        key = _key(given, fields)
        day = instant.isoformat()[:10]
        category = next(iter(fields.get("categories", ())), "")
        return Article(
            key=key,
            folder=f"content/posts/{day[:4]}/{day[5:7]}",
            prefix=f"{day}-",
            slug=_slug(_decoded(line_of(given.get("slug"))), _line(given, "title")) or key.hex(),
            suffix=".md",
            address=_permalink(fields, self._archive.config) or self._archive.address(str(category), day),
            fields=fields,
            body=body,
        )


def _line(given: Given, name: str) -> str:
    """Return a field on one line; scrapers copy titles and names out of HTML, with its entities."""
    line = line_of(given.get(name))
    return clean(decoded(line)) if name in _PROSE else line


def _held_back(given: Given) -> Fields:
    """Return the fields that hold a post back. A password is not written into a file that others may read."""
    words = {name: line_of(given.get(name)) for name in ("status", "visibility")}
    fields: Fields = {name: word for name, word in words.items() if is_held_state(word)}
    switches = (line_of(given.get(name)).lower() for name in ("private", "hidden", "password"))
    if any(word not in _OFF for word in switches):
        fields["private"] = "true"
    return fields


def _without_ambiguity(given: dict[str, Any]) -> dict[str, Any]:
    """Resolve names with two meanings: `published` (date or switch) and `source` (name or URL)."""
    published = line_of(given.get("published"))
    if published.lower() not in _SWITCHES:
        given.setdefault("date", published)
        del given["published"]
    source = line_of(given.get("source"))
    if _WEB.match(source):
        given.setdefault("source_url", source)
        del given["source"]
    return given


def _is_html(body: str) -> bool:
    """Return whether a body is HTML, which Markdown would damage: all its paragraphs start with a tag."""
    return body[:1] == "<" and all(_ELEMENT.match(block) for block in _BLANK_LINES.split(body.rstrip()))


def _key(given: Given, fields: Fields) -> bytes:
    """Return the key of a record: from its id, else from fields that rarely change later."""
    identity = line_of(given.get("id"))
    if identity:
        return key_of("id", identity)
    slug, title = (
        line_of(given.get("slug")),
        line_of(given.get("title")),
    )  # as they were before they were decoded
    names = ("permalink", "source_url", "date")
    return key_of("record", slug, *(str(fields.get(name, "")) for name in names), title)


def _decoded(slug: str) -> str:
    """Decode a percent-encoded slug (WordPress: `%e4%b8%ad`)."""
    try:
        return clean(unquote(slug, errors="strict"))
    except UnicodeDecodeError:
        return slug


def _slug(written_slug: str, title: str) -> str:
    """Return the given slug; without one, a slug of the title, in lower case and of limited length."""
    chosen = slugify(written_slug).strip("-_.")
    if chosen:
        return chosen
    slug = slugify(title).lower().strip("-_.")
    if len(slug.encode()) <= _SLUG_BYTES:
        return slug
    head = slug.encode()[: _SLUG_BYTES - 9].decode("utf-8", "ignore").rstrip("-_.")
    return f"{head}-{digest_text(slug)}"


def _permalink(fields: Fields, config: SiteConfig) -> str:
    """Return the output path of the permalink, or "". Raises RefusalError for an invalid permalink.

    One that no static host can answer stays in the post: a build reports it, and makes an alias of it.
    """
    written_address = str(fields.get("permalink", ""))
    try:
        return usable_path(written_address, reserved(config)) if written_address else ""
    except UnservableError:
        return ""
    except ValueError as error:
        reason = f"the permalink {quoted(written_address)} can't be used: {error}"
        raise RefusalError(
            "import.permalink", reason, "write a path of this site, such as /a/b.html"
        ) from None
