"""Keep what publications to a bucket replace, so that they can be undone.

`.backfile-releases/7.zip` has the way back from the seventh release to the one before: the objects that it
replaced or removed, each with its headers as JSON in the comment of its entry, and a manifest of all objects
that changed, in which one that was not there before has no digest. Its fingerprint is that of the release
before. Which releases there are is kept with the manifest of the bucket, as the attribute `releases`: `3-7`.
"""

from __future__ import annotations

import heapq
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.core.digests import content_digest
from generator.core.errors import BackfileError
from generator.ledger.outputs import split
from generator.publish.bucket_store import read_object
from generator.publish.manifest import Entry, read_fingerprint, read_manifest, write_manifest
from generator.publish.object_headers import page_of
from generator.publish.requests import at_once

if TYPE_CHECKING:
    from obstore.store import ObjectStore

#: The attribute of the manifest.
ATTRIBUTE = "releases"
#: The most of a release. A larger one is not kept, since that would take as long as publishing it.
MOST_BYTES, MOST_FILES = 1_000_000_000, 100_000
_MANIFEST = ".backfile-manifest"


class Kept(NamedTuple):
    """The numbers of the releases that can be undone, from the oldest to the newest; (1, 0) for none."""

    oldest: int = 1
    newest: int = 0

    @classmethod
    def read(cls, attributes: Mapping[str, str]) -> Kept:
        """Return what the attributes of a manifest say; none if they say nothing."""
        first, _, last = attributes.get(ATTRIBUTE, "").partition("-")
        if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
            return cls()
        return cls(int(first), int(last))

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes that say it. The numbers are kept even if there are no releases."""
        return {ATTRIBUTE: f"{self.oldest}-{self.newest}"} if self.newest else {}

    def names(self) -> list[str]:
        """Return the keys of the objects."""
        return [name_of(number) for number in range(self.oldest, self.newest + 1)]


def name_of(number: int) -> str:
    """Return the key of the object of a release."""
    return f".backfile-releases/{number}.zip"


class Replaced(NamedTuple):
    """An object as it was: its bytes as they are stored, and its headers. `data` is None for none."""

    path: str
    data: bytes | None
    headers: dict[str, str]

    @property
    def entry(self) -> Entry:
        """Its line of the manifest, with the digest of the bytes that readers get."""
        if self.data is None:
            return Entry(self.path, None, 0)
        return Entry(self.path, content_digest(self.page), len(self.page))

    @property
    def page(self) -> bytes:
        """The bytes that readers get."""
        return page_of(self.data or b"", self.headers)


def fetch(store: ObjectStore, path: str) -> Replaced:
    """Return an object as it is."""
    found = read_object(store, path)
    if found is None:
        return Replaced(path, None, {})
    headers = {str(name): str(value) for name, value in found.attributes.items()}
    return Replaced(path, bytes(found.bytes()), headers)


def write_release(
    file: Path,
    store: ObjectStore,
    before: str,
    paths: Callable[[], Iterable[str]],
    advance: Callable[[], None],
) -> None:
    """Write the file of a release: the objects at some paths as they are now.

    `before` is the fingerprint of what is there; `paths` yields paths in the order in which objects are to be
    restored. `advance` is called for each.
    """
    entries: dict[str, Entry] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in at_once(lambda path: fetch(store, path), paths()):
            entries[one.path] = one.entry
            if one.data is not None:
                info = zipfile.ZipInfo(one.path)  # with a fixed time
                info.compress_type = zipfile.ZIP_DEFLATED
                info.comment = json.dumps(one.headers, ensure_ascii=False).encode()
                archive.writestr(info, one.data)
            advance()
        manifest = file.with_suffix(".manifest")
        write_manifest(manifest, before, (entries[path] for path in paths()))
        archive.write(manifest, _MANIFEST)
        manifest.unlink()


class Release:
    """The file of a release, opened to undo it."""

    def __init__(self, file: Path) -> None:
        """Raise BackfileError for a damaged file."""
        self._archive = zipfile.ZipFile(file)
        manifest = file.with_suffix(".manifest")
        manifest.write_bytes(self._archive.read(_MANIFEST))
        self.manifest = manifest

    @property
    def before(self) -> str:
        """The fingerprint of the release before."""
        return read_fingerprint(self.manifest)

    def entries(self) -> Iterator[Entry]:
        """Yield the objects that changed, as they were; without a digest for one that was not there."""
        return read_manifest(self.manifest)

    def replaced(self) -> Iterator[Replaced]:
        """Yield the objects to write, in their order."""
        for entry in self.entries():
            if entry.digest is not None:
                info = self._archive.getinfo(entry.path)
                yield Replaced(entry.path, self._archive.read(info), json.loads(info.comment))

    def reverted(self, current: Path) -> Iterator[Entry]:
        """Yield the files of the release before, from the manifest of the current one, in its order."""
        changed = {entry.path: entry for entry in self.entries()}
        restored = sorted((one for one in changed.values() if one.digest is not None), key=_place)
        same = (one for one in read_manifest(current) if one.path not in changed)
        return heapq.merge(same, restored, key=_place)

    def close(self) -> None:
        """Close the file."""
        self._archive.close()
        self.manifest.unlink(missing_ok=True)


def _place(entry: Entry) -> tuple[str, str]:
    """Return the place of a file in the order of manifests."""
    return split(entry.path)


def open_release(store: ObjectStore, number: int, file: Path) -> Release:
    """Fetch the file of a release, and open it. Raises BackfileError if it is not there, or damaged."""
    found = read_object(store, name_of(number))
    if found is None:
        raise BackfileError(
            f"{name_of(number)} is not in the bucket any more; build the older content, and publish"
        )
    try:
        with open(file, "wb") as stream:
            for part in found.stream():
                stream.write(part)
        return Release(file)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BackfileError(
            f"{name_of(number)} is damaged ({error}); build the older content, and publish"
        ) from None
