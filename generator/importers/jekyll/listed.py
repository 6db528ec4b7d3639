"""Show templates what a site consists of: `site.posts`, `site.pages`, `site.categories`, collections."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from generator.importers.article import RefusalError
from generator.importers.jekyll.data_files import typed
from generator.importers.jekyll.documents import Document, title_of
from generator.importers.jekyll.site_index import Site
from generator.importers.jekyll.source_files import SourceFile
from generator.importers.sites.front_matter import text
from generator.importers.sites.inline import block_html

#: Posts that have been related to every post, where nothing compares their texts: the newest ones.
_RELATED = 10
_LIQUID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_HTML = (".html", ".htm", ".xhtml")


class Moment(datetime):
    """A date that templates print as Jekyll does: `2021-12-28 07:35:22 +0800`."""

    def __str__(self) -> str:
        return f"{self:%Y-%m-%d %H:%M:%S %z}"


def values_of(document: Document) -> dict[str, Any]:
    """Return what a template sees of a post or page, without its text."""
    values = {name: typed(value) for name, value in document.data.items()}
    name = document.path.rpartition("/")[2]
    values |= {"title": title_of(document) or None, "url": document.url, "path": document.path, "name": name}
    values["dir"] = document.url if document.url.endswith("/") else posixpath.dirname(document.url)
    if document.instant:
        values["date"] = Moment.fromtimestamp(document.instant.timestamp(), document.instant.tzinfo)
        values |= {"categories": list(document.categories), "tags": list(document.tags)}
        values["id"] = posixpath.splitext(document.url)[0].rstrip("/")
    return values


class Listed(Mapping[str, Any]):
    """A post, page or document in a list. A value that it does not have is None, as in Jekyll."""

    def __init__(self, values: dict[str, Any], body: Callable[[], str]) -> None:
        self._values, self._body = values, body

    def __getitem__(self, name: str) -> Any:
        if name == "excerpt" and name not in self._values:
            return block_html(self._body().lstrip().partition("\n\n")[0])
        return block_html(self._body()) if name == "content" else self._values.get(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        """Return whether both are the same source; comparing all values would take long."""
        return isinstance(other, Listed) and other["path"] == self["path"]

    def __hash__(self) -> int:
        return hash(self["path"])


class SiteLists:
    """The lists of one site. Nothing is read before a template asks for a list."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def get(self, name: str) -> Any:
        """Return a list by its name in `site.`; None if there is no such list."""
        if name in self._site.config.collections:
            return self._below(f"_{name}/")
        return self._named[name]() if name in self._named else None

    @cached_property
    def _named(self) -> Mapping[str, Callable[[], Any]]:
        return {
            "posts": lambda: self._posts,
            "related_posts": lambda: self._posts[:_RELATED],
            "categories": lambda: self._terms("categories"),
            "tags": lambda: self._terms("tags"),
            "pages": lambda: self._pages,
            "html_pages": lambda: [one for one in self._pages if _is_html(one["url"])],
            "documents": lambda: [*self._posts, *self._below("_")],
            "collections": self._collections,
        }

    def paginator(self) -> dict[str, Any]:
        """Return the values of the first of the numbered pages."""
        written = text(self._site.config.values.get("paginate"))
        size = int(written) if written.isdecimal() and int(written) else 10
        pages = max(-(-len(self._posts) // size), 1)
        return {
            "page": 1, "per_page": size, "posts": self._posts[:size], "total_posts": len(self._posts),
            "total_pages": pages,
        }  # fmt: skip

    @cached_property
    def _sources(self) -> list[tuple[SourceFile, Document]]:
        found = []
        for file in self._site.files():
            if file.role in ("post", "page"):
                try:
                    found.append((file, self._site.read(file)[1]))
                except (RefusalError, OSError):
                    continue  # The import of the file reports it.
        return found

    @cached_property
    def _posts(self) -> list[Listed]:
        """The posts, the newest first."""
        found = [self._listed(*one) for one in self._sources if one[0].role == "post" and _is_shown(one[1])]
        return sorted(found, key=lambda post: (post["date"], post["path"]), reverse=True)

    @cached_property
    def _pages(self) -> list[Listed]:
        sources = (one for one in self._sources if one[0].role == "page")
        return [self._listed(*one) for one in sources if not one[0].path.startswith("_")]

    def _below(self, folder: str) -> list[Listed]:
        """Return the documents of a collection, or of all."""
        sources = (one for one in self._sources if one[0].role == "page" and one[0].path.startswith(folder))
        return [self._listed(*one) for one in sources]

    def _terms(self, group: str) -> dict[str, list[Listed]]:
        """Return posts by category or tag; in each the newest first."""
        found: dict[str, list[Listed]] = {}
        for post in reversed(self._posts):
            for name in post[group]:
                found.setdefault(name, []).append(post)
        return {name: posts[::-1] for name, posts in found.items()}

    def _collections(self) -> list[dict[str, Any]]:
        names = ["posts", *self._site.config.collections]
        return [{"label": name, "docs": self.get(name), "output": True} for name in sorted(names)]

    def _listed(self, found: SourceFile, document: Document) -> Listed:
        return Listed(values_of(document), lambda: self._body(found))

    def _body(self, found: SourceFile) -> str:
        try:
            return _LIQUID.sub("", self._site.read(found)[0].body)
        except (RefusalError, OSError):
            return ""


class SiteValues(Mapping[str, Any]):
    """The values of `site.`: lists, collections and what _config.yml says."""

    def __init__(self, values: Mapping[str, Any], lists: SiteLists) -> None:
        self._values, self._lists = values, lists

    def __getitem__(self, name: str) -> Any:
        found = self._lists.get(name)
        return self._values[name] if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _is_shown(document: Document) -> bool:
    return text(document.data.get("published")) != "false"


def _is_html(url: str) -> bool:
    return url.endswith(("/", *_HTML)) or "." not in posixpath.basename(url)
