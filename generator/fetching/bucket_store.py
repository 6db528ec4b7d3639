"""Keep the bytes of pictures in a bucket, with copies on this machine, from which builds read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from generator.config.schema import SiteConfig
from generator.core.paths import SitePaths
from generator.kinds.parts.pictures import PICTURES, bucket_options, picture_store, store_bucket, store_folder
from generator.pictures.store import PictureStore, is_stored_name, stored_name
from generator.publish.noted_pictures import Noted, note_file
from generator.publish.picture_places import PicturePlace, open_place


def open_picture_store(config: SiteConfig, paths: SitePaths) -> PictureStore:
    """Return the store of an archive for what writes to it. Raises BackfileError for a place that is none."""
    chosen = PICTURES.of(config)
    if not (bucket := store_bucket(chosen)):
        return picture_store(config, paths.root)
    place = open_place(bucket, paths.root, bucket_options(config))
    noted = Noted(note_file(paths.state, str(place)), is_stored_name)
    return BucketStore(paths.root / store_folder(chosen), place, noted, published_apart=bool(chosen.url))


class BucketStore(PictureStore):
    """A store in a bucket. What is there is noted on this machine, or else asked for once.

    Threads may use it. Raises BackfileError when the bucket fails.
    """

    def __init__(
        self, copies: Path, bucket: PicturePlace, noted: Noted, *, published_apart: bool = False
    ) -> None:
        super().__init__(copies, published_apart=published_apart)
        self._bucket = bucket
        self._noted = noted

    @cached_property
    def there(self) -> set[str]:
        """The digests of the pictures in the bucket."""
        names = self._noted.read()
        if names is None:
            names = set(filter(is_stored_name, self._bucket.names()))
            self._noted.replace(names)
        return {name.partition("/")[2] for name in names}

    def ask(self) -> None:
        """Ask the bucket what it has, instead of going by what was noted."""
        self._noted.forget()
        self.__dict__.pop("there", None)

    def has(self, digest: str) -> bool:
        """Return whether the bucket has a picture."""
        return digest in self.there

    def has_copy(self, digest: str) -> bool:
        """Return whether this machine has a copy."""
        return super().has(digest)

    def add(self, data: bytes) -> str:
        """Keep bytes in the bucket and in the copies; return their SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        self._send(digest, data)
        return super().add(data)

    def send(self, digest: str) -> None:
        """Put a copy into the bucket. Raises OSError for one that is damaged."""
        self._send(digest, self.read(digest))

    def bring(self, digest: str) -> int:
        """Make a copy of a picture; return its bytes, 0 if the bucket does not have it after all."""
        data = self._bucket.get(stored_name(digest))
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            return 0
        super().add(data)
        return len(data)

    def remove(self, digest: str) -> bool:
        """Remove a picture from the bucket and from the copies; return whether the store had it."""
        had = digest in self.there
        self._bucket.remove([stored_name(digest)])
        self.forget([digest])
        return super().remove(digest) or had

    def _send(self, digest: str, data: bytes) -> None:
        if digest not in self.there:
            name = stored_name(digest)
            self._bucket.put(name, data)
            self._noted.add(name)
            self.there.add(digest)

    def forget(self, digests: Iterable[str]) -> None:
        """Take note that the bucket lacks some pictures."""
        self.there.difference_update(digests)
        self._noted.replace({stored_name(one) for one in self.there})
