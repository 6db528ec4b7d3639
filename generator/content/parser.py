"""Turn the bytes of posts and pages into rows for the index."""

from __future__ import annotations

import json

from generator.content.load import Loaded
from generator.content.options import ReadOptions
from generator.content.outcome import Outcome, PostRow, Request, lost, too_large
from generator.content.packs.container import DamagedPackError
from generator.content.packs.reader import PackedAt, PackReader
from generator.core.digests import content_digest
from generator.core.model import Parsed, Post, Role

#: One encoder for all posts; json.dumps with this option would make one for each call.
_encoded = json.JSONEncoder(ensure_ascii=False).encode


class Parser:
    """Parses posts and pages by the settings in `options`; packed ones come from `packs`."""

    def __init__(self, options: ReadOptions, packs: PackReader) -> None:
        self._options = options
        self._packs = packs

    def packed(self, request: Request, place: PackedAt) -> Outcome:
        """Return the outcome for a packed post."""
        try:
            data = self._packs.read(request.path, place)
        except (DamagedPackError, OSError) as error:
            return lost(request, error)
        limit = self._options.max_bytes
        if len(data) > limit:
            return too_large(request, len(data), 0, limit)
        return self.loaded(Loaded(request, data))

    def loaded(self, loaded: Loaded) -> Outcome:
        """Return the outcome for the bytes of a post or page."""
        request, data, mtime_ns = loaded
        digest = content_digest(data)
        source = (request.path, request.role, len(data), mtime_ns, digest)
        if digest == request.known:
            return Outcome(*source, parsed=False, packed=request.packed)
        parsed = parse(request.path, request.role, data, self._options)
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
