"""List the files of folders, and make signatures of the lists.

To find one changed file among a million, a build asks for the state of each
file. But it need not look up each file in its records: when the signature of a
folder is the recorded one, none of its files has changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

#: A file in a folder: its name, size in bytes, and time of change in nanoseconds.
Listed = tuple[str, int, int]


class Listing(NamedTuple):
    """What one folder holds: its files in the order of their names, and the names of all else.

    `others` are neither files, folders nor links: pipes, sockets, devices.
    """

    files: list[Listed]
    folders: list[str]
    links: list[str]
    others: list[str]


def list_folder(folder: str) -> Listing:
    """List a folder without following links. A file that is removed meanwhile is left out. Raises OSError."""
    files: list[Listed] = []
    found = Listing(files, [], [], [])
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                try:
                    state = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                files.append((entry.name, state.st_size, state.st_mtime_ns))
            elif entry.is_dir(follow_symlinks=False):
                found.folders.append(entry.name)
            elif entry.is_symlink():
                found.links.append(entry.name)
            else:
                found.others.append(entry.name)
    files.sort()
    return found


def walk(top: str, skip: Callable[[str], bool]) -> Iterator[tuple[str, Listing]]:
    """Yield (path, listing) of a folder and all below it; paths lead from `top`, "" or `a/b/`.

    Folders for whose names `skip` returns True are left out.
    """
    waiting = [""]
    while waiting:
        path = waiting.pop()
        try:
            listing = list_folder(f"{top}/{path}")
        except (FileNotFoundError, NotADirectoryError):  # It was a folder a moment ago.
            continue
        waiting += [f"{path}{name}/" for name in listing.folders if not skip(name)]
        yield path, listing


def signature(files: list[Listed]) -> bytes:
    """Return a digest of the names, sizes and times of a folder's files."""
    return hashlib.sha256(repr(files).encode("utf-8", "surrogateescape")).digest()[:12]
