"""Say what is to be read, and what was read: a request for a file in, rows for the index out."""

from __future__ import annotations

from typing import NamedTuple

from generator.content.packs.container import DamagedPackError
from generator.content.packs.list_job import RESTORE
from generator.content.packs.reader import PackedAt
from generator.core.model import Problem, Role, SiteLink
from generator.pictures.beside import FilePicture
from generator.system.files import ChangingFileError

#: A post as the index stores it; see `POST_COLUMNS`.
PostRow = tuple[str | int | bytes | None, ...]

#: Columns of the table `posts` that come from the file alone, in the order of a `PostRow`.
POST_COLUMNS = (
    "path", "role", "digest", "title", "stamp", "date", "slug", "permalink", "categories", "tags", "aliases",
    "draft", "expires", "summary", "details", "links", "stand_in",
)  # fmt: skip


class Request(NamedTuple):
    """A file, or a packed post, to read. Bytes whose digest is `known` are not parsed again."""

    path: str
    role: Role
    known: bytes | None
    packed: PackedAt | None = None


class Outcome(NamedTuple):
    """The result of reading a file. `digest` is None if it is gone; `parsed` if its bytes have changed.

    `picture` is for a file, beside posts or static, that was looked at as a picture.
    """

    path: str
    role: Role
    size: int
    mtime_ns: int
    digest: bytes | None
    parsed: bool
    row: PostRow | None = None
    problems: tuple[Problem, ...] = ()
    links: tuple[SiteLink, ...] = ()
    packed: PackedAt | None = None
    picture: FilePicture | None = None


def gone(request: Request) -> Outcome:
    """Return the outcome for a file that no longer exists."""
    return Outcome(request.path, request.role, 0, 0, None, False)


def too_large(request: Request, size: int, mtime_ns: int, limit: int) -> Outcome:
    """Return the outcome for a post with more bytes than it may have."""
    problem = Problem(
        request.path, 0, 0, "post.too-large",
        f"the file has {size:,} bytes, more than the {limit:,} that a post may have",
        "shorten it, or raise posts.max_bytes in site.yaml",
    )  # fmt: skip
    source = (request.path, request.role, size, mtime_ns, b"")
    return Outcome(*source, parsed=True, problems=(problem,), packed=request.packed)


def lost(request: Request, error: DamagedPackError | OSError) -> Outcome:
    """Return the outcome for a post that is not in its pack, or whose pack can't be read."""
    why = error.strerror if isinstance(error, OSError) else str(error)
    problem = Problem(
        request.path, 0, 0, "pack.lost", f"the post can't be read from its pack: {why}", RESTORE
    )  # fmt: skip
    source = (request.path, request.role, 0, 0, b"")
    return Outcome(*source, parsed=True, problems=(problem,), packed=request.packed)


def unreadable(request: Request, error: OSError) -> Outcome:
    """Return the outcome for a file that the system does not let us read."""
    problem = Problem(
        request.path,
        0,
        0,
        "post.unreadable",
        f"the file can't be read: {error.strerror}",
        "build again when the file is complete"
        if isinstance(error, ChangingFileError)
        else "correct its permissions",
    )
    # No last good version replaces a file beside posts: the site goes without the file.
    digest = None if request.role in ("file", "static") else b""
    return Outcome(request.path, request.role, 0, 0, digest, True, problems=(problem,))
