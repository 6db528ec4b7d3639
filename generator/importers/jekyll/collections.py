"""Read the documents of collections that a Jekyll site publishes (`output: true`)."""

from __future__ import annotations

import posixpath
import re
from zoneinfo import ZoneInfo

from generator.addresses.jekyll import date_parts, filled, slugify
from generator.content.dates import date_from_name, parse_date, without_date
from generator.core.wording import quoted
from generator.importers.article import RefusalError
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.documents import Document
from generator.importers.jekyll.source_files import SourceFile
from generator.importers.sites.front_matter import Source, text, texts


def document_of(found: SourceFile, source: Source, config: JekyllConfig, zone: ZoneInfo) -> Document:
    """Return a document of a collection, as a page. Raises RefusalError."""
    folder, _, inside = found.path.partition("/")
    collection = folder.removeprefix("_")
    stem, suffix = posixpath.splitext(posixpath.basename(inside))
    own = source.data or {}
    data = {**config.defaults_of(found.path, collection), **{k: v for k, v in own.items() if v != ""}}
    if not text(data.get("title")):
        data["title"] = " ".join(word.capitalize() for word in without_date(stem).split("-"))
    extension = ".html" if suffix.lower() in config.markdown else suffix
    slug = text(data.get("slug")) or without_date(stem)
    written = text(data.get("date")) or date_from_name(stem)
    instant = parse_date(written, zone) if written else None
    parts = {
        "collection": collection, "path": posixpath.splitext(inside)[0], "name": slugify(stem),
        "title": slugify(slug, pretty=True), "slug": slugify(slug), "output_ext": extension,
        "categories": "/".join(texts(data.get("categories"), words=True)),
        **(date_parts(instant) if instant else {}),
    }  # fmt: skip
    pattern = text(data.get("permalink")) or config.collections[collection]
    try:
        url = filled(pattern, parts)
    except ValueError as error:
        reason = f"the permalink {quoted(pattern)} can't be used: {error}"
        raise RefusalError("import.permalink", reason, "correct it") from None
    return Document(
        found.path, "page", data, own, (), (), None, "", stem, re.sub("/{2,}", "/", url), extension
    )


def site_path(path: str) -> str:
    """Return the path on the site of a file; those of collections lose the first `_`."""
    return path.removeprefix("_")
