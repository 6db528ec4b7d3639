"""Pages that stand for a category or a tag, one a term, as Jekyll needs them: `category/nanfangribao.html`.

An archive makes such pages itself. What they say of the term, its label and
its place in addresses, goes into site.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from generator.addresses.segments import slugify as safe_slug
from generator.importers.jekyll.addresses import slugify
from generator.importers.jekyll.articles import output_file
from generator.importers.jekyll.documents import Document
from generator.importers.jekyll.matter import text, texts

Group = Literal["categories", "tags"]
_GROUPS: Mapping[str, Group] = {
    "category": "categories", "categories": "categories", "tag": "tags", "tags": "tags"
}  # fmt: skip
_FOLDERS = {"categories": "category", "tags": "tag"}
_LIQUID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


class Stub(NamedTuple):
    """A term as its page has it. `slug` is its place in addresses here; `file` the page's own output path."""

    group: Group
    name: str
    label: str
    slug: str
    file: str

    @property
    def target(self) -> str:
        """The output path of the page that an archive makes."""
        return f"{_FOLDERS[self.group]}/{self.slug or safe_slug(self.name)}.html"


def stub_of(document: Document, body: str, terms: Mapping[Group, Collection[str]]) -> Stub | None:
    """Return the term that a page stands for; None for a page that has something to say of its own.

    `terms` are those that posts have.
    """
    folder, stem = _place(document)
    group = _GROUPS.get(folder.lower()) or _GROUPS.get(text(document.data.get("layout")).lower())
    if not group or stem == "index" or _says_something(body):
        return None
    name = _name(document, stem, terms[group])
    file = output_file(document.url if document.url.endswith((".html", "/")) else f"{document.url}.html")
    place = file.removesuffix("/index.html").removesuffix(".html").rpartition("/")[2]
    slug = place if safe_slug(place) == place else ""
    return Stub(group, name, text(document.data.get("title")), slug, file)


def _place(document: Document) -> tuple[str, str]:
    """Return the folder and the name of a page; `category/a/index.html` is a page `a`."""
    *folders, stem = ("", "", *document.path.split("/")[:-1], document.slug)
    return (folders[-2], folders[-1]) if stem == "index" and folders[-2] else (folders[-1], stem)


def _says_something(body: str) -> bool:
    if len(body) > 20_000:
        return True
    return bool(re.sub(r"<[^<>]*>", "", _LIQUID.sub("", body)).strip())


def _name(document: Document, stem: str, terms: Collection[str]) -> str:
    """Return the term: as front matter names it, else the one whose slug is the page's name."""
    for key in ("category", "categories", "tag", "tags", "category_name", "tag_name"):
        named = texts(document.own.get(key), words=False)
        if named:
            return named[0]
    title = text(document.data.get("title"))
    if title in terms:
        return title
    return next((term for term in terms if slugify(term) == stem), stem)
