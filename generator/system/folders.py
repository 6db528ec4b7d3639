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
    """What one folder holds: its files in the order of their names, and the names of all else.

    `others` are neither files, folders nor links: pipes, sockets, devices.
    """

    files: list[Listed]
    folders: list[str]
    links: list[str]
    others: list[str]


def list_folder(folder: str) -> Listing:
    """List a folder without following links; a file that vanishes meanwhile is left out. Raises OSError."""
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


def walk(top: str, passed_over: Callable[[str], bool]) -> Iterator[tuple[str, Listing]]:
    """Yield (path, listing) of a folder and all below it; paths lead from `top`, "" or `a/b/`.

    Folders with names that are `passed_over` are not entered.
    """
    waiting = [""]
    while waiting:
        path = waiting.pop()
        try:
            listing = list_folder(f"{top}/{path}")
        except (FileNotFoundError, NotADirectoryError):  # It was another thing a moment ago.
            continue
        waiting += [f"{path}{name}/" for name in listing.folders if not passed_over(name)]
        yield path, listing


def signature(files: list[Listed]) -> bytes:
    """Return a digest of the names, sizes and times of a folder's files."""
    return hashlib.sha256(repr(files).encode("utf-8", "surrogateescape")).digest()[:12]
