"""Releases in a folder: which there are, which is current, and how those that have had their day go.

    releases/7/            a whole site
    releases/7.manifest    what we put into it; a release has both
    releases/8.partial/    one in the making, or on its way out
    current -> releases/7  what the server serves

A folder without its manifest is not ours, and is left alone.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import BackfileError
from generator.output.staging import prune
from generator.publish.manifest import read_manifest
from generator.publish.standing import note_standing

_CURRENT = "current"
_LINK = re.compile(r"releases/([1-9][0-9]*)/?")


class Within:
    """Tells whether paths below a folder lead through folders alone, and not through a link out of it."""

    def __init__(self, folder: str) -> None:
        self._folder = os.path.realpath(folder)
        self._known: dict[str, bool] = {}

    def holds(self, path: str) -> bool:
        """Tell whether the folders above a path are none but folders."""
        above = path.rpartition("/")[0]
        if above not in self._known:
            whole = f"{self._folder}/{above}" if above else self._folder
            self._known[above] = os.path.realpath(whole) == whole
        return self._known[above]


class Releases(NamedTuple):
    """The releases below a folder."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.root / "releases"

    @property
    def lock(self) -> Path:
        """Held by whoever publishes into the folder."""
        return self.root / ".backfile-lock"

    def path(self, number: int) -> Path:
        """Return the folder of a release."""
        return self.folder / str(number)

    def manifest(self, number: int) -> Path:
        """Return where the manifest of a release lies."""
        return self.folder / f"{number}.manifest"

    def partial(self, number: int) -> Path:
        """Return where a release is made."""
        return self.folder / f"{number}.partial"

    def numbers(self) -> list[int]:
        """Return the numbers of the releases, in their order."""
        if not self.folder.is_dir():
            return []
        names = {entry.name for entry in os.scandir(self.folder) if entry.is_dir(follow_symlinks=False)}
        found = (int(name) for name in names if name.isascii() and name.isdigit() and name[0] != "0")
        return sorted(number for number in found if self.manifest(number).is_file())

    def next(self) -> int:
        """Return a number above all that were ever given and left a trace."""
        names = [path.name.partition(".")[0] for path in self.folder.glob("[1-9]*")]
        return max((int(name) for name in names if name.isascii() and name.isdigit()), default=0) + 1

    def current(self) -> int:
        """Return the release that is served; 0 for none.

        Raises BackfileError when another hand has put something else there.
        """
        link = self.root / _CURRENT
        if self.folder.is_symlink() or (link.exists() and not link.is_symlink()):
            other = self.folder if self.folder.is_symlink() else link
            raise BackfileError(
                f"{other}: it is not what Backfile made; move it away, or name another folder"
            )
        if not link.is_symlink():
            return 0
        found = _LINK.fullmatch(str(link.readlink()))
        if not found:
            raise BackfileError(f"{link}: it leads to {link.readlink()}, no release; move it away")
        return int(found[1]) if int(found[1]) in self.numbers() else 0

    def switch(self, number: int) -> None:
        """Make a release the current one, by a rename: a request meets the old one or the new one."""
        spare = self.root / f".{_CURRENT}.tmp"
        spare.unlink(missing_ok=True)
        spare.symlink_to(f"releases/{number}", target_is_directory=True)
        spare.replace(self.root / _CURRENT)

    def clear(self) -> None:
        """Remove what publications that were broken off have left."""
        for path in self.folder.glob("[1-9]*.partial"):
            if path.stem.isdigit() and path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
        for path in self.folder.glob("[1-9]*.manifest"):
            if path.stem.isdigit() and not self.path(int(path.stem)).is_dir():
                path.unlink()

    def is_ours_alone(self, number: int, connection: sqlite3.Connection) -> bool:
        """Tell whether a release holds nothing but files that we have put there, and note those in `base`."""
        return note_standing(connection, self.path(number), read_manifest(self.manifest(number)))

    def retire(self, number: int) -> Path:
        """Take a release out of service; return its folder, which may be used again."""
        partial = self.partial(number)
        self.path(number).rename(partial)
        self.manifest(number).unlink()
        return partial

    def remove(self, number: int, connection: sqlite3.Connection) -> bool:
        """Remove what we put into a release; tell whether that was all that it held."""
        if self.is_ours_alone(number, connection):
            shutil.rmtree(self.retire(number))
            return True
        folder = self.path(number)
        within = Within(str(folder))
        prune(folder, (one.path for one in read_manifest(self.manifest(number)) if within.holds(one.path)))
        self.manifest(number).unlink()
        return False
