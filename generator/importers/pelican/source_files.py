"""List the articles, pages and static files of a Pelican site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

from generator.importers.pelican.config import PelicanConfig
from generator.importers.sites.folders import files_below

#: `other`: a file outside STATIC_PATHS, which is published only if a text links to it.
Role = Literal["article", "page", "static", "other", "link", "name"]

MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
HTML = (".html", ".htm")
RST = (".rst",)
#: Folders that hold nothing of the site's, if they are in the folder of sources.
_NEVER = ("__pycache__", "node_modules")


class SourceFile(NamedTuple):
    """A file, by its path below the folder of sources."""

    path: str
    role: Role


def walk(config: PelicanConfig) -> Iterator[SourceFile]:
    """Yield the files of a site, in the order of their paths."""
    output = config.text("OUTPUT_PATH").strip("./")
    for path, kind in files_below(config.content):
        if _is_ignored(path, config) or (output and path.startswith(f"{output}/")):
            continue
        if kind in ("link", "name"):
            yield SourceFile(path, "link" if kind == "link" else "name")
        else:
            yield SourceFile(path, _role(path, config))


def _is_ignored(path: str, config: PelicanConfig) -> bool:
    parts = path.split("/")
    if any(part in _NEVER or part.startswith(".") for part in parts):
        return True
    patterns = [pattern.removeprefix("**/") for pattern in config.texts("IGNORE_FILES")]
    return any(fnmatchcase(text, pattern) for pattern in patterns for text in (path, *parts))


def _role(path: str, config: PelicanConfig) -> Role:
    is_text = posixpath.splitext(path)[1].lower() in (*MARKDOWN, *HTML, *RST)
    if is_text and _is_below(path, config.texts("PAGE_PATHS"), config.texts("PAGE_EXCLUDES")):
        return "page"
    # Folders of pages and static files hold no articles.
    excluded = (*config.texts("ARTICLE_EXCLUDES"), *config.texts("PAGE_PATHS"))
    is_article = is_text and _is_below(path, config.texts("ARTICLE_PATHS"), excluded)
    is_static = _is_below(path, config.texts("STATIC_PATHS"), config.texts("STATIC_EXCLUDES"))
    if is_article:
        return "article"
    return "static" if is_static else "other"


def _is_below(path: str, folders: tuple[str, ...], excluded: tuple[str, ...]) -> bool:
    def within(folder: str) -> bool:
        return folder in ("", ".", path) or path.startswith(f"{folder}/")

    return any(map(within, folders)) and not any(within(folder) for folder in excluded if folder)
