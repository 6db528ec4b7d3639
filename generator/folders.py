"""Folders as lists of files, and signatures of such lists.

To find the one file that changed among a million, nothing is faster than to
ask for the state of each; but what is known of them need not be looked up file
by file. A folder whose signature is the one that was noted has not changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

#: A file in a folder: its name, size in bytes, and time of change in nanoseconds.
Listed = tuple[str, int, int]


class Listing(NamedTuple):
    """The files of one folder in the order of their names, its folders, and the names passed over (links)."""

    files: list[Listed]
    folders: list[str]
    links: list[str]


def list_folder(folder: str, ignored: Callable[[str], bool]) -> Listing:
    """List a folder without following links; a file that vanishes meanwhile is left out. Raises OSError."""
    found = Listing([], [], [])
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if ignored(name):
                continue
            if entry.is_file(follow_symlinks=False):
                try:
                    state = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                found.files.append((name, state.st_size, state.st_mtime_ns))
            elif entry.is_dir(follow_symlinks=False):
                found.folders.append(name)
            elif entry.is_symlink():
                found.links.append(name)
    found.files.sort()
    return found


def walk(top: str, ignored: Callable[[str], bool]) -> Iterator[tuple[str, Listing]]:
    """Yield (path, listing) of a folder and all below it; paths lead from `top`, "" or `a/b/`."""
    waiting = [""]
    while waiting:
        path = waiting.pop()
        try:
            listing = list_folder(f"{top}/{path}", ignored)
        except FileNotFoundError:
            continue
        waiting += [f"{path}{name}/" for name in listing.folders]
        yield path, listing


def signature(files: list[Listed]) -> bytes:
    """Return a digest of the names, sizes and times of a folder's files."""
    return hashlib.sha256(repr(files).encode("utf-8", "surrogateescape")).digest()[:12]
