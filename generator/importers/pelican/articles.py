"""Convert Pelican's articles and pages to articles of an archive."""

from __future__ import annotations

import posixpath

from generator.content.dates import parse_date
from generator.importers.pelican.documents import Document
from generator.importers.pelican.site_index import PelicanIndex, Site, version_key
from generator.importers.pelican.source_files import HTML, RST
from generator.importers.sites.front_matter import Data
from generator.importers.sites.pages import OldPage, image_of

#: Keys that are converted one by one, or that mean nothing without Pelican.
_OWN = frozenset(
    {
        "title", "date", "modified", "updated", "category", "categories", "tags", "keywords", "slug",
        "author", "authors", "lang", "language", "status", "summary", "description", "template", "save_as",
        "url", "translation", "path", "image", "cover", "imported", "aliases", "redirect_from",
    }
)  # fmt: skip


def old_page(document: Document, site: Site, index: PelicanIndex, *, extra: bool) -> OldPage:
    """Return an article or page as what an article of an archive is made of.

    `extra`: its body needs Python-Markdown. A hidden article becomes a page: it has an address, and is in
    no list.
    """
    is_post = document.file.role == "article" and document.status != "hidden"
    modified = document.text("modified") or document.text("updated")
    versions = index.versions.get(version_key(document, site.config), {})
    main = site.config.language
    data = _others(document)
    if document.status == "hidden":
        data |= {"nav": "false", "search": "false"}
    if extra:
        data["markdown"] = "python-markdown"
    return OldPage(
        system="pelican",
        source=document.file.path,
        role="post" if is_post else "page",
        place=_place(document),
        url=document.url,
        title=document.title,
        data=data,
        instant=document.instant if is_post else None,
        updated=parse_date(modified, site.zone) if modified else None,
        categories=(document.category,) if is_post and document.category else (),
        tags=document.tags if is_post else (),
        authors=document.authors if is_post else (),
        summary=document.text("summary") or document.text("description"),
        image=image_of(document.text("image") or document.text("cover")),
        lang=document.lang if document.lang != main else "",
        translations={lang: url for lang, url in sorted(versions.items()) if lang != document.lang},
        draft=document.status == "draft",
    )


def _place(document: Document) -> str:
    stem, suffix = posixpath.splitext(document.file.path)
    if document.file.role == "page":
        stem = stem.removeprefix("pages/")
    return f"{stem}{'.html' if suffix.lower() in (*HTML, *RST) else '.md'}"


def _others(document: Document) -> Data:
    """Return the fields that stay as they are."""
    return {name: value for name, value in document.data.items() if name not in _OWN}
