"""Hold a bucket for one publication: an object that names the paths which it may change.

`.backfile-pending` is written before the first file and removed after the manifest has arrived. Its first
line is `backfile-pending 1 ID`, where ID is a random number of the publication; each other line is a path.
It is written only if there is none, or only in place of the one that was read, so that of two publications
one loses. A publication that works writes it anew every minute. One that has not been written for LEASE
belongs to a publication that was killed; the machine that was killed need not wait, since it knows its ID.
It also knows the one before, which it may not have replaced when it was killed.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.errors import BackfileError
from generator.publish.bucket_store import TakenError, read_object, replace_object, version_of
from generator.publish.bucket_target import BucketTarget
from generator.publish.manifest import escaped, unescaped
from generator.system.files import replacing

if TYPE_CHECKING:
    from obstore import PutMode
    from obstore.store import ObjectStore

PENDING = ".backfile-pending"
#: For how long the bucket is held without being written to, and how often that is done.
LEASE, RENEWAL = timedelta(minutes=10), 60.0
_HEAD = "backfile-pending 1 "


class Lease:
    """The hold of a publication on a bucket. `file` keeps the IDs of the last ones of this machine."""

    def __init__(self, store: ObjectStore, target: BucketTarget, file: Path, *, force: bool = False) -> None:
        self._store = store
        self._target = target
        self._file = file
        self._force = force
        self._version: PutMode = "create"
        self._before = ""
        self._id = ""
        self._body = b""
        self._written = 0.0

    def read(self) -> list[str]:
        """Return the paths of an interrupted publication. Raises BackfileError if one is at work."""
        found = read_object(self._store, PENDING)
        if found is None:
            return []
        written = found.meta["last_modified"]
        self._version = version_of(found.meta)
        head, *lines = bytes(found.bytes()).decode("utf-8", "replace").splitlines()
        self._before = head.removeprefix(_HEAD)
        is_alive = datetime.now(UTC) - written < LEASE and self._before not in self._own()
        if is_alive and not self._force:
            raise self._busy(written + LEASE)
        return [unescaped(line) for line in lines]

    def take(self, paths: Iterable[str]) -> None:
        """Hold the bucket, and name the paths that may change. Raises BackfileError if somebody else does.

        A publication that holds it already may name others.
        """
        if not self._id:
            self._id = secrets.token_hex(16)
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self._file) as new:
                new.write_text(f"{self._id}\n{self._before}\n")
        self._body = "".join(f"{line}\n" for line in (_HEAD + self._id, *map(escaped, paths))).encode()
        self._write()

    def hold(self, paths: Iterable[str]) -> None:
        """Hold the bucket, or go on holding it. `paths` are those of an interrupted publication."""
        if self._id:
            self.renew()
        else:
            self.take(paths)

    def renew(self) -> None:
        """Write it anew, if that was not done for a while. Raises BackfileError if somebody took it over."""
        if time.monotonic() - self._written > RENEWAL:
            self._write()

    def release(self) -> None:
        """Let others publish."""
        import obstore

        obstore.delete(self._store, PENDING)
        self._file.unlink(missing_ok=True)

    def _write(self) -> None:
        try:
            self._version = replace_object(self._store, PENDING, self._body, self._version)
        except TakenError:
            raise self._busy(None) from None
        self._written = time.monotonic()

    def _own(self) -> list[str]:
        try:
            return self._file.read_text().split()
        except OSError:
            return []

    def _busy(self, until: datetime | None) -> BackfileError:
        wait = f" (if it was killed, publish again after {until:%H:%M} UTC, or with --force)" if until else ""
        return BackfileError(f"{self._target}: another publication is at work there{wait}")
