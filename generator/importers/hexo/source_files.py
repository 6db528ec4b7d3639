"""List the posts, drafts, pages and other files of a Hexo site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from generator.importers.hexo.config import HexoConfig
from generator.importers.sites.folders import files_below

#: An `asset` is in the folder of a post; `compiled`: a file that Hexo makes a different file of.
Role = Literal["post", "draft", "page", "asset", "file", "compiled", "link", "name"]

MARKDOWN = (".md", ".markdown", ".mkd", ".mkdn", ".mdwn", ".mdtxt", ".mdtext")
HTML = (".html", ".htm")
_COMPILED = (
    ".styl", ".stylus", ".scss", ".sass", ".less", ".ejs", ".pug", ".jade", ".njk", ".swig", ".yml", ".yaml",
)  # fmt: skip
_POSTS: dict[str, Role] = {"_posts/": "post", "_drafts/": "draft"}


class SourceFile(NamedTuple):
    """A file: its path below the folder of sources, and for posts and assets that below `_posts`."""

    path: str
    role: Role
    inside: str


def walk(source: Path, config: HexoConfig) -> Iterator[SourceFile]:
    """Yield the files that Hexo would read, in the order of their paths."""
    for path, kind in files_below(source / config.source):
        folder = next((name for name in _POSTS if path.startswith(name)), "")
        inside = path.removeprefix(folder)
        if not _is_read(inside, path, config):
            continue
        if kind in ("link", "name"):
            yield SourceFile(path, "link" if kind == "link" else "name", inside)
        else:
            yield SourceFile(path, _role(source / config.source / path, path, folder, config), inside)


def _is_read(inside: str, path: str, config: HexoConfig) -> bool:
    if config.is_excluded(path) or path.endswith(("~", "%")):
        return False
    hidden = any(part.startswith(("_", ".")) for part in inside.split("/"))
    return not hidden or config.is_included(path)


def _role(file: Path, path: str, folder: str, config: HexoConfig) -> Role:
    suffix = posixpath.splitext(path)[1].lower()
    if config.is_raw(path):
        return "file"
    if folder:
        return _POSTS[folder] if suffix in (*MARKDOWN, *HTML) else "asset"
    if suffix in _COMPILED:
        return "compiled"
    if suffix in HTML:
        return "page" if _starts(file).startswith(b"---") else "file"
    return "page" if suffix in MARKDOWN else "file"


def _starts(file: Path) -> bytes:
    try:
        with open(file, "rb") as stream:
            return stream.read(3)
    except OSError:
        return b""  # Copying it will report the error.
