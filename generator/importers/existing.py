"""Find the posts that an archive has already: files, and posts in packs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.content.packs.catalogue import Catalogue, catalogued
from generator.content.packs.container import DamagedPackError
from generator.content.packs.reader import PackReader
from generator.parallel.executor import InProcess
from generator.system.files import read_file


class ExistingPosts:
    """The files and packed posts of the archive at `root`; a file stands in front of a packed post."""

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self._root = root
        self._catalogue = catalogue
        self._packs = PackReader(str(root))

    def has(self, path: str) -> bool:
        """Tell whether anything has a path."""
        return os.path.lexists(self._root / path) or self._catalogue.find(path) is not None

    def data(self, path: str) -> bytes | None:
        """Return the bytes of a post; None if there is none, or a link, and for one that can't be read."""
        file = self._root / path
        if os.path.lexists(file):
            return None if file.is_symlink() or not file.is_file() else read_file(str(file))[0]
        return self._packed(path)

    def _packed(self, path: str) -> bytes | None:
        post = self._catalogue.find(path)
        try:
            return self._packs.read(path, post.place) if post else None
        except (DamagedPackError, OSError):
            return None

    def packed(self) -> Iterator[tuple[str, bytes]]:
        """Yield the packed posts, each with its path."""
        for path in self._catalogue.paths():
            yield path, self._packed(path) or b""


@contextmanager
def existing_posts(root: Path) -> Iterator[ExistingPosts]:
    """List the packs of an archive, which takes long for many, and yield its posts."""
    with catalogued(root, InProcess()) as catalogue:
        yield ExistingPosts(root, catalogue)
