"""Read the sources of bodies, in the archive or wherever a worker has them."""

from __future__ import annotations

from typing import Protocol

from generator.content.packs.container import DamagedPackError
from generator.content.packs.reader import PackedAt, PackReader
from generator.core.errors import SourceChangedError
from generator.kinds.parts.settings import Folders
from generator.system.files import read_file

#: The (size, mtime_ns) that a file must have.
Guard = tuple[int, int]


class SourceFiles(Protocol):
    """Where the bytes of sources come from. All methods raise SourceChangedError if they are not there."""

    def source(self, path: str, guard: Guard | None) -> bytes:
        """Return the bytes of a file of the content; with a guard, only if its size and time are the same."""

    def packed(self, path: str, place: PackedAt) -> bytes:
        """Return the bytes of a packed post."""

    def last_good(self, path: str) -> bytes:
        """Return the stand-in of a post."""


class FilesOnDisk:
    """The sources of an archive that this process sees."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._packs = PackReader(folders.root)

    def source(self, path: str, guard: Guard | None) -> bytes:
        """Return the bytes of a file of the content; with a guard, only if its size and time are the same."""
        return read_source(f"{self._folders.root}/{path}", guard)

    def packed(self, path: str, place: PackedAt) -> bytes:
        """Return the bytes of a packed post."""
        return read_packed(self._packs, path, place)

    def last_good(self, path: str) -> bytes:
        """Return the stand-in of a post."""
        return read_source(f"{self._folders.last_good}/{path}.json", None)


def read_source(file: str, guard: Guard | None) -> bytes:
    """Return the bytes of a source. Raises SourceChangedError when its (size, mtime_ns) is not the guard."""
    try:
        data, state = read_file(file)
    except OSError as error:
        raise SourceChangedError(error.strerror) from None
    if guard is not None and guard != (state.st_size, state.st_mtime_ns):
        raise SourceChangedError("it was written to")
    return data or b""


def read_packed(packs: PackReader, path: str, place: PackedAt) -> bytes:
    """Return the bytes of a packed post. Raises SourceChangedError when they can't be read."""
    try:
        return packs.read(path, place)
    except (DamagedPackError, OSError) as error:
        raise SourceChangedError(str(error)) from None
