"""Keep the bytes of pictures in a folder, each under its SHA-256; the same bytes are there once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from threading import get_ident

from generator.system.files import read_file

_HEX = frozenset("0123456789abcdef")
#: Hexadecimal digits of a SHA-256.
_LENGTH = 64


def stored_name(digest: str) -> str:
    """Return the name of a picture in a store, whether that is a folder or a bucket."""
    return f"{digest[:2]}/{digest}"


def is_stored_name(name: str) -> bool:
    """Tell whether a name in a store is that of a picture."""
    folder, _, digest = name.partition("/")
    return len(digest) == _LENGTH and _HEX.issuperset(digest) and digest.startswith(folder)


class PictureStore:
    """The store in a folder: `ab/abcdef…`, where the name is the SHA-256 of the file's bytes.

    `published_apart`: kept pictures are published at an address of their own, so that pages show them from
    there, whether or not this machine has their bytes.
    """

    def __init__(self, folder: Path, *, published_apart: bool = False) -> None:
        self._folder = folder
        self.published_apart = published_apart

    def file(self, digest: str) -> Path:
        """Return the file of a picture, which may not exist."""
        return self._folder / stored_name(digest)

    def has(self, digest: str) -> bool:
        """Return whether the store has a picture."""
        return self.file(digest).is_file()

    def add(self, data: bytes) -> str:
        """Keep bytes, and return their SHA-256. No reader ever meets half a file; threads may add at a time.

        Raises OSError.
        """
        digest = hashlib.sha256(data).hexdigest()
        file = self.file(digest)
        if not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            new = file.with_name(f".{digest}.{os.getpid()}.{get_ident()}")
            try:
                new.write_bytes(data)
                new.replace(file)
            except BaseException:
                new.unlink(missing_ok=True)
                raise
        return digest

    def read(self, digest: str) -> bytes:
        """Return the bytes of a picture. Raises OSError, also when they have another digest."""
        data, _ = read_file(str(self.file(digest)))
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            raise OSError(f"{self.file(digest)} is damaged")
        return data

    def remove(self, digest: str) -> bool:
        """Remove a picture; return whether the store had it. Raises OSError."""
        try:
            self.file(digest).unlink()
        except FileNotFoundError:
            return False
        return True

    def signature(self) -> list[tuple[str, int]]:
        """Return names and times of its folders, which change when pictures are added or removed."""
        return sorted((folder.name, folder.stat().st_mtime_ns) for folder in self._folders())

    def digests(self) -> Iterator[str]:
        """Yield the digests of all pictures."""
        for folder in self._folders():
            with os.scandir(folder) as files:
                for file in files:
                    if len(file.name) == _LENGTH and _HEX.issuperset(file.name):
                        yield file.name

    def leftovers(self) -> Iterator[Path]:
        """Yield the halves of files that killed programs have left."""
        for folder in self._folders():
            yield from (Path(file) for file in os.scandir(folder) if file.name.startswith("."))

    def _folders(self) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self._folder) as found:
                return [one for one in found if len(one.name) == 2 and _HEX.issuperset(one.name)]
        except (FileNotFoundError, NotADirectoryError):
            return []
