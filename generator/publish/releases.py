"""List, switch and remove the releases in a folder.

    releases/7/            a whole site
    releases/7.manifest    the files that we put into it; a release has both
    releases/8.partial/    a release that is being made or removed
    current -> releases/7  the release that the server serves

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
from generator.publish.release_files import record_files

_CURRENT = "current"
_LINK = re.compile(r"releases/([1-9][0-9]*)/?")


class LinkGuard:
    """Finds symbolic links among the folders above a path, which might lead out of the release."""

    def __init__(self, folder: str) -> None:
        self._folder = os.path.realpath(folder)
        self._allowed: dict[str, bool] = {}

    def allows(self, path: str) -> bool:
        """Return whether no folder above a path is a link."""
        above = path.rpartition("/")[0]
        if above not in self._allowed:
            whole = f"{self._folder}/{above}" if above else self._folder
            self._allowed[above] = os.path.realpath(whole) == whole
        return self._allowed[above]


class Releases(NamedTuple):
    """The releases below a folder."""

    root: Path

    @property
    def folder(self) -> Path:
        """The folder that holds them."""
        return self.root / "releases"

    @property
    def lock(self) -> Path:
        """The lock file of publications into the folder."""
        return self.root / ".backfile-lock"

    def path(self, number: int) -> Path:
        """Return the folder of a release."""
        return self.folder / str(number)

    def manifest(self, number: int) -> Path:
        """Return the file of a release's manifest."""
        return self.folder / f"{number}.manifest"

    def partial(self, number: int) -> Path:
        """Return the folder in which a release is made."""
        return self.folder / f"{number}.partial"

    def numbers(self) -> list[int]:
        """Return the numbers of the releases, in ascending order."""
        if not self.folder.is_dir():
            return []
        names = {entry.name for entry in os.scandir(self.folder) if entry.is_dir(follow_symlinks=False)}
        found = (int(name) for name in names if name.isascii() and name.isdigit() and name[0] != "0")
        return sorted(number for number in found if self.manifest(number).is_file())

    def next(self) -> int:
        """Return a number above those of all files in the folder."""
        names = [path.name.partition(".")[0] for path in self.folder.glob("[1-9]*")]
        return max((int(name) for name in names if name.isascii() and name.isdigit()), default=0) + 1

    def current(self) -> int:
        """Return the release that is served; 0 for none.

        Raises BackfileError if something else is in the place of the link or of the folder.
        """
        link = self.root / _CURRENT
        if self.folder.is_symlink() or (link.exists() and not link.is_symlink()):
            other = self.folder if self.folder.is_symlink() else link
            raise BackfileError(f"{other}: Backfile did not make this; move it away, or name another folder")
        if not link.is_symlink():
            return 0
        found = _LINK.fullmatch(str(link.readlink()))
        if not found:
            raise BackfileError(f"{link}: it leads to {link.readlink()}, which is no release; move it away")
        return int(found[1]) if int(found[1]) in self.numbers() else 0

    def switch(self, number: int) -> None:
        """Make a release the current one, by a rename: a request meets the old one or the new one."""
        spare = self.root / f".{_CURRENT}.tmp"
        spare.unlink(missing_ok=True)
        spare.symlink_to(f"releases/{number}", target_is_directory=True)
        spare.replace(self.root / _CURRENT)

    def roll_back(self) -> str:
        """Switch to the release before the current one; return a sentence. Raises BackfileError."""
        current = self.current()
        before = [number for number in self.numbers() if number < current]
        if not before:
            raise BackfileError(f"{self.root}: there is no release before the current one to go back to")
        self.switch(before[-1])
        return f"{self.root}: release {before[-1]} is current again, release {current} stays"

    def clear(self) -> None:
        """Remove the leftovers of interrupted publications."""
        for path in self.folder.glob("[1-9]*.partial"):
            if path.stem.isdigit() and path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
        for path in self.folder.glob("[1-9]*.manifest"):
            if path.stem.isdigit() and not self.path(int(path.stem)).is_dir():
                path.unlink()

    def is_ours_alone(self, number: int, connection: sqlite3.Connection) -> bool:
        """Return whether a release holds only files that we put there; record them in the table `on_disk`."""
        return record_files(connection, self.path(number), read_manifest(self.manifest(number)))

    def retire(self, number: int) -> Path:
        """Turn a release into a partial one; return its folder, which may be used again."""
        partial = self.partial(number)
        self.path(number).rename(partial)
        self.manifest(number).unlink()
        return partial

    def remove(self, number: int, connection: sqlite3.Connection) -> bool:
        """Remove our files from a release; return whether nothing else was in it."""
        if self.is_ours_alone(number, connection):
            shutil.rmtree(self.retire(number))
            return True
        folder = self.path(number)
        guard = LinkGuard(str(folder))
        prune(folder, (one.path for one in read_manifest(self.manifest(number)) if guard.allows(one.path)))
        self.manifest(number).unlink()
        return False
