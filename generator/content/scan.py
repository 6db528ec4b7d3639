"""Find the files of an archive, with their sizes and times of change. Nothing is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.core.model import Problem, Role
from generator.core.paths import is_within
from generator.system.folders import Listed, signature, walk

#: Suffixes of posts and pages; all other files beside them are published as they are.
SUFFIXES = (".md", ".markdown", ".html")

#: Folders under content/, and the role of a file in them that has one of `SUFFIXES`.
_ROOTS: tuple[tuple[str, Role], ...] = (("posts", "post"), ("pages", "page"), ("static", "static"))
_NEVER = frozenset({".git", ".svn", ".hg", ".DS_Store", "Thumbs.db", "desktop.ini"})


class Found(NamedTuple):
    """A file under content/: `path` is relative to the site, with forward slashes; size in bytes."""

    path: str
    role: Role
    size: int
    mtime_ns: int


class Folder(NamedTuple):
    """A folder under content/, by its path with a final slash. `listed` has hidden files as well."""

    path: str
    role: Role
    listed: list[Listed]

    def found(self) -> Iterator[Found]:
        """Yield the files of the site, each with its role."""
        for name, size, mtime_ns in self.listed:
            if not is_hidden(name, self.role) and is_text(self.path + name):
                yield Found(self.path + name, _role(name, self.role), size, mtime_ns)

    def posts(self) -> int:
        """Return the number of posts in the folder."""
        return sum(found.role == "post" for found in self.found()) if self.role == "post" else 0

    def signature(self) -> bytes:
        """Return a digest that changes when a file of the folder does."""
        return signature(self.listed)


def scan(root: Path) -> Iterator[Folder | Problem]:
    """Yield the folders under `root`/content in no particular order, and the problems of names.

    A symbolic link inside the content may lead out of it, and content is not
    trusted; so links are reported and not followed.
    """
    for name, role in _ROOTS:
        top = root / "content" / name
        if top.is_dir():
            yield from _folders(str(top), f"content/{name}/", role)


def post_paths(root: Path) -> Iterator[str]:
    """Yield the paths of the posts that are files."""
    for folder in scan(root):
        if isinstance(folder, Folder) and folder.role == "post":
            yield from (found.path for found in folder.found() if found.role == "post")


def scan_path(root: Path, path: str) -> Iterator[Found | Problem]:
    """Yield the file at a path (`content/posts/a.md`), or the files of the folder there, as `scan` does.

    Yield nothing for a path that does not exist, is hidden, is behind a link, or is outside the content.
    """
    if "\0" in path or any(step in ("", ".", "..") for step in path.split("/")):
        return
    for name, role in _ROOTS:
        top = f"content/{name}"
        if is_within(path, top):
            steps = path.removeprefix(top).split("/")[1:]
            if not any(is_hidden(step, role) for step in steps) and not _is_behind_link(root, top, steps):
                yield from _found_at(str(root), path, role)


def _is_behind_link(root: Path, top: str, steps: list[str]) -> bool:
    """Tell whether one of the folders between `top` and the path is a link; `top` itself may be a link."""
    folders = ("/".join(steps[:end]) for end in range(1, len(steps)))
    return any((root / top / folder).is_symlink() for folder in folders)


def _found_at(root: str, path: str, role: Role) -> Iterator[Found | Problem]:
    name = path.rpartition("/")[2]
    is_top = path.count("/") == 1
    try:
        state = os.stat(f"{root}/{path}", follow_symlinks=is_top)  # noqa: PTH116
    except OSError:
        return
    if stat.S_ISDIR(state.st_mode):
        for one in _folders(f"{root}/{path}", f"{path}/", role):
            yield from [one] if isinstance(one, Problem) else one.found()
    elif stat.S_ISLNK(state.st_mode):
        yield link_problem(path)
    elif not stat.S_ISREG(state.st_mode):
        yield _special(path)
    elif not is_text(path):
        yield _unnamed(path)
    else:
        yield Found(path, _role(name, role), state.st_size, state.st_mtime_ns)


def _folders(top: str, prefix: str, role: Role) -> Iterator[Folder | Problem]:
    skip = partial(is_hidden, role=role)
    for path, listing in walk(top, skip):
        inner = prefix + path
        yield from (link_problem(inner + name) for name in listing.links if not skip(name))
        yield from (_special(inner + name) for name in listing.others if not skip(name))
        yield from (_unnamed(inner + name) for name in _odd_names(inner, listing.files) if not skip(name))
        if is_text(inner):  # Else each of its files was reported.
            yield Folder(inner, role, listing.files)


def _odd_names(folder: str, files: list[Listed]) -> list[str]:
    """Return the names of files that can't be stored. One test of all names is enough for most folders."""
    if folder.isascii() and "".join([file[0] for file in files]).isascii():
        return []
    return [file[0] for file in files if not is_text(folder + file[0])]


def is_text(path: str) -> bool:
    """Tell whether a path is Unicode that can be stored: names of other encodings come as lone surrogates."""
    return path.isascii() or path.isprintable() or not any("\ud800" <= char <= "\udfff" for char in path)


def _role(name: str, role: Role) -> Role:
    return role if role == "static" or name.lower().endswith(SUFFIXES) else "file"


def is_hidden(name: str, role: Role) -> bool:
    """Tell whether a name is left out: version control, and editors' temporary files among posts."""
    if name in _NEVER:
        return True
    return role != "static" and (name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")))


def link_problem(path: str) -> Problem:
    """Return the problem of a symbolic link."""
    shown = path.encode("utf-8", "replace").decode()
    return Problem(
        shown, 0, 0, "scan.link", "a symbolic link is not followed", "put the file itself here", "warning"
    )


def _special(path: str) -> Problem:
    shown = path.encode("utf-8", "replace").decode()
    why = "it is neither a file nor a folder, but a pipe, a socket or a device, and is not read"
    return Problem(shown, 0, 0, "scan.special", why, "put a file here", "warning")


def _unnamed(path: str) -> Problem:
    shown = path.encode("utf-8", "replace").decode()
    return Problem(shown, 0, 0, "scan.name", "the file's name is not UTF-8", "rename the file")
