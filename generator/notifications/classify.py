"""Decide which changed paths matter to a build or to a preview, and sort them by kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from generator.core.paths import is_within

#: Names of temporary files: vim's swap files and its probe 4913, backups, Emacs' locks and saves, GNOME's and
#: rsync's temporary files, git's locks.
_TEMPORARY_SUFFIXES = ("~", ".swp", ".swx", ".swo", ".tmp", ".lock", ".part", ".crswap")
_TEMPORARY_NAMES = frozenset({"4913", ".DS_Store", "Thumbs.db", "desktop.ini"})
_FOLDERS = ("content/posts", "content/pages", "content/static", "content/packs", "content/pictures")


class Changes(NamedTuple):
    """Changes: paths of the content, settings or slugs, a theme, and watched folders (`roots`)."""

    content: tuple[str, ...] = ()
    settings: bool = False
    theme: bool = False
    roots: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything changed that matters."""
        return bool(self.content or self.settings or self.theme or self.roots)


def classify(paths: Iterable[str]) -> Changes:
    """Return the changes at some paths, which are relative to the site's root."""
    content: dict[str, None] = {}
    settings = theme = roots = False
    for path in paths:
        if _is_temporary(path):
            continue
        content.update(dict.fromkeys([path] if is_within(path, *_FOLDERS) else ()))
        settings |= path in ("site.yaml", "content/slugs.yaml")
        theme |= path.startswith("themes/")
        roots |= path in ("content", "themes", "")
    return Changes(tuple(content), settings, theme, roots)


def _is_temporary(path: str) -> bool:
    """Tell whether a path has the name of a temporary file; under static/ all names are the site's own."""
    name = path.rpartition("/")[2]
    if path.startswith("content/static/"):
        return False
    return name.startswith((".", "#")) or name.endswith(_TEMPORARY_SUFFIXES) or name in _TEMPORARY_NAMES
