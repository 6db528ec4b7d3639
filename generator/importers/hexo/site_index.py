"""Find the addresses and terms of all posts and pages of a Hexo site, before any of them is imported."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from generator.importers.article import RefusalError
from generator.importers.hexo.config import HexoConfig
from generator.importers.hexo.documents import Document, Zones, page_of, post_of
from generator.importers.hexo.source_files import SourceFile, walk
from generator.importers.hexo.tag_plugins import Post
from generator.importers.sites.front_matter import Source, read_source
from generator.importers.sites.placing import read_limited

_PLAYER = re.compile(r"\{%\s*(youtube|vimeo|bilibili)\b")


class Site:
    """A Hexo site: its folder, its settings, its time zones, and the most bytes of a source."""

    def __init__(self, folder: Path, config: HexoConfig, zones: Zones, max_bytes: int) -> None:
        self.folder, self.config, self.zones, self.max_bytes = folder, config, zones, max_bytes
        self.files = list(walk(folder, config))

    def path(self, file: SourceFile) -> Path:
        """Return the path of a file on this machine."""
        return self.folder / self.config.source / file.path

    def read(self, file: SourceFile) -> tuple[Source, Document]:
        """Read a post, draft or page. Raises RefusalError, and OSError."""
        source = read_source(read_limited(self.path(file), self.max_bytes), file.path)
        if file.role == "page":
            return source, page_of(file, source.data or {})
        changed = self.path(file).stat().st_mtime
        return source, post_of(file, source, self.config, self.zones, changed)


class HexoIndex(NamedTuple):
    """What is known of all posts and pages.

    `urls` are addresses by path; `posts` are by slug, for `post_link`. `paths` are the categories of
    published posts, as paths; `days` their months, and `players` the calls of players.
    """

    urls: dict[str, str]
    posts: dict[str, Post]
    paths: dict[tuple[str, ...], None]
    tags: dict[str, None]
    months: dict[str, None]
    assets: dict[str, str]
    players: set[str]


def index_site(site: Site) -> HexoIndex:
    """Read the front matter of all posts and pages. Unreadable ones are skipped; the import reports them."""
    index = HexoIndex({}, {}, {}, {}, {}, {}, set())
    for file in site.files:
        if file.role not in ("post", "draft", "page"):
            continue
        try:
            source, document = site.read(file)
        except (RefusalError, OSError):
            continue
        index.players.update(_PLAYER.findall(source.body))
        index.urls[file.path] = document.url
        if file.role != "page":
            index.posts[document.slug] = Post(document.title, document.url)
        if file.role == "post":
            _add_terms(index, document)
    if site.config.assets:
        _add_assets(index, site)
    return index


def _add_terms(index: HexoIndex, document: Document) -> None:
    for path in document.categories:
        index.paths.update((path[:depth], None) for depth in range(1, len(path) + 1))
    index.tags.update(dict.fromkeys(document.tags))
    if document.instant:
        index.months[f"{document.instant:%Y/%m}"] = None


def _add_assets(index: HexoIndex, site: Site) -> None:
    """Note where the files in the folders of posts are published."""
    folders = {path.rpartition(".")[0]: url for path, url in index.urls.items() if path.startswith("_posts/")}
    for file in site.files:
        parent = file.path
        while file.role == "asset" and (parent := parent.rpartition("/")[0]):
            if folders.get(parent):
                url = re.sub(r"\.html?$", "", folders[parent]).rstrip("/")
                index.assets[file.path] = f"{url}/{file.path.removeprefix(f'{parent}/')}"
                break
