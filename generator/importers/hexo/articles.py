"""Convert Hexo's posts and pages to articles."""

from __future__ import annotations

import posixpath
from zoneinfo import ZoneInfo

from generator.content.dates import parse_date
from generator.importers.hexo.documents import Document
from generator.importers.hexo.source_files import HTML
from generator.importers.sites.config_files import is_true
from generator.importers.sites.front_matter import Data, text, texts
from generator.importers.sites.pages import OldPage, authors_of, image_of

#: Keys that are converted one by one, or that mean nothing without Hexo.
_OWN = frozenset(
    {
        "title", "date", "updated", "categories", "category", "tags", "tag", "permalink", "layout", "excerpt",
        "description", "author", "authors", "lang", "language", "cover", "thumbnail", "banner", "photos",
        "photo", "index_img", "banner_img", "top_img", "image", "published", "slug", "type", "comments",
        "imported", "redirect_from", "aliases", "alias", "disableNunjucks", "draft", "id", "keywords",
    }
)  # fmt: skip
_IMAGES = ("cover", "thumbnail", "index_img", "banner_img", "banner", "top_img", "image", "photos", "photo")


def old_page(document: Document, zone: ZoneInfo) -> OldPage:
    """Return a post, draft or page as what an article is made of."""
    data, file = document.data, document.file
    is_post = file.role != "page"
    updated = text(data.get("updated"))
    names = dict.fromkeys(name for path in document.categories for name in path)
    return OldPage(
        system="hexo",
        source=file.path,
        role="post" if is_post else "page",
        place=_place(document),
        url=document.url,
        title=document.title,
        data=_others(data),
        instant=document.instant,
        updated=parse_date(updated, zone) if updated else None,
        categories=tuple(names),
        tags=document.tags,
        authors=authors_of(data.get("author") or data.get("authors")),
        aliases=tuple(_aliases(data)),
        summary=text(data.get("description")) or text(data.get("excerpt")),
        image=next(filter(None, (image_of(data.get(name)) for name in _IMAGES)), ""),
        lang=text(data.get("lang")).replace("_", "-"),
        draft=file.role == "draft" or (bool(text(data.get("published"))) and not is_true(data["published"])),
    )


def _place(document: Document) -> str:
    stem, suffix = posixpath.splitext(document.file.inside)
    folder = "drafts/" if document.file.role == "draft" else ""
    return f"{folder}{stem}{'.html' if suffix.lower() in HTML else '.md'}"


def _aliases(data: Data) -> list[str]:
    """Return former addresses, from the root of the site (hexo-generator-alias)."""
    names = ("alias", "aliases", "redirect_from")
    found = [one for name in names for one in texts(data.get(name), words=False)]
    return [one if "://" in one else f"/{one.lstrip('/')}" for one in found]


def _others(data: Data) -> Data:
    """Return the fields that stay as they are."""
    return {name: value for name, value in data.items() if name not in _OWN}
