"""Read articles and pages like Pelican: their metadata, slugs and addresses."""

from __future__ import annotations

import posixpath
import re
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from generator.content.dates import is_given
from generator.core.errors import BackfileError
from generator.importers.article import RefusalError
from generator.importers.pelican.config import PelicanConfig
from generator.importers.pelican.slugs import filled, slugified
from generator.importers.pelican.source_files import SourceFile
from generator.importers.sites.dating import Dated, read_date

#: Metadata that are lists: split at semicolons, else at commas.
_LISTS = ("tags", "authors")


class Document(NamedTuple):
    """An article or page. `data` is its metadata, each value a text or a list of texts.

    `save_as` is the path of its file on the site, "" for none; `status` published, hidden, draft or skip.
    `doubt` is what is wrong with its date.
    """

    file: SourceFile
    data: dict[str, str | list[str]]
    title: str
    slug: str
    instant: datetime | None
    category: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    lang: str
    status: str
    save_as: str
    doubt: str = ""

    @property
    def url(self) -> str:
        """Its address, from the root of the site; "" for none."""
        path = re.sub(r"(^|/)index\.html?$", r"\1", self.save_as)
        return f"/{path.lstrip('/')}" if self.save_as else ""

    def text(self, name: str) -> str:
        """Return a value of its metadata as one text, "" for none."""
        return _text(self.data.get(name))


def document_of(
    file: SourceFile, found: dict[str, list[str]], config: PelicanConfig, zone: ZoneInfo
) -> Document:
    """Return an article or page from the metadata in its file. Raises RefusalError and BackfileError."""
    data = _with_path(file, _values(found), config)
    title = _text(data.get("title"))
    instant, doubt = _date(file, data, config, zone) or (None, "")
    category = _text(data.get("category")) or config.text("DEFAULT_CATEGORY")
    authors = tuple(_list(data.get("authors") or data.get("author") or config.text("AUTHOR")))
    lang = _text(data.get("lang")).lower() or config.language
    slug = _text(data.get("slug")) or _slug(file, title, config)
    document = Document(
        file, data, title, slug, instant, category, tuple(_list(data.get("tags"))), authors, lang,
        _text(data.get("status")).lower() or "published", "", doubt,
    )  # fmt: skip
    return document._replace(save_as=_save_as(document, config))


def _values(found: dict[str, list[str]]) -> dict[str, str | list[str]]:
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _text(value: str | list[str] | None) -> str:
    return value.strip() if isinstance(value, str) else value[0].strip() if value else ""


def _list(value: str | list[str] | None) -> list[str]:
    """Return the items of a value (`ensure_metadata_list` in pelican/readers.py)."""
    if isinstance(value, str):
        value = value.split(";" if ";" in value else ",")
    return list(dict.fromkeys(one.strip() for one in value or () if one.strip()))


def _with_path(
    file: SourceFile, data: dict[str, str | list[str]], config: PelicanConfig
) -> dict[str, str | list[str]]:
    """Return metadata with what the path of a file says (`parse_path_metadata` in pelican/readers.py)."""
    folder, name = posixpath.split(file.path)
    stem = posixpath.splitext(name)[0]
    rules = [(config.text("FILENAME_METADATA"), stem), (config.text("PATH_METADATA"), file.path)]
    from_path: dict[str, str | list[str]] = {}
    for pattern, text in rules:
        for key, value in _matched(pattern, text).items():
            if value is not None:
                from_path.setdefault(key.lower(), value)
    if file.role == "article" and config.values["USE_FOLDER_AS_CATEGORY"] and folder:
        from_path.setdefault("category", posixpath.basename(folder))
    extra = config.values["EXTRA_PATH_METADATA"]
    given = extra.get(file.path) if isinstance(extra, dict) else None
    own = {str(key).lower(): str(value) for key, value in given.items()} if isinstance(given, dict) else {}
    usual = config.values["DEFAULT_METADATA"]
    default = (
        {str(key).lower(): str(value) for key, value in usual.items()} if isinstance(usual, dict) else {}
    )
    return {**default, **from_path, **own, **data}


def _matched(pattern: str, text: str) -> dict[str, Any]:
    try:
        found = re.match(pattern, text) if pattern else None
    except re.error as error:
        raise BackfileError(f"pelicanconf.py: {pattern!r} is no regular expression: {error}") from None
    return found.groupdict() if found else {}


def _date(
    file: SourceFile, data: dict[str, str | list[str]], config: PelicanConfig, zone: ZoneInfo
) -> Dated | None:
    written = _text(data.get("date"))
    if not is_given(written):
        default = config.values["DEFAULT_DATE"]
        if isinstance(default, str) and default != "fs":
            written = default
        elif isinstance(default, tuple | list) and len(default) >= 3:
            written = "-".join(f"{int(part):02}" for part in default[:3])
    if not is_given(written):
        if file.role == "page" or _text(data.get("status")).lower() == "draft":
            return None
        raise RefusalError("import.date", "it has no date, so Pelican does not publish it", "give it a date")
    return read_date("date", written, posixpath.basename(file.path), zone)


def _slug(file: SourceFile, title: str, config: PelicanConfig) -> str:
    if config.values["SLUGIFY_SOURCE"] == "basename" or not title:
        return slugified(posixpath.splitext(posixpath.basename(file.path))[0], config)
    return slugified(title, config)


def _save_as(document: Document, config: PelicanConfig) -> str:
    """Return the path of a document's file. Raises RefusalError for a pattern with an unknown field."""
    own = document.text("save_as")
    if own:
        return own.lstrip("/")
    name = f"{document.file.role.upper()}_SAVE_AS"
    if document.lang != config.language:
        name = f"{document.file.role.upper()}_LANG_SAVE_AS"
    fields = {
        **document.data, "path": document.file.path, "slug": document.slug, "lang": document.lang,
        "date": document.instant,
        "author": slugified(document.authors[0], config, "AUTHOR") if document.authors else "",
        "category": slugified(document.category, config, "CATEGORY"),
    }  # fmt: skip
    try:
        return filled(config.text(name), fields).lstrip("/")
    except (ValueError, KeyError, IndexError, TypeError) as error:
        reason = f"its address can't be made by {name}: {error}"
        raise RefusalError("import.permalink", reason, "correct the setting, or give it save_as") from None
