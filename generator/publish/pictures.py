"""Publish kept pictures at an address of their own: send what is missing there.

A name never has other bytes, so that only names are compared. This machine notes what was sent: a publication
of the site goes by that, and one of pictures alone asks the place itself.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from generator.config.schema import Bucket, SiteConfig
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.core.wording import counted
from generator.index.database import view
from generator.kinds.parts.lead_pictures import IS_LEAD, thumbnail_widths, thumbnails
from generator.kinds.parts.pictures import (
    PICTURES,
    bucket_options,
    picture_files,
    picture_store,
    pillow,
    smaller_pictures,
    store_bucket,
)
from generator.pictures.names import Smaller, digits_of, is_name
from generator.pictures.shown import from_text
from generator.pictures.store import PictureStore, stored_name
from generator.publish.noted_pictures import Noted, note_file
from generator.publish.picture_places import PicturePlace, open_place
from generator.publish.requests import at_once
from generator.reporting.report import Reporter
from generator.theme.lookup import find_theme

#: The kept pictures that live posts show, each once, and whether one begins with it.
_SHOWN = f"""
    SELECT k.hash, min(k.shown), {IS_LEAD.format(name="k.address")} FROM pictures AS k
    WHERE k.stored = 1 AND EXISTS (
        SELECT 1 FROM links JOIN posts ON posts.id = links.post_id
        WHERE links.target = k.address AND posts.live = 1)
    GROUP BY k.hash
"""
_REMOVED = "SELECT DISTINCT hash FROM pictures WHERE status = 'removed' AND hash != ''"
#: Pictures at a time; making a smaller version takes a processor, and tens of megabytes.
_AT_ONCE = 16


class PictureTarget(NamedTuple):
    """Where pictures are published, and where their bytes are: in `store`, or else in the bucket `origin`.

    `smaller` and `thumbnails` are how smaller versions are made, for pages and for lists.
    """

    url: str
    target: str
    bucket: Bucket
    smaller: Smaller
    thumbnails: Smaller
    store: PictureStore
    origin: str = ""

    @classmethod
    def of(cls, config: SiteConfig, root: Path) -> PictureTarget | None:
        """Return the place that site.yaml names; None if it names none."""
        chosen = PICTURES.of(config)
        if not chosen.target:
            return None
        store, smaller = picture_store(config, root), smaller_pictures(config)
        options = bucket_options(config)
        in_lists = thumbnails(config, find_theme(config.theme.name, SitePaths.of(root).themes)).smaller
        return cls(chosen.url, chosen.target, options, smaller, in_lists, store, store_bucket(chosen))


class SentPictures(NamedTuple):
    """How many files were sent, their bytes; how many were removed, were there, or could not be sent."""

    files: int = 0
    size: int = 0
    removed: int = 0
    unchanged: int = 0
    missing: int = 0

    @property
    def warning(self) -> str:
        """A sentence on what is missing."""
        return (
            f"{counted(self.missing, 'file')} of pictures could not be sent, since the store lacks them, and "
            "pages show nothing there; bring the store back, or run `backfile pictures fetch`"
        )

    def __str__(self) -> str:
        return (
            f"pictures: {self.files:,} files sent ({self.size / 1_000_000:,.1f} MB), "
            f"{self.removed:,} removed, {self.unchanged:,} unchanged"
        )

    def as_json(self) -> dict[str, int]:
        """Return it as docs/publish.md specifies it."""
        return {
            "files": self.files,
            "bytes": self.size,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "missing": self.missing,
        }


class _File(NamedTuple):
    name: str
    digest: str
    width: int


def send_pictures(
    paths: SitePaths, target: PictureTarget, reporter: Reporter, *, ask: bool, prune: bool = False
) -> SentPictures:
    """Send the pictures that the posts of the last build show and the place lacks; remove removed ones there.

    With `ask` the place is asked what it has, which is done in any case where this machine has not noted it.
    With `prune` all that no post shows is removed as well. Raises BackfileError without a build, and OSError.
    """
    if not paths.index.is_file():
        raise BackfileError(f"{paths.index}: there is no index; build first")
    place = open_place(target.target, paths.root, target.bucket)
    with closing(view(paths.index)) as connection:
        wanted = {one.name: one for one in _files(connection, target)}
        removed = {digest for (digest,) in connection.execute(_REMOVED)}
    noted = Noted(note_file(paths.state, str(place)), is_name)
    there = noted.read()
    if ask or there is None:
        there = {name for name in place.names() if is_name(name)}
        noted.replace(there)
    gone = {name for name in there - wanted.keys() if prune or _is_of(name, removed)}
    sender = _Sender(paths, target, place, noted, reporter)
    sent = sender.send([one for name, one in wanted.items() if name not in there])
    if gone:
        place.remove(sorted(gone))
        noted.replace((there | noted.added) - gone)
    return sent._replace(removed=len(gone), unchanged=len(wanted.keys() & there))


def _files(connection: sqlite3.Connection, target: PictureTarget) -> Iterator[_File]:
    """Yield the files of the pictures that posts show; lists show the first picture of a post."""
    for digest, text, leads in connection.execute(_SHOWN):
        yield from (_File(name, digest, width) for name, width in picture_files(text, target.smaller))
        one = from_text(text)
        for width in thumbnail_widths(one, target.thumbnails) if leads else ():
            yield _File(target.thumbnails.name(one.name, width), digest, width)


def _is_of(name: str, digests: set[str]) -> bool:
    """Tell whether a file is that of one of some pictures, or of a smaller version."""
    digits = digits_of(name.rpartition("/")[2])
    return any(digest.startswith(digits) for digest in digests)


class _Sender:
    """Sends pictures, several at a time."""

    def __init__(
        self, paths: SitePaths, target: PictureTarget, place: PicturePlace, noted: Noted, reporter: Reporter
    ) -> None:
        self._cache = paths.smaller_pictures
        self._target = target
        self._place = place
        self._noted = noted
        self._reporter = reporter
        self._origin = open_place(target.origin, paths.root, target.bucket) if target.origin else None
        self._making = BoundedSemaphore(os.cpu_count() or 1)

    def send(self, files: list[_File]) -> SentPictures:
        """Send files; those whose bytes are nowhere are counted as missing."""
        if not files:
            return SentPictures()
        number = size = missing = 0
        self._reporter.begin("pictures", len(files))
        for name, sent in at_once(self._send, files, _AT_ONCE):
            self._reporter.advance(1)
            if sent is None:
                missing += 1
                continue
            self._noted.add(name)
            number, size = number + 1, size + sent
        self._reporter.end("pictures")
        return SentPictures(number, size, missing=missing)

    def _send(self, file: _File) -> tuple[str, int | None]:
        try:
            data = self._bytes(file)
        except FileNotFoundError:
            return file.name, None
        self._place.put(file.name, data)
        return file.name, len(data)

    def _bytes(self, file: _File) -> bytes:
        """Return a file. Raises FileNotFoundError if its picture is nowhere, or is damaged."""
        if not file.width:
            return self._original(file.digest)
        # Late: Pillow is an extra; without it there are no widths.
        from generator.pictures.smaller import cached

        form, quality = self._target.smaller.form, self._target.smaller.quality
        recipe = _Recipe(file.digest, file.width, form, quality)
        with self._making:
            return cached(self._cache, recipe, pillow(), lambda: self._original(file.digest))

    def _original(self, digest: str) -> bytes:
        try:
            return self._target.store.read(digest)
        except OSError:
            found = self._origin.get(stored_name(digest)) if self._origin else None
        if found is None or hashlib.sha256(found).hexdigest() != digest:
            raise FileNotFoundError(digest)
        return found


class _Recipe(NamedTuple):
    digest: str
    width: int
    form: str
    quality: int
