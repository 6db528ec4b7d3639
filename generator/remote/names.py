"""Note on this machine which objects workers are about to put, so that none of them is lost by a kill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.publish.manifest import read_paths, write_paths
from generator.remote.objects import RemoteObjects


class Names:
    """The keys of objects, in a file with a key a line."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __iter__(self) -> Iterator[str]:
        return read_paths(self._file)

    def add(self, keys: Iterable[str]) -> None:
        """Add keys, before the first of these objects is put. Raises OSError."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_paths(self._file, keys, append=True)

    def clear(self) -> None:
        """Forget all keys."""
        self._file.unlink(missing_ok=True)

    def remove_from(self, objects: RemoteObjects) -> None:
        """Remove the objects, as far as they are there, and forget their keys. Raises BackfileError."""
        objects.remove(self)
        self.clear()
