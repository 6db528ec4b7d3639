"""List the posts of packs in workers: batches of frames in, paths and digests out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from generator.content.packs.container import DamagedPackError, Frame, read_frame
from generator.content.packs.names import pack_path
from generator.content.packs.reader import PackedAt
from generator.content.packs.records import Record, decode, lines_of, path_in
from generator.core.digests import content_digest
from generator.core.model import Problem

#: Frames that a worker lists at a time.
BATCH = 8
RESTORE = "bring the pack back from version control or a backup"


class ListedPost(NamedTuple):
    """A post in a pack: its path, the place of its frame, and the size and the digest of its bytes."""

    path: str
    month: str
    offset: int
    frame_size: int
    size: int
    digest: bytes


class Listing(NamedTuple):
    """The posts of some frames, each frame in the order of its lines, and what is wrong with the frames."""

    posts: tuple[ListedPost, ...]
    problems: tuple[Problem, ...]


class ListJob(NamedTuple):
    """Lists frames of the packs of the archive at `root`."""

    root: str

    def open(self) -> Callable[[Sequence[PackedAt]], Listing]:
        """Return the function that lists a batch of frames."""
        import zstandard  # noqa: F401, here so that forked workers find it loaded

        return self._list

    def _list(self, frames: Sequence[PackedAt]) -> Listing:
        posts: list[ListedPost] = []
        problems: list[Problem] = []
        for place in frames:
            for found in posts_in(self.root, place):
                if isinstance(found, Problem):
                    problems.append(found)
                else:
                    digest = content_digest(found.data)
                    posts.append(ListedPost(found.path, *place, len(found.data), digest))
        return Listing(tuple(posts), tuple(problems))


def posts_in(root: str, place: PackedAt) -> Iterator[Record | Problem]:
    """Yield the posts in a frame, and a problem for each that can't be read. Never raises."""
    path = pack_path(place.month)
    try:
        for found in posts_in_file(f"{root}/{path}", Frame(place.offset, place.size)):
            yield damage(path, str(found)) if isinstance(found, DamagedPackError) else found
    except OSError as error:
        yield damage(path, f"the pack can't be read: {error.strerror}", "pack.unreadable")


def posts_in_file(file: str, frame: Frame) -> Iterator[Record | DamagedPackError]:
    """Yield the posts in a frame of a file, and an error for each part that can't be read. Raises OSError."""
    try:
        data = read_frame(file, frame)
    except DamagedPackError as error:
        yield error
        return
    for number, line in enumerate(lines_of(data), 1):
        try:
            found = decode(line)
            if path_in(line) != found.path:
                raise DamagedPackError("has two paths")
        except DamagedPackError as error:
            yield DamagedPackError(f"line {number:,} of the frame at byte {frame.offset:,} {error}")
        else:
            yield found


def damage(path: str, why: str, code: str = "pack.damaged") -> Problem:
    """Return the problem of a pack, a part of which can't be read."""
    return Problem(path, 0, 0, code, why, RESTORE)
