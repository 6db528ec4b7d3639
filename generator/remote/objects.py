"""Put outputs into a bucket and read them, on any machine that has the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from generator.config.schema import Bucket
from generator.core.digests import content_digest
from generator.output.staging import Written
from generator.publish.bucket_redirects import redirect_of
from generator.publish.bucket_store import (
    delete_objects,
    errors_explained,
    open_store,
    put_object,
    read_object,
)
from generator.publish.bucket_target import BucketTarget
from generator.publish.object_headers import make_object, page_of
from generator.publish.requests import in_order
from generator.render.sink import NewOutput

if TYPE_CHECKING:
    from obstore.store import ObjectStore

#: Where outputs wait that will replace others. Each build has a folder of its own below it.
WAITING = ".backfile-staging/"


@dataclass(frozen=True)
class RemoteObjects:
    """The outputs in a bucket. Workers get it by pickling, and have keys in their own environment.

    `folder` is where new outputs wait: "" if they get their final names at once.
    """

    target: BucketTarget
    options: Bucket
    folder: str

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.target, self.options, self.folder)

    @cached_property
    def store(self) -> ObjectStore:
        """The store. Raises BackfileError if it can't be opened."""
        return open_store(self.target, self.options)

    def check(self) -> None:
        """Write and remove an object, to see that this machine may. Raises BackfileError."""
        import obstore

        key = f"{WAITING}{uuid4().hex}"
        with errors_explained(self.target):
            put_object(self.store, key, b"", {})
            obstore.delete(self.store, key)

    def put(self, outputs: Sequence[NewOutput]) -> list[Written | None]:
        """Put outputs, but for those that are there already. Raises BackfileError.

        Pages that are to redirect come back: a copy in the store would lose the header by which they do.
        """
        with errors_explained(self.target):
            return list(in_order(self._put, outputs))

    def _put(self, output: NewOutput) -> Written | None:
        if self.options.redirects and redirect_of(output.path, output.data):
            return None
        digest = content_digest(output.data)
        is_new = digest != output.present
        if is_new:
            made = make_object(output.path, output.phase, output.data, compress=self.options.gzip)
            put_object(self.store, self.folder + output.path, made.data, made.headers)
        return Written(digest, len(output.data), 0, is_new)

    def read_new(self, paths: Sequence[str]) -> list[bytes | None]:
        """Return outputs as they will be after the build; None for each that is not there."""
        with errors_explained(self.target):
            return list(in_order(self._new, paths))

    def read_old(self, path: str) -> bytes | None:
        """Return an output as the last publication left it; None if there is none."""
        with errors_explained(self.target):
            return self._read(path)

    def _new(self, path: str) -> bytes | None:
        found = self._read(self.folder + path) if self.folder else None
        return self._read(path) if found is None else found

    def _read(self, key: str) -> bytes | None:
        found = read_object(self.store, key)
        if found is None:
            return None
        return page_of(bytes(found.bytes()), found.attributes)

    def install(self, path: str) -> None:
        """Give an output that waits its final name, with the headers that it has."""
        import obstore

        if self.folder:
            obstore.copy(self.store, self.folder + path, path)

    def remove(self, keys: Iterable[str]) -> None:
        """Remove objects, as far as they are there. Raises BackfileError."""
        with errors_explained(self.target):
            delete_objects(self.store, keys)
