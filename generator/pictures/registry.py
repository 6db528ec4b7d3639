"""Read and extend the registry of pictures, `content/pictures/<YYYY-MM>.jsonl`.

It is kept under version control with the posts; a build only reads it. Lines are added at the end of the file
of the month, one for each thing that was learnt, so that merges stay simple and a killed program leaves at
most half a line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.core.model import Problem
from generator.pictures.entry import Entry, as_line, from_line

#: Relative to the archive.
FOLDER = "content/pictures"
_HINT = "correct the line, restore it from version control, or delete it"


class RegistryFile(NamedTuple):
    """A file of the registry: its path relative to the archive, its size in bytes and its time."""

    path: str
    size: int
    mtime_ns: int


def registry_files(root: Path) -> list[RegistryFile]:
    """Return the files of an archive's registry, sorted by month; [] without a registry."""
    try:
        with os.scandir(root / FOLDER) as folder:
            found = [
                (one.name, one.stat())
                for one in folder
                if one.name.endswith(".jsonl") and one.name[0] != "." and one.is_file(follow_symlinks=False)
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [
        RegistryFile(f"{FOLDER}/{name}", state.st_size, state.st_mtime_ns) for name, state in sorted(found)
    ]


def read_registry(root: Path, problems: list[Problem] | None = None) -> dict[str, Entry]:
    """Return what the registry says last of each address. Bad lines are left out and put into `problems`.

    Raises OSError.
    """
    known: dict[str, Entry] = {}
    for file in registry_files(root):
        for entry in _entries(root, file.path, [] if problems is None else problems):
            former = known.get(entry.address)
            if former is None or former.when <= entry.when:
                known[entry.address] = entry
    return known


def _entries(root: Path, path: str, problems: list[Problem]) -> Iterator[Entry]:
    text = (root / path).read_bytes().decode("utf-8", "replace")
    for number, line in enumerate(text.split("\n"), start=1):
        if line and not line.isspace():
            try:
                yield from_line(line)
            except ValueError as error:
                message = f"the registry of pictures has a line that can't be used: {error}"
                problems.append(Problem(path, number, 1, "picture.registry", message, _HINT, "warning"))


class RegistryWriter:
    """Adds entries to the registry. Each is on disk as far as the system is concerned when `add` returns."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER
        self._open: dict[str, int] = {}
        for file in registry_files(root):
            _end_line(root / file.path)

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries to the file of the month of their `when`. Raises OSError."""
        for entry in entries:
            data = f"{as_line(entry)}\n".encode()
            if os.write(self._file(entry.when[:7]), data) != len(data):
                raise OSError(f"{self._folder}: the disk is full")

    def close(self) -> None:
        """Close the files."""
        for descriptor in self._open.values():
            os.close(descriptor)
        self._open.clear()

    def _file(self, month: str) -> int:
        if month not in self._open:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._folder / f"{month}.jsonl"
            self._open[month] = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        return self._open[month]


def _end_line(file: Path) -> None:
    """Remove the half line that a killed program has left; end a line that only lacks its newline."""
    # First only to read: those who watch the file need not hear of it.
    with open(file, "rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - 1))
        if stream.read(1) in (b"", b"\n"):
            return
    with open(file, "rb+") as stream:
        data = stream.read()
        start = data.rfind(b"\n") + 1
        try:
            from_line(data[start:].decode("utf-8", "replace"))
        except ValueError:
            stream.truncate(start)
        else:
            stream.write(b"\n")
