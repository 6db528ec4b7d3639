"""Convert posts and pages of a Jekyll site to articles, at the same addresses."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from generator.addresses.segments import slugify
from generator.content.dates import parse_date, without_date
from generator.content.frontmatter.keys import KEYS
from generator.content.frontmatter.record import clean
from generator.core.digests import digest_text
from generator.importers.article import Article, Fields, Value, key_of, tidy_body
from generator.importers.dates import format_date
from generator.importers.jekyll.addresses import as_permalink
from generator.importers.jekyll.documents import Document, title_of
from generator.importers.sites.engines import needs_extra
from generator.importers.sites.front_matter import text, texts
from generator.importers.sites.placing import PlacedArticle, file_name, non_empty, placed
from generator.importers.target import Archive
from generator.taxonomy.placement import page_address

#: Keys that are converted one by one, or that mean something else in Backfile.
_OWN = frozenset(
    {
        "title", "date", "categories", "category", "tags", "tag", "slug", "permalink", "layout",
        "redirect_from",
        "aliases", "draft", "imported", "image", "author", "authors", "last_modified_at", "updated", "lang",
        "locale", "markdown", "ext",
    }
)  # fmt: skip
_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm")


def post_article(
    document: Document, body: str, archive: Archive, section: Callable[[str], str]
) -> PlacedArticle:
    """Return the article of a post or draft. `section` returns the slug of a category in addresses."""
    instant = (document.instant or datetime.fromtimestamp(0, UTC)).astimezone(archive.zone)
    day = instant.isoformat()[:10]
    fields: Fields = {"title": clean(title_of(document)), "date": format_date(instant, archive.zone)}
    fields |= {"categories": tuple(map(clean, document.categories)), "tags": tuple(map(clean, document.tags))}
    if document.role == "draft":
        fields["draft"] = "true"
    fields["markdown"] = _engine(document, body)
    fields |= _common(document, archive)
    slug = file_name(document.slug)
    shown = slugify(str(fields.get("slug", ""))) or slugify(without_date(document.prefix + slug))
    category = section(document.categories[0]) if document.categories else ""
    natural = archive.address(category, day, shown)
    path, warning = placed(permalink_of(document), document.url, natural, fields, archive)
    suffix = ".html" if document.suffix.lower() in _HTML else _suffix(document)
    folder = _folder("content/posts", document.path)
    return PlacedArticle(
        Article(
            _key(document), folder, document.prefix, slug, suffix, path, non_empty(fields), tidy_body(body)
        ),
        warning,
    )


def page_article(document: Document, body: str, archive: Archive) -> PlacedArticle:
    """Return the article of a page."""
    fields: Fields = {"title": clean(title_of(document)), **_common(document, archive)}
    fields["markdown"] = _engine(document, body)
    if document.path.startswith("_"):  # a collection may have more pages than a navigation
        fields.setdefault("nav", "false")
    slug = file_name(document.slug)
    folder = "/".join(["content/pages", *map(file_name, document.path.removeprefix("_").split("/")[:-1])])
    suffix = ".html" if posixpath.splitext(document.path)[1].lower() in _HTML else ".md"
    shown = slugify(str(fields.get("slug", ""))) or slugify(without_date(slug)) or digest_text(slug)
    natural = page_address(archive.config.permalink.page, f"{folder}/{slug}{suffix}", shown)
    path, warning = placed(permalink_of(document), document.url, natural, fields, archive)
    return PlacedArticle(
        Article(_key(document), folder, "", slug, suffix, path, non_empty(fields), tidy_body(body)), warning
    )


def _engine(document: Document, body: str) -> str:
    """Return the engine that reads what a body has of kramdown, "" for the usual one."""
    is_markdown = not document.path.lower().endswith(_HTML)
    return "python-markdown" if is_markdown and needs_extra(body) else ""


def _key(document: Document) -> bytes:
    return key_of("jekyll", document.path)


def _suffix(document: Document) -> str:
    return document.suffix if document.suffix in _MARKDOWN else ".md"


def _folder(top: str, path: str) -> str:
    """Return the folder of a post: that of its source without `_posts`, and `drafts` for `_drafts`."""
    steps = [step if step != "_drafts" else "drafts" for step in path.split("/")[:-1] if step != "_posts"]
    return "/".join([top, *map(file_name, steps)])


def _common(document: Document, archive: Archive) -> Fields:
    """Return the fields that posts and pages share, and the keys that Backfile does not know."""
    data = document.data
    fields: Fields = {"slug": clean(text(data.get("slug")))}
    updated = text(data.get("last_modified_at")) or text(data.get("updated"))
    instant = parse_date(updated, archive.zone) if updated else None
    fields["updated"] = format_date(instant, archive.zone) if instant else clean(updated)
    fields["aliases"] = tuple(map(clean, [*_list(data, "redirect_from"), *_list(data, "aliases")]))
    fields["author"] = tuple(_authors(data.get("authors") or data.get("author")))
    image = data.get("image")
    fields["image"] = clean(text(image.get("path") if isinstance(image, Mapping) else image))
    fields["lang"] = clean(text(data.get("lang")) or text(data.get("locale"))).replace("_", "-")
    for name, value in data.items():
        if name not in _OWN and (name in document.own or name in KEYS):
            fields[name] = clean(value) if name in KEYS and isinstance(value, str) else value
    return fields


def _list(data: Mapping[str, Value], name: str) -> list[str]:
    return texts(data.get(name), words=False)


def _authors(value: Value | None) -> Iterator[str]:
    for one in value if isinstance(value, list | tuple) else [value]:
        name = clean(text(one.get("name") if isinstance(one, Mapping) else one))
        if name:
            yield name


def permalink_of(document: Document) -> str:
    """Return the permalink with which a document has the same address as in Jekyll."""
    own = text(document.data.get("permalink"))
    # A suffix in a permalink of its own is that of the file (`permalink_ext` in jekyll/renderer.rb).
    if posixpath.splitext(own)[1]:
        return document.url
    kept = document.role == "page" or document.suffix.lower() == ".htm"
    return as_permalink(document.url, document.suffix if kept else ".html")
