"""Read files in workers: batches of paths in, rows for the index out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

from generator.content.options import ReadOptions
from generator.content.packs.container import DamagedPackError
from generator.content.packs.list_job import RESTORE
from generator.content.packs.reader import PackedAt, PackReader
from generator.core.digests import content_digest
from generator.core.model import Parsed, Post, Problem, Role, SiteLink
from generator.system.files import ChangingFileError, open_file, read_file, same_state

#: A post as the index stores it; see `POST_COLUMNS`.
PostRow = tuple[str | int | bytes | None, ...]

#: Columns of the table `posts` that come from the file alone, in the order of a `PostRow`.
POST_COLUMNS = (
    "path", "role", "digest", "title", "stamp", "date", "slug", "permalink", "categories", "tags", "aliases",
    "draft", "expires", "summary", "details", "links", "stand_in",
)  # fmt: skip
#: One encoder for all posts; json.dumps with this option would make one for each call.
_encoded = json.JSONEncoder(ensure_ascii=False).encode


class Request(NamedTuple):
    """A file, or a packed post, to read. Bytes whose digest is `known` are not parsed again."""

    path: str
    role: Role
    known: bytes | None
    packed: PackedAt | None = None


class Outcome(NamedTuple):
    """The result of reading a file. `digest` is None if it is gone; `parsed` if its bytes have changed."""

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


class ReadJob(NamedTuple):
    """Reads and parses files below `root` by the settings in `options`."""

    root: str
    options: ReadOptions

    def open(self) -> Callable[[Sequence[Request]], list[Outcome]]:
        """Return the function that reads a batch."""
        import generator.content.post  # noqa: F401, here so that forked workers find it loaded

        packs = PackReader(self.root)
        return lambda batch: [
            self._read_packed(packs, request, request.packed) if request.packed else self._read(request)
            for request in batch
        ]

    def _read_packed(self, packs: PackReader, request: Request, place: PackedAt) -> Outcome:
        try:
            data = packs.read(request.path, place)
        except (DamagedPackError, OSError) as error:
            return _lost(request, error)
        limit = self.options.max_bytes
        if len(data) > limit:
            return _too_large(request, len(data), 0, limit)
        return self._parsed(request, data, 0)

    def _read(self, request: Request) -> Outcome:
        file = f"{self.root}/{request.path}"
        try:
            if request.role in ("file", "static"):
                return _hashed(file, request)
            data, state = read_file(file, self.options.max_bytes)
        except (FileNotFoundError, NotADirectoryError):
            return Outcome(request.path, request.role, 0, 0, None, False)
        except OSError as error:
            return _unreadable(request, error)
        if data is None:
            return _too_large(request, state.st_size, state.st_mtime_ns, self.options.max_bytes)
        return self._parsed(request, data, state.st_mtime_ns)

    def _parsed(self, request: Request, data: bytes, mtime_ns: int) -> Outcome:
        digest = content_digest(data)
        source = (request.path, request.role, len(data), mtime_ns, digest)
        if digest == request.known:
            return Outcome(*source, parsed=False, packed=request.packed)
        parsed = parse(request.path, request.role, data, self.options)
        row = post_row(parsed.post, request.role, digest) if parsed.post else None
        return Outcome(
            *source, parsed=True, row=row, problems=parsed.problems, links=parsed.links, packed=request.packed
        )


def parse(path: str, role: Role, data: bytes, options: ReadOptions) -> Parsed:
    """Parse the bytes of a post or of a page."""
    # Late: a build in which nothing changed parses nothing.
    from generator.content.post import parse_page, parse_post

    return (parse_post if role == "post" else parse_page)(path, data, options)


def post_row(post: Post, role: Role, digest: bytes) -> PostRow:
    """Return a post as a row of the index."""
    return (
        post.path, role, digest, post.title, post.stamp, post.date, post.slug, post.permalink,
        _array(post.categories), _array(post.tags), _array(post.aliases),
        int(post.draft), post.expires, post.summary, post.details, _array(post.links), 0,
    )  # fmt: skip


def _array(items: tuple[str, ...]) -> str:
    return _encoded(items) if items else "[]"


def _hashed(file: str, request: Request) -> Outcome:
    with os.fdopen(open_file(file), "rb") as stream:
        state = os.fstat(stream.fileno())
        digest = hashlib.file_digest(stream, "sha256").digest()[:16]
        if not same_state(state, os.fstat(stream.fileno())):
            # A program is writing to the file. Until the write finishes, keep the indexed version.
            return Outcome(request.path, request.role, 0, 0, request.known, parsed=False)
    place = (request.path, request.role, state.st_size, state.st_mtime_ns, digest)
    return Outcome(*place, parsed=digest != request.known)


def _too_large(request: Request, size: int, mtime_ns: int, limit: int) -> Outcome:
    problem = Problem(
        request.path, 0, 0, "post.too-large",
        f"the file has {size:,} bytes, more than the {limit:,} that a post may have",
        "shorten it, or raise posts.max_bytes in site.yaml",
    )  # fmt: skip
    source = (request.path, request.role, size, mtime_ns, b"")
    return Outcome(*source, parsed=True, problems=(problem,), packed=request.packed)


def _lost(request: Request, error: DamagedPackError | OSError) -> Outcome:
    why = error.strerror if isinstance(error, OSError) else str(error)
    problem = Problem(
        request.path, 0, 0, "pack.lost", f"the post can't be read from its pack: {why}", RESTORE
    )  # fmt: skip
    source = (request.path, request.role, 0, 0, b"")
    return Outcome(*source, parsed=True, problems=(problem,), packed=request.packed)


def _unreadable(request: Request, error: OSError) -> Outcome:
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
