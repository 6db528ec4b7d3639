"""All that is known of a site before any of it is imported: which source has which URL."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.importers.article import RefusalError
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.documents import Document, page_of, post_of
from generator.importers.jekyll.matter import Source, read_source
from generator.importers.jekyll.walk import Found, walk
from generator.system.files import read_file

_MAGIC = re.compile(r"_posts/")


class Site(NamedTuple):
    """A Jekyll site: its folder, its settings, the zone it is built in, the bytes that a source may have."""

    source: Path
    config: JekyllConfig
    zone: ZoneInfo
    max_bytes: int

    def read(self, found: Found) -> tuple[Source, Document]:
        """Read a post, draft or page. Raises RefusalError, and OSError."""
        file = str(self.source / found.path)
        raw, state = read_file(file, self.max_bytes)
        if raw is None:
            reason = f"it has {state.st_size:,} bytes, more than the {self.max_bytes:,} of a post"
            raise RefusalError(
                "import.too-large", reason, "shorten it, or raise posts.max_bytes in site.yaml"
            )
        source = read_source(raw, found.path)
        if found.role == "page":
            return source, page_of(found, source, self.config)
        return source, post_of(found, source, self.config, self.zone, state.st_mtime)

    def found(self) -> Iterator[Found]:
        """Yield its files in the order of their paths."""
        return walk(self.source, self.config)


class Table(NamedTuple):
    """URLs of posts and pages by source, `posts` by the names that `post_url` takes; and all categories."""

    urls: dict[str, str]
    posts: dict[str, str]
    pages: list[Found]
    categories: dict[str, None]
    tags: dict[str, None]

    def post_url(self, name: str) -> str:
        """Return the URL of the post that `post_url` names, "" for none."""
        name = name.strip("\"' ").lstrip("/")
        return self.posts.get(name) or self.posts.get(posixpath.basename(name), "")

    def link(self, path: str) -> str:
        """Return the URL of the source that `link` names, "" for none."""
        return self.urls.get(path.strip("\"' ").lstrip("/"), "")


def read_table(site: Site) -> Table:
    """Read the front matter of all sources. What can't be read is left out; it is told when it is due."""
    table = Table({}, {}, [], {}, {})
    for found in site.found():
        if found.role == "file":
            table.urls[found.path] = f"/{found.path}"
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
