"""Put a new pack in the place of an old one: written beside, read back, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.content.packs.catalogue import Catalogue
from generator.content.packs.container import DamagedPackError, frames_of
from generator.content.packs.list_job import posts_in_file
from generator.content.packs.names import pack_path
from generator.content.packs.reader import PackReader
from generator.content.packs.records import Record
from generator.content.packs.writer import write_pack
from generator.core.digests import content_digest
from generator.core.errors import BackfileError
from generator.core.model import Problem


def replace_pack(root: Path, catalogue: Catalogue, month: str, records: Iterable[Record]) -> None:
    """Write the pack of a month. Until it is whole and was read back, the old one stays.

    A process that is killed leaves a file whose name starts with a dot, and the next one removes it.
    Raises BackfileError if other bytes are read back than were written, or if another program has changed the
    old pack since it was listed in the catalogue; DamagedPackError, and OSError.
    """
    file = root / pack_path(month)
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.tmp")
    new.unlink(missing_ok=True)
    try:
        expected: list[tuple[str, bytes]] = []
        write_pack(new, _noted(records, expected))
        if list(_read_back(new)) != expected:
            raise BackfileError(f"{new}: other bytes were read back than were written; nothing was moved")
        if not catalogue.is_current(month):
            raise BackfileError(f"{file}: another program has changed it meanwhile; try again")
        new.replace(file)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def remove_pack(root: Path, catalogue: Catalogue, month: str) -> None:
    """Remove the pack of a month. Raises BackfileError as `replace_pack` does, and OSError."""
    file = root / pack_path(month)
    if not catalogue.is_current(month):
        raise BackfileError(f"{file}: another program has changed it meanwhile; try again")
    file.unlink()
    sync_folder(file.parent)


def _noted(records: Iterable[Record], into: list[tuple[str, bytes]]) -> Iterator[Record]:
    for record in records:
        into.append((record.path, content_digest(record.data)))
        yield record


def _read_back(file: Path) -> Iterator[tuple[str, bytes]]:
    frames, why = frames_of(str(file))
    if why:
        raise BackfileError(f"{file}: {why}; nothing was moved")
    for frame in frames:
        for found in posts_in_file(str(file), frame):
            if isinstance(found, DamagedPackError):
                raise BackfileError(f"{file}: {found}; nothing was moved")
            yield found.path, content_digest(found.data)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can do that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def records_of(root: Path, catalogue: Catalogue, month: str, without: frozenset[str]) -> Iterator[Record]:
    """Yield the posts of a pack in the order of their paths. Raises DamagedPackError and OSError."""
    reader = PackReader(str(root))
    for post in catalogue.of_month(month):
        if post.path not in without:
            data = reader.read(post.path, post.place)
            if content_digest(data) != post.digest:
                raise DamagedPackError("the pack has changed")
            yield Record(post.path, data)


def unsafe(root: Path, path: str) -> Problem | None:
    """Return a problem if a link leads from the folder of a post out of the archive's content."""
    folder = (root / path).parent
    if folder.resolve().is_relative_to((root / "content").resolve()):
        return None
    why = "a link leads from its folder out of the archive's content, so nothing is written there"
    return Problem(path, 0, 0, "pack.link", why, "put a folder in the place of the link")
