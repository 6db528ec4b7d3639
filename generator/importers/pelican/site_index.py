"""Find the addresses and terms of all articles and pages of a Pelican site, before any is imported."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.content.decode import decode
from generator.importers.article import RefusalError
from generator.importers.pelican.config import PelicanConfig
from generator.importers.pelican.documents import Document, document_of
from generator.importers.pelican.html_page import read_html
from generator.importers.pelican.markdown_metadata import Metadata, read_metadata
from generator.importers.pelican.rst import render_rst
from generator.importers.pelican.slugs import filled
from generator.importers.pelican.source_files import HTML, RST, SourceFile, walk
from generator.importers.sites.front_matter import read_source, texts
from generator.importers.sites.placing import read_limited


class Text(NamedTuple):
    """The body of a document, its first line, and what could not be read in it: (line, message)."""

    body: str
    line: int
    messages: list[tuple[int, str]]
    is_html: bool


class Site:
    """A Pelican site: its settings, its time zone, and the most bytes of a source."""

    def __init__(self, config: PelicanConfig, zone: ZoneInfo, max_bytes: int) -> None:
        self.config, self.zone, self.max_bytes = config, zone, max_bytes
        self.files = list(walk(config))

    def path(self, file: SourceFile) -> Path:
        """Return the path of a file on this machine."""
        return self.config.content / file.path

    def read(self, file: SourceFile) -> tuple[Text, Document]:
        """Read an article or page. Raises RefusalError, BackfileError and OSError."""
        raw = read_limited(self.path(file), self.max_bytes)
        try:
            text = decode(raw, "")[0]
        except ValueError as error:
            raise RefusalError("import.encoding", str(error), "save it as UTF-8 text") from None
        found, body = _read(file, raw, text.replace("\r\n", "\n"))
        return body, document_of(file, found, self.config, self.zone)


def _read(file: SourceFile, raw: bytes, text: str) -> tuple[dict[str, list[str]], Text]:
    suffix = posixpath.splitext(file.path)[1].lower()
    if suffix in RST:
        rendered = render_rst(text)
        fields = {"title": [rendered.title], **rendered.fields} if rendered.title else rendered.fields
        return fields, Text(rendered.html, 1, rendered.messages, True)
    if suffix in HTML:
        page = read_html(text)
        return page.values, Text(page.body, page.line, [], True)
    found = read_metadata(text)
    if text.startswith("---"):  # with plugins, this is YAML, in which a value may be a list
        source = read_source(raw, file.path)
        values = {name.lower(): texts(value, words=False) for name, value in (source.data or {}).items()}
        found = Metadata(
            {name: value for name, value in values.items() if value}, source.body, source.body_line
        )
    return found.values, Text(found.body, found.line, [], False)


class PelicanIndex(NamedTuple):
    """What is known of all articles and pages.

    `urls` are addresses by path, and `versions` by (slug, language). `categories`, `tags`, `authors` and
    `languages` are of published articles, `days` their days.
    """

    urls: dict[str, str]
    versions: dict[tuple[str, str], dict[str, str]]
    categories: dict[str, None]
    tags: dict[str, None]
    days: dict[str, Document]
    authors: dict[str, None]
    languages: dict[str, None]


def index_site(site: Site) -> PelicanIndex:
    """Read the metadata of all articles and pages. Unreadable ones are skipped; the import reports them."""
    index = PelicanIndex({}, {}, {}, {}, {}, {}, {})
    for file in site.files:
        if file.role not in ("article", "page"):
            continue
        try:
            document = site.read(file)[1]
        except (RefusalError, OSError):
            continue
        index.urls[file.path] = document.url
        if document.status in ("published", "hidden"):
            index.versions.setdefault(version_key(document, site.config), {})[document.lang] = document.url
        if file.role == "article" and document.status == "published" and document.instant:
            index.categories[document.category] = None
            index.tags.update(dict.fromkeys(document.tags))
            index.authors.update(dict.fromkeys(document.authors))
            index.languages[document.lang] = None
            index.days.setdefault(f"{document.instant:%Y/%m/%d}", document)
    return index


def version_key(document: Document, config: PelicanConfig) -> tuple[str, str]:
    """Return what articles have in common that are translations of each other."""
    name = config.values[f"{document.file.role.upper()}_TRANSLATION_ID"]
    names = name if isinstance(name, list | tuple | set) else [name] if name else []
    known = {"slug": document.slug}
    return document.file.role, "\0".join(known.get(str(one), document.text(str(one))) for one in names)


def static_path(path: str, config: PelicanConfig) -> str:
    """Return the path on the site of a static file."""
    extra = config.values["EXTRA_PATH_METADATA"]
    own = extra.get(path) if isinstance(extra, Mapping) else None
    named = str(own["path"]) if isinstance(own, Mapping) and "path" in own else path
    try:
        return filled(
            config.text("STATIC_SAVE_AS"), {"path": named, "slug": posixpath.basename(named)}
        ).lstrip("/")
    except (ValueError, KeyError, IndexError):
        return named
