"""Read single posts out of packs. The last frames are kept, since posts of one frame are read together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from generator.content.packs.container import DamagedPackError, Frame, decode_stored, frames_of, stored_frame
from generator.content.packs.names import pack_path
from generator.content.packs.records import decode, lines_of, path_in

#: Frames that are kept decoded, of about half a megabyte each.
_KEPT = 8
#: The size of a frame that is known to be lost: the post was in a frame that can't be read.
_LOST = 0


class PackedAt(NamedTuple):
    """The place of a packed post: its month and its frame, whose size is 0 if it was lost by damage."""

    month: str
    offset: int
    size: int

    @property
    def is_lost(self) -> bool:
        """Whether the post was in a part of the pack that can't be read."""
        return self.size == _LOST


def lost_in(month: str) -> PackedAt:
    """Return the place of a post that a damaged pack has no longer."""
    return PackedAt(month, 0, _LOST)


#: Returns the bytes of a frame as they are in its pack. Raises OSError.
StoredFrames = Callable[[PackedAt], bytes]


def stored_in(root: str, place: PackedAt) -> bytes:
    """Return the bytes of a frame as they are in a pack of the archive at `root`. Raises OSError."""
    return stored_frame(f"{root}/{pack_path(place.month)}", Frame(place.offset, place.size))


class PackReader:
    """Reads posts from the packs of the archive at `root`; `stored` gives their frames in another way."""

    def __init__(self, root: str, stored: StoredFrames | None = None) -> None:
        self._root = root
        self._stored = stored or partial(stored_in, root)
        self._frames: OrderedDict[PackedAt, dict[str, bytes]] = OrderedDict()

    def read(self, path: str, place: PackedAt) -> bytes:
        """Return the bytes of a post. Raises DamagedPackError if they are not there, and OSError."""
        if place.is_lost:
            raise DamagedPackError("it was in a part of the pack that can't be read")
        lines = self._lines(place)
        if path not in lines:
            raise DamagedPackError("the pack has changed")
        return decode(lines[path]).data

    def search(self, path: str, month: str) -> bytes | None:
        """Return the bytes of a post in the pack of a month, or None if it is not there or can't be read."""
        with suppress(OSError):
            for frame in frames_of(f"{self._root}/{pack_path(month)}")[0]:
                with suppress(DamagedPackError):
                    return self.read(path, PackedAt(month, *frame))
        return None

    def paths(self, month: str) -> Iterator[str]:
        """Yield the paths of the posts in the pack of a month that can be read."""
        with suppress(OSError):
            for frame in frames_of(f"{self._root}/{pack_path(month)}")[0]:
                with suppress(DamagedPackError):
                    yield from self._lines(PackedAt(month, *frame))

    def _lines(self, place: PackedAt) -> dict[str, bytes]:
        lines = self._frames.get(place)
        return self._keep(place) if lines is None else lines

    def _keep(self, place: PackedAt) -> dict[str, bytes]:
        lines: dict[str, bytes] = {}
        data = decode_stored(self._stored(place), Frame(place.offset, place.size))
        for line in lines_of(data):
            with suppress(DamagedPackError):
                lines.setdefault(path_in(line), line)
        self._frames[place] = lines
        if len(self._frames) > _KEPT:
            self._frames.popitem(last=False)
        return lines
