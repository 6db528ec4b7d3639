"""Carry frames of packs to workers that do not see the packs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self

from generator.content.packs.reader import PackedAt, stored_in


class Frames(NamedTuple):
    """Frames as they are in their packs, and the errors of those that could not be read."""

    stored: Mapping[PackedAt, bytes]
    errors: Mapping[PackedAt, OSError]

    @classmethod
    def of(cls, root: str, places: Iterable[PackedAt]) -> Self:
        """Read the frames at some places in the packs of the archive at `root`."""
        stored: dict[PackedAt, bytes] = {}
        errors: dict[PackedAt, OSError] = {}
        for place in {place for place in places if not place.is_lost}:
            try:
                stored[place] = stored_in(root, place)
            except OSError as error:
                errors[place] = error
        return cls(stored, errors)

    def size(self) -> int:
        """Return the number of their bytes."""
        return sum(map(len, self.stored.values()))


class CarriedFrames:
    """The frames of the batch that a worker has at hand."""

    def __init__(self) -> None:
        self._frames = Frames({}, {})

    def replace(self, frames: Frames) -> None:
        """Take the frames of a new batch instead of those of the last one."""
        self._frames = frames

    def stored(self, place: PackedAt) -> bytes:
        """Return the bytes of a frame. Raises the OSError with which it could not be read."""
        if place in self._frames.errors:
            raise self._frames.errors[place]
        return self._frames.stored[place]
