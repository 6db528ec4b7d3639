"""List the posts, drafts, pages and other files of a Jekyll site (jekyll/reader.rb)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from generator.importers.jekyll.config import JekyllConfig
from generator.importers.sites.folders import DEEPEST, entries

Role = Literal["post", "draft", "page", "file", "link", "name"]

_HEADER = re.compile(rb"\A(?:\xef\xbb\xbf)?---\s*\r?\n")
_SPECIAL = (".", "_", "#", "~")
_SPECIAL_FOLDERS: dict[str, Role] = {"_posts": "post", "_drafts": "draft"}


class SourceFile(NamedTuple):
    """A file, by its path from the source. A `link` is a symbolic link, a `name` a name that is not UTF-8."""

    path: str
    role: Role


def walk(source: Path, config: JekyllConfig) -> Iterator[SourceFile]:
    """Yield all files that Jekyll would read, in the order of their paths. Links are not followed."""
    yield from _folder(source, "", config, 0)


def _folder(
    source: Path, inner: str, config: JekyllConfig, depth: int, role: Role | None = None
) -> Iterator[SourceFile]:
    """Yield the files in a folder and below it; `role` is that of files in `_posts` or `_drafts`."""
    for name, kind in entries(source / inner):
        path = f"{inner}{name}"
        special = _SPECIAL_FOLDERS.get(name) if role is None else None
        if kind == "folder" and special:
            yield from _folder(source, f"{path}/", config, depth, special)
        elif _is_read(name, path, config, folder=kind == "folder") or _is_collection(path, config):
            if kind == "folder" and depth < DEEPEST:
                yield from _folder(source, f"{path}/", config, depth + 1, role)
            elif kind == "file":
                yield SourceFile(path, role or _role(source / path))
            elif kind in ("link", "name"):
                yield SourceFile(path, kind)


def _is_collection(path: str, config: JekyllConfig) -> bool:
    return path.startswith("_") and path.removeprefix("_") in config.collections


def _is_read(name: str, path: str, config: JekyllConfig, *, folder: bool) -> bool:
    """Return whether an entry is part of the site (`filter` in jekyll/entry_filter.rb)."""
    if name.endswith(".") or config.is_excluded(path, folder=folder):
        return False
    return config.is_included(path) or not (name.startswith(_SPECIAL) or name.endswith("~"))


def _role(file: Path) -> Role:
    """Return "page" for a file with front matter, else "file"."""
    try:
        with open(file, "rb") as stream:
            return "page" if _HEADER.match(stream.read(100)) else "file"
    except OSError:
        return "file"  # Copying it will report the error.
