"""Recognise the pages of single categories or tags that Jekyll needs: `category/nanfangribao.html`.

An archive makes such pages itself. The labels and slugs in them are written
into site.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from generator.addresses.jekyll import slugify
from generator.addresses.segments import slugify as safe_slug
from generator.importers.jekyll.documents import Document
from generator.importers.sites.front_matter import text, texts
from generator.importers.sites.placing import output_file
from generator.importers.sites.terms import Group, TermPage

_GROUPS: Mapping[str, Group] = {
    "category": "categories", "categories": "categories", "tag": "tags", "tags": "tags"
}  # fmt: skip
#: Layouts of pages of one term; those of all terms have names in the plural.
_OF_ONE = ("category", "tag")
_LIQUID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def term_page_of(document: Document, body: str, terms: Mapping[Group, Collection[str]]) -> TermPage | None:
    """Return the page of a single term; None for a page that has a text of its own.

    `terms` are the categories and tags of posts.
    """
    folder, stem = _place(document)
    layout = text(document.data.get("layout")).lower()
    group = _GROUPS.get(folder.lower()) or (_GROUPS.get(layout) if layout in _OF_ONE else None)
    if not group or stem == "index" or _has_text(body):
        return None
    name = _name(document, stem, terms[group])
    file = output_file(document.url if document.url.endswith((".html", "/")) else f"{document.url}.html")
    place = file.removesuffix("/index.html").removesuffix(".html").rpartition("/")[2]
    slug = place if safe_slug(place) == place else ""
    return TermPage(group, name, text(document.data.get("title")), slug, file)


def _place(document: Document) -> tuple[str, str]:
    """Return the folder and the name of a page; those of `category/a/index.html` are `category` and `a`."""
    *folders, stem = ("", "", *document.path.split("/")[:-1], document.slug)
    return (folders[-2], folders[-1]) if stem == "index" and folders[-2] else (folders[-1], stem)


def _has_text(body: str) -> bool:
    if len(body) > 20_000:
        return True
    return bool(re.sub(r"<[^<>]*>", "", _LIQUID.sub("", body)).strip())


def _name(document: Document, stem: str, terms: Collection[str]) -> str:
    """Return the name of the term: from front matter, else the term whose slug is the page's name."""
    for key in ("category", "categories", "tag", "tags", "category_name", "tag_name"):
        named = texts(document.own.get(key), words=False)
        if named:
            return named[0]
    title = text(document.data.get("title"))
    if title in terms:
        return title
    return next((term for term in terms if slugify(term) == stem), stem)
