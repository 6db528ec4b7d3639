"""Put pictures into a folder or a bucket, under names that never have other bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from generator.config.schema import Bucket
from generator.core.errors import BackfileError
from generator.formats.headers import IMMUTABLE
from generator.pictures.names import is_name, type_of
from generator.publish.bucket_store import (
    delete_objects,
    errors_explained,
    open_store,
    put_object,
    read_object,
)
from generator.publish.bucket_target import BucketTarget
from generator.publish.target import FolderTarget, parse_target
from generator.system.files import replacing

#: Objects whose names come with one answer.
_LISTED = 1000


class PicturePlace(Protocol):
    """A place for files. Threads may use it. Raises BackfileError and OSError when it fails."""

    def names(self) -> Iterator[str]:
        """Yield the names of all files, with forward slashes."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Write a file. Nobody ever meets half of it."""
        ...

    def get(self, name: str) -> bytes | None:
        """Return a file; None if there is none."""
        ...

    def remove(self, names: Iterable[str]) -> None:
        """Remove files, also those that are not there."""
        ...


def open_place(text: str, base: Path, options: Bucket) -> PicturePlace:
    """Return the place that a setting names. Raises BackfileError for one that is no folder and no bucket."""
    target = parse_target(text, base)
    if isinstance(target, FolderTarget):
        return PictureFolder(target.folder)
    if isinstance(target, BucketTarget):
        return PictureBucket(target, options)
    raise BackfileError(f"{target}: pictures are kept in folders and buckets; write a folder, or s3://BUCKET")


class PictureFolder:
    """A folder on this machine. Its files can be served as they are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __str__(self) -> str:
        return str(self._folder)

    def names(self) -> Iterator[str]:
        """Yield the names of all files in folders of it, but hidden ones."""
        for folder in _visible(self._folder):
            if (self._folder / folder).is_dir():
                yield from (f"{folder}/{name}" for name in _visible(self._folder / folder))

    def put(self, name: str, data: bytes) -> None:
        """Write a file, which others may read."""
        with replacing(self._folder / name) as new:
            new.write_bytes(data)

    def get(self, name: str) -> bytes | None:
        """Return a file; None if there is none."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, names: Iterable[str]) -> None:
        """Remove files."""
        for name in names:
            (self._folder / name).unlink(missing_ok=True)


class PictureBucket:
    """A bucket, or a prefix of it. Caches may keep its objects for ever."""

    def __init__(self, target: BucketTarget, options: Bucket) -> None:
        self._target = target
        self._store = open_store(target, options)

    def __str__(self) -> str:
        return str(self._target)

    def names(self) -> Iterator[str]:
        """Yield the names of all objects below the prefix."""
        import obstore
        from obstore.exceptions import GenericError

        with errors_explained(self._target):
            try:
                for some in obstore.list(self._store, chunk_size=_LISTED):
                    yield from (one["path"] for one in some)
            except GenericError as error:
                # Other requests for what is not there have an error of their own.
                if "404 Not Found" in str(error):
                    raise FileNotFoundError from None
                raise

    def put(self, name: str, data: bytes) -> None:
        """Write an object."""
        # Files of a store have no suffix.
        kind = type_of(name) if is_name(name) else "application/octet-stream"
        headers = {"Content-Type": kind, "Cache-Control": IMMUTABLE}
        with errors_explained(self._target):
            put_object(self._store, name, data, headers)

    def get(self, name: str) -> bytes | None:
        """Return an object; None if there is none."""
        with errors_explained(self._target):
            found = read_object(self._store, name)
            return None if found is None else bytes(found.bytes())

    def remove(self, names: Iterable[str]) -> None:
        """Remove objects, many at a time."""
        with errors_explained(self._target):
            delete_objects(self._store, names)


def _visible(folder: Path) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name[0] != "."]
    except FileNotFoundError:
        return []
