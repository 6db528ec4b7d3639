"""Find the URLs of all sources of a site, before any of them is imported."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.importers.article import RefusalError
from generator.importers.jekyll.collections import document_of, site_path
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.documents import Document, page_of, post_of
from generator.importers.jekyll.source_files import SourceFile, walk
from generator.importers.sites.front_matter import Source, read_source
from generator.system.files import read_file

_MAGIC = re.compile(r"_posts/")


class Site(NamedTuple):
    """A Jekyll site: its folder, its settings, its time zone, and the most bytes of a source."""

    source: Path
    config: JekyllConfig
    zone: ZoneInfo
    max_bytes: int

    def read(self, found: SourceFile) -> tuple[Source, Document]:
        """Read a post, draft or page. Raises RefusalError, and OSError."""
        file = str(self.source / found.path)
        raw, state = read_file(file, self.max_bytes)
        if raw is None:
            reason = f"it has {state.st_size:,} bytes, more than the {self.max_bytes:,} of a post"
            raise RefusalError(
                "import.too-large", reason, "shorten it, or raise posts.max_bytes in site.yaml"
            )
        source = read_source(raw, found.path, self.config.encoding)
        if found.role == "page" and found.path.startswith("_"):
            return source, document_of(found, source, self.config, self.zone)
        if found.role == "page":
            return source, page_of(found, source, self.config)
        return source, post_of(found, source, self.config, self.zone, state.st_mtime)

    def files(self) -> Iterator[SourceFile]:
        """Yield its files in the order of their paths."""
        return walk(self.source, self.config)


class SiteIndex(NamedTuple):
    """URLs by the path of the source, `posts` by names for `post_url`; all pages, categories and tags."""

    urls: dict[str, str]
    posts: dict[str, str]
    pages: list[SourceFile]
    categories: dict[str, None]
    tags: dict[str, None]

    def post_url(self, name: str) -> str:
        """Return the URL of the post with a name in `post_url`, "" for none."""
        name = name.strip("\"' ").lstrip("/")
        return self.posts.get(name) or self.posts.get(posixpath.basename(name), "")

    def link(self, path: str) -> str:
        """Return the URL of the source with a path in `link`, "" for none."""
        return self.urls.get(path.strip("\"' ").lstrip("/"), "")


def index_site(site: Site) -> SiteIndex:
    """Read the front matter of all sources. Unreadable ones are skipped; the import reports them later."""
    table = SiteIndex({}, {}, [], {}, {})
    for found in site.files():
        if found.role == "file":
            table.urls[found.path] = f"/{site_path(found.path)}"
        if found.role not in ("post", "draft", "page"):
            continue
        try:
            _, document = site.read(found)
        except (RefusalError, OSError):
            continue
        table.urls[found.path] = document.url
        if found.role == "page":
            table.pages.append(found)
            continue
        table.categories.update(dict.fromkeys(document.categories))
        table.tags.update(dict.fromkeys(document.tags))
        name = posixpath.splitext(_MAGIC.sub("", found.path, count=1))[0]
        table.posts[name] = document.url
        table.posts.setdefault(posixpath.basename(name), document.url)
    return table
