"""Which changed paths matter to a preview, and what each kind of them asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

#: Names that editors and version control use for what lasts a moment: vim's swap files and its probe 4913,
#: backups, Emacs' locks and saves, GNOME's and rsync's temporary files, git's locks.
_PASSING_SUFFIXES = ("~", ".swp", ".swx", ".swo", ".tmp", ".lock", ".part", ".crswap")
_PASSING_NAMES = frozenset({"4913", ".DS_Store", "Thumbs.db", "desktop.ini"})
_FOLDERS = ("content/posts", "content/pages", "content/static")


class Changes(NamedTuple):
    """What changed: paths of the content, settings or slugs, themes; `anew`: folders that are watched."""

    content: tuple[str, ...] = ()
    settings: bool = False
    theme: bool = False
    anew: bool = False

    def __bool__(self) -> bool:
        """Tell whether any of it matters."""
        return bool(self.content or self.settings or self.theme or self.anew)


def sort(paths: Iterable[str]) -> Changes:
    """Return what matters of some changed paths, which are relative to the site's root."""
    content: dict[str, None] = {}
    settings = theme = anew = False
    for path in paths:
        if _is_passing(path):
            continue
        content.update(dict.fromkeys([path] if _is_below(path, _FOLDERS) else ()))
        settings |= path in ("site.yaml", "content/slugs.yaml")
        theme |= path.startswith("themes/")
        anew |= path in ("content", "themes", "")
    return Changes(tuple(content), settings, theme, anew)


def _is_passing(path: str) -> bool:
    """Tell whether a path is that of a file which lasts a moment; what is under static/ is the site's own."""
    name = path.rpartition("/")[2]
    if path.startswith("content/static/"):
        return False
    return name.startswith((".", "#")) or name.endswith(_PASSING_SUFFIXES) or name in _PASSING_NAMES


def _is_below(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)
