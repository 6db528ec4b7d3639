"""Make articles of the pages of a site, at the addresses that they had."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Literal, NamedTuple

from generator.addresses.segments import slugify
from generator.content.dates import without_date
from generator.content.frontmatter.keys import KEYS
from generator.content.frontmatter.record import clean
from generator.core.digests import digest_text
from generator.importers.article import SLUG_PLACEHOLDER, Article, Fields, Value, key_of, tidy_body
from generator.importers.dates import format_date
from generator.importers.sites.front_matter import Data, text, texts
from generator.importers.sites.placing import PlacedArticle, file_name, non_empty, output_file, placed
from generator.importers.target import Archive
from generator.taxonomy.placement import page_address


class OldPage(NamedTuple):
    """A post or page of a site, without its body.

    `system` and `source` (its path there) identify it. `place` is its path below `content/posts/` or
    `content/pages/`, with `.md` or `.html`. `url` is its address, from the root, "" if it is not known.
    `data` are the fields of its front matter that Backfile may know, or that stay as they are; those that
    have a place of their own here are not among them.
    """

    system: str
    source: str
    role: Literal["post", "page"]
    place: str
    url: str
    title: str
    data: Data
    instant: datetime | None = None
    updated: datetime | None = None
    expires: datetime | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    summary: str = ""
    image: str = ""
    lang: str = ""
    translations: Mapping[str, str] = {}
    draft: bool = False


def article_of(page: OldPage, body: str, archive: Archive, section: Callable[[str], str]) -> PlacedArticle:
    """Return the article of a post or page. `section` returns the slug of a category in addresses."""
    folder, _, name = f"content/{page.role}s/{page.place}".rpartition("/")
    folder = "/".join(map(file_name, folder.split("/")))
    stem, suffix = posixpath.splitext(name)
    stem = file_name(stem)
    fields = _fields(page, archive)
    shown = slugify(str(fields.get("slug", ""))) or slugify(without_date(stem)) or digest_text(stem)
    if page.role == "post" and page.instant:
        category = section(clean(page.categories[0])) if page.categories else ""
        day = page.instant.astimezone(archive.zone).isoformat()[:10]
        natural = archive.address(category, day, shown)
        slug = slug_in(output_file(page.url), partial(archive.address, category, day)) if page.url else ""
        if slug and slug != shown:
            # Shorter than a permalink, and it follows the pattern of the site.
            fields["slug"], natural = slug, archive.address(category, day, slug)
    else:
        natural = page_address(archive.config.permalink.page, f"{folder}/{stem}{suffix}", shown)
    path, warning = placed(page.url, page.url, natural, fields, archive) if page.url else (natural, "")
    key = key_of(page.system, page.source)
    article = Article(key, folder, "", stem, suffix, path, non_empty(fields), tidy_body(body))
    return PlacedArticle(article, warning)


def slug_in(path: str, address: Callable[[str], str]) -> str:
    """Return the slug with which a post has an output path by the pattern of the site; "" for none.

    `address` returns the output path for a slug.
    """
    head, _, tail = address(SLUG_PLACEHOLDER).partition(SLUG_PLACEHOLDER)
    slug = path.removeprefix(head).removesuffix(tail)
    return slug if slugify(slug) == slug and address(slug) == path else ""


def _fields(page: OldPage, archive: Archive) -> Fields:
    fields: Fields = {"title": clean(page.title)}
    for name, moment in (("date", page.instant), ("updated", page.updated), ("expires", page.expires)):
        if moment:
            fields[name] = format_date(moment.astimezone(archive.zone), archive.zone)
    fields["categories"] = tuple(map(clean, page.categories))
    fields["tags"] = tuple(map(clean, page.tags))
    fields["draft"] = "true" if page.draft else ""
    fields["author"] = tuple(map(clean, page.authors))
    fields["aliases"] = page.aliases
    fields["summary"], fields["image"] = clean(page.summary), page.image
    fields["lang"], fields["translations"] = page.lang, page.translations
    for name, value in page.data.items():
        fields.setdefault(name, clean(value) if name in KEYS and isinstance(value, str) else value)
    return fields


def authors_of(value: Value | None) -> tuple[str, ...]:
    """Return the names of authors: a text, a list of texts, or mappings with a `name`."""
    found = []
    for one in value if isinstance(value, list | tuple) else [value]:
        name = text(one.get("name") if isinstance(one, Mapping) else one)
        if name:
            found.append(name)
    return tuple(dict.fromkeys(found))


def image_of(value: Value | None) -> str:
    """Return the first picture of a value: a text, a list, or a mapping with an address."""
    if isinstance(value, Mapping):
        names = ("src", "image", "url", "path", "relative")
        return next((text(value[name]) for name in names if text(value.get(name))), "")
    if isinstance(value, list | tuple):
        return image_of(value[0]) if value else ""
    return next(iter(texts(value, words=False)), "").strip()
