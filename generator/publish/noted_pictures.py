"""Note on this machine which pictures are at a place, so that it need not be asked."""

from __future__ import annotations

import os
from pathlib import Path

from generator.pictures.names import is_name


class Noted:
    """The names that are known to be at a place, in a file of lines."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.added: set[str] = set()

    def read(self) -> set[str] | None:
        """Return the names; None if nothing was noted. A line that a kill has cut is no name."""
        try:
            return {name for name in self._file.read_text("utf-8").split("\n") if is_name(name)}
        except FileNotFoundError:
            return None

    def add(self, name: str) -> None:
        """Note one more name."""
        self.added.add(name)
        descriptor = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            os.write(descriptor, f"\n{name}".encode())
        finally:
            os.close(descriptor)

    def replace(self, names: set[str]) -> None:
        """Note these names and no others."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        new.write_text("\n".join(sorted(names)), "utf-8")
        new.replace(self._file)
