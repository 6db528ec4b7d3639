"""Finds the files of an archive: what there is, how large, and when it last changed. Nothing is read."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from generator.model import Problem

Role = Literal["post", "page", "file", "static"]

#: Suffixes of posts and pages; everything else beside them is a file that goes along.
SUFFIXES = (".md", ".markdown", ".html")

#: Folders under content/, and what a file with a text suffix in them is.
_ROOTS: tuple[tuple[str, Role], ...] = (("posts", "post"), ("pages", "page"), ("static", "static"))
_NEVER = frozenset({".git", ".svn", ".hg", ".DS_Store", "Thumbs.db", "desktop.ini"})


class Found(NamedTuple):
    """A file under content/: `path` is relative to the site, with forward slashes; size in bytes."""

    path: str
    role: Role
    size: int
    mtime_ns: int


def scan(root: Path) -> Iterator[Found | Problem]:
    """Yield the files under `root`/content in no particular order, and a warning for each link passed over.

    A symbolic link inside the content may lead out of it, and content is not
    trusted; so links are told and not followed.
    """
    for name, role in _ROOTS:
        top = root / "content" / name
        if top.is_dir():
            yield from _walk(str(top), f"content/{name}", role)


def _walk(top: str, path: str, role: Role) -> Iterator[Found | Problem]:
    folders = [(top, path)]
    while folders:
        folder, prefix = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if _is_hidden(name, role):
                    continue
                inner = f"{prefix}/{name}"
                if entry.is_symlink():
                    yield _link(inner)
                elif entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, inner))
                else:
                    yield from _file(entry, inner, role)


def _file(entry: os.DirEntry[str], path: str, role: Role) -> Iterator[Found | Problem]:
    try:
        path.encode()
        state = entry.stat(follow_symlinks=False)
    except UnicodeEncodeError:
        yield _unnamed(path)
    except FileNotFoundError:
        return
    else:
        yield Found(path, _role(path, role), state.st_size, state.st_mtime_ns)


def _role(path: str, role: Role) -> Role:
    return role if role == "static" or path.lower().endswith(SUFFIXES) else "file"


def _is_hidden(name: str, role: Role) -> bool:
    """Tell whether a name is none of ours: version control, and editors' temporary files among posts."""
    if name in _NEVER:
        return True
    return role != "static" and (name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")))


def _link(path: str) -> Problem:
    return Problem(
        path, 0, 0, "scan.link", "a symbolic link is not followed", "put the file itself here", "warning"
    )


def _unnamed(path: str) -> Problem:
    shown = path.encode("utf-8", "replace").decode()
    return Problem(shown, 0, 0, "scan.name", "the file's name is not UTF-8", "rename the file")


def plain_name(path: str) -> str:
    """Return a path in the composed form (NFC) that addresses are made from."""
    return unicodedata.normalize("NFC", path)
