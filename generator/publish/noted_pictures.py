"""Note on this machine which pictures are at a place, so that it need not be asked."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from generator.core.digests import digest_text


def note_file(state: Path, place: str) -> Path:
    """Return the file for the names at a place; `state` is the folder of the archive's own state."""
    return state / "publish" / digest_text(place, 16) / "pictures"


class Noted:
    """The names that are known to be at a place, in a file of lines.

    `is_ours` tells a name from others, and from the half line that a killed program has left.
    """

    def __init__(self, file: Path, is_ours: Callable[[str], bool]) -> None:
        self._file = file
        self._is_ours = is_ours
        self.added: set[str] = set()

    def read(self) -> set[str] | None:
        """Return the names; None if nothing was noted."""
        try:
            return set(filter(self._is_ours, self._file.read_text("utf-8").split("\n")))
        except FileNotFoundError:
            return None

    def add(self, name: str) -> None:
        """Note one more name."""
        self.added.add(name)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            os.write(descriptor, f"\n{name}".encode())
        finally:
            os.close(descriptor)

    def forget(self) -> None:
        """Forget what was noted."""
        self._file.unlink(missing_ok=True)

    def replace(self, names: set[str]) -> None:
        """Note these names and no others."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        new.write_text("\n".join(sorted(names)), "utf-8")
        new.replace(self._file)
