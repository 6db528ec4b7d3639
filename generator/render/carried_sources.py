"""Carry the sources of pages to workers that do not see the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, ParamSpec

from generator.content.packs.carried import CarriedFrames, Frames
from generator.content.packs.reader import PackedAt, PackReader
from generator.core.errors import SourceChangedError
from generator.kinds.kind import BodySource
from generator.kinds.parts.source_files import FilesOnDisk, Guard, read_packed
from generator.plan.task import Task

Arguments = ParamSpec("Arguments")
#: The bytes of a source; or, as a text, how it has changed since it was indexed.
_Read = bytes | str


class Sources(NamedTuple):
    """All sources that the tasks of a batch read: files with the guard of their task, stand-ins, frames."""

    files: dict[tuple[str, Guard | None], _Read]
    stand_ins: dict[str, _Read]
    frames: Frames

    def size(self) -> int:
        """Return about how many bytes they have."""
        return sum(map(len, (*self.files.values(), *self.stand_ins.values()))) + self.frames.size()


def read_sources(root: str, disk: FilesOnDisk, wanted: Iterable[tuple[Task[Any], BodySource]]) -> Sources:
    """Read the sources of some tasks in the archive at `root`."""
    files: dict[tuple[str, Guard | None], _Read] = {}
    stand_ins: dict[str, _Read] = {}
    places: set[PackedAt] = set()
    for task, (path, is_stand_in) in wanted:
        packed = dict(task.packed)
        if is_stand_in:
            stand_ins[path] = _read(disk.last_good, path)
        elif path in packed:
            places.add(packed[path])
        else:
            files[path, task.guard] = _read(disk.source, path, task.guard)
    return Sources(files, stand_ins, Frames.of(root, places))


def _read(read: Callable[Arguments, bytes], *arguments: Arguments.args, **named: Arguments.kwargs) -> _Read:
    try:
        return read(*arguments, **named)
    except SourceChangedError as change:
        return str(change)


class CarriedSources:
    """The sources of the batch that a worker has at hand."""

    def __init__(self) -> None:
        self._frames = CarriedFrames()
        self._sources = Sources({}, {}, Frames({}, {}))
        self._packs = PackReader("", self._frames.stored)

    def replace(self, sources: Sources) -> None:
        """Take the sources of a new batch instead of those of the last one."""
        self._sources = sources
        self._frames.replace(sources.frames)

    def source(self, path: str, guard: Guard | None) -> bytes:
        """Return the bytes of a file. Raises SourceChangedError as the disk would."""
        return _checked(self._sources.files[path, guard])

    def packed(self, path: str, place: PackedAt) -> bytes:
        """Return the bytes of a packed post. Raises SourceChangedError as the disk would."""
        return read_packed(self._packs, path, place)

    def last_good(self, path: str) -> bytes:
        """Return the stand-in of a post. Raises SourceChangedError as the disk would."""
        return _checked(self._sources.stand_ins[path])


def _checked(read: _Read) -> bytes:
    if isinstance(read, str):
        raise SourceChangedError(read)
    return read
