"""Convert Hugo's pages to articles."""

from __future__ import annotations

from generator.importers.hugo.documents import Document
from generator.importers.hugo.site_index import AUTHORS, HugoIndex, Site, categories_of, terms_of
from generator.importers.hugo.source_files import HTML
from generator.importers.sites.config_files import group
from generator.importers.sites.front_matter import Data, text
from generator.importers.sites.pages import OldPage, authors_of, image_of

#: Keys that are converted one by one, or that mean nothing without Hugo.
_OWN = frozenset(
    {
        "title", "linktitle", "date", "publishdate", "pubdate", "published", "lastmod", "modified",
        "expirydate", "unpublishdate", "draft", "slug", "url", "aliases", "type", "layout", "summary",
        "description", "keywords", "menu", "menus", "resources", "cascade", "build", "_build", "headless",
        "iscjklanguage", "markup", "outputs", "sitemap", "translationkey", "author", "authors", "images",
        "image", "cover", "featured_image", "featuredimage", "thumbnail", "weight", "params", "categories",
        "tags", "imported", "lang", "language",
    }
)  # fmt: skip
_IMAGES = ("image", "images", "cover", "featured_image", "featuredimage", "thumbnail")
_FIRST_FOLDERS = ("post", "posts")


def old_page(document: Document, site: Site, index: HugoIndex) -> OldPage:
    """Return a page or section as what an article is made of."""
    config, file, data = site.config, document.file, document.data
    is_post = index.is_post(document)
    dates = config.dates
    return OldPage(
        system="hugo",
        source=file.path,
        role="post" if is_post else "page",
        place=_place(document, config.languages[0].code, is_post=is_post),
        url=document.url,
        title=document.title or text(data.get("linktitle")),
        data=_others(document, site, is_post=is_post),
        instant=document.instant if is_post else None,
        updated=document.moment(dates["lastmod"], site.zone),
        expires=document.moment(dates["expirydate"], site.zone),
        categories=categories_of(document, config) if is_post else (),
        tags=terms_of(document, config, "tags") if is_post else (),
        authors=authors_of(next((data[name] for name in AUTHORS[::-1] if name in data), None)),
        aliases=document.aliases,
        summary=text(data.get("summary")) or text(data.get("description")),
        image=_image(document),
        lang=file.language if file.language != config.languages[0].code else "",
        translations=_translations(document, index),
        draft=document.is_draft,
    )


def _place(document: Document, main: str, *, is_post: bool) -> str:
    """Return the path of the article's file below `content/posts/` or `content/pages/`."""
    file = document.file
    folders = list(file.folders)
    if is_post and folders and folders[0] in _FIRST_FOLDERS:
        folders = folders[1:]
    suffix = ".html" if file.suffix in HTML else ".md"
    name = "index" if file.role == "section" else file.base
    prefix = [file.language] if file.language != main else []
    return "/".join((*prefix, *folders, f"{name}{suffix}"))


def _others(document: Document, site: Site, *, is_post: bool) -> Data:
    """Return the fields that stay as they are; a page keeps its weight."""
    taxonomies = {name.lower() for name in site.config.taxonomies.values()}
    own = {**group(document.own, "params"), **document.own}
    others = {
        name: value
        for name, value in own.items()
        if name.lower() not in _OWN and name.lower() not in taxonomies
    }
    if not is_post and text(document.data.get("weight")):
        others["weight"] = text(document.data["weight"])
    return others


def _image(document: Document) -> str:
    """Return the address of its picture from the root of the site, or on the web."""
    written = next(filter(None, (image_of(document.data.get(name)) for name in _IMAGES)), "")
    if not written or written.startswith("/") or ":" in written or document.file.role != "page":
        return written
    return f"{document.url.rstrip('/')}/{written}" if document.file.bundle else f"/{written}"


def _translations(document: Document, index: HugoIndex) -> dict[str, str]:
    key = text(document.data.get("translationkey")) or document.file.name
    versions = index.versions.get(key, {})
    return {code: url for code, url in sorted(versions.items()) if code != document.file.language and code}
