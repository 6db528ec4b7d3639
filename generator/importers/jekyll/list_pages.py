"""Recognise pages that are mere lists of posts, and the list of the archive that each of them becomes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from generator.importers.jekyll.documents import Document
from generator.importers.jekyll.layouts import layout_text
from generator.importers.jekyll.templates import LISTS
from generator.importers.sites.config_files import group as group_of
from generator.importers.sites.config_files import is_true
from generator.importers.sites.front_matter import text
from generator.importers.sites.term_slugs import TermSlugs
from generator.importers.sites.terms import Group

#: The most bytes of text around the loops of a mere list: headings, but no paragraph.
_HEADINGS = 90
_TAG = re.compile(r"\{%-?\s*(\w+)[^%]*(?:%(?!\})[^%]*)*%\}")
_LOOPS = frozenset({"for", "tablerow", "capture"})
_UNSHOWN = re.compile(
    r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>|\{\{.*?\}\}|\{:[^{}\n]*\}", re.DOTALL | re.IGNORECASE
)
_LETTERS = re.compile(r"[^\w\s]+")
_GROUPS: Mapping[str, Group] = {
    "category": "categories", "categories": "categories", "tag": "tags", "tags": "tags"
}  # fmt: skip
#: A list of one term: `site.tags.a`, `site.tags['a']`, `where: "category", "a"`, `post.tags contains 'a'`.
_ONE_TERM = re.compile(
    r"site\.(categories|tags)(?:\.(?!size\b|first\b|last\b)([\w-]+)|\[\s*[\"']([^\"'\]]+)[\"']\s*\])"
    r"|where\s*:\s*[\"'](categor(?:y|ies)|tags?)[\"']\s*,\s*[\"']([^\"']+)[\"']"
    r"|\.(categor(?:y|ies)|tags?)\s+(?:contains|==)\s*[\"']([^\"']+)[\"']"
)
#: Layouts of widespread themes that list posts, and what they list.
_LAYOUTS: Mapping[str, Group | None] = {
    **dict.fromkeys(("tags", "tag_index", "tag-index"), "tags"),
    **dict.fromkeys(("categories", "category_index", "category-index"), "categories"),
    **dict.fromkeys(("posts", "archive", "archives", "year-archive", "home", "blog")),
}  # fmt: skip


class ListPages:
    """Finds the lists of an archive for pages of a site.

    `layouts` are its templates by path, `terms` its categories and tags.
    """

    def __init__(self, layouts: Mapping[str, str], terms: Mapping[Group, Collection[str]]) -> None:
        self._layouts, self._terms = layouts, terms

    def target(self, document: Document, body: str, slugs: TermSlugs) -> str:
        """Return the output path of the list that a page is, "" for a page with a text of its own."""
        if document.path.startswith("_"):
            return ""
        if _has_text(body):
            return ""
        if LISTS.search(body):
            return self._list(body, slugs)
        paging = group_of(document.data, "pagination")
        if is_true(paging.get("enabled")):
            named = [(key, text(paging.get(key))) for key in _GROUPS if text(paging.get(key))]
            return self._term(*named[0], slugs) if len(named) == 1 else "archive.html"
        return "" if re.search(r"\w", _plain(body)) else self._of_layout(document, slugs)

    def _of_layout(self, document: Document, slugs: TermSlugs) -> str:
        """Return the list that a layout makes of a page without a text."""
        name = text(document.data.get("layout"))
        made = layout_text(self._layouts, name)
        if made:
            return self._list(made, slugs) if LISTS.search(made) else ""
        name = name.lower()
        return _whole(_LAYOUTS[name], slugs) if name in _LAYOUTS else ""

    def _list(self, template: str, slugs: TermSlugs) -> str:
        named = {_pair(found) for found in _ONE_TERM.finditer(template)}
        if len(named) == 1:
            return self._term(*named.pop(), slugs)
        if "site.categories" in template:
            return _whole("categories", slugs)
        return _whole("tags" if "site.tags" in template else None, slugs)

    def _term(self, kind: str, name: str, slugs: TermSlugs) -> str:
        group = _GROUPS[kind]
        if name not in self._terms[group]:
            return "archive.html"
        slugs.assign(group, [name])
        return slugs.page(group, name)


def _whole(group: Group | None, slugs: TermSlugs) -> str:
    """Return the output path of the list of all terms of a group, or of that of all posts."""
    return slugs.list_of_all(group) if group else "archive.html"


def _pair(found: re.Match[str]) -> tuple[str, str]:
    kind, name = [part for part in found.groups() if part]
    return _GROUPS[kind], name


def _has_text(body: str) -> bool:
    """Return whether a body has more than headings outside its loops."""
    return len(_LETTERS.sub("", _plain(body)).encode()) > _HEADINGS


def _plain(body: str) -> str:
    return " ".join(_UNSHOWN.sub(" ", _outside_loops(body)).split())


def _outside_loops(body: str) -> str:
    out, depth, at = [], 0, 0
    for tag in _TAG.finditer(body):
        if not depth:
            out.append(body[at : tag.start()])
        at, name = tag.end(), tag[1]
        depth += name in _LOOPS
        depth -= name.startswith("end") and name[3:] in _LOOPS and depth > 0
    return "".join((*out, body[at:] if not depth else ""))
