"""Publish to an object store: many objects at a time, each phase after the one before.

Besides the site the bucket has objects of ours: `.backfile-manifest` lists the objects that we put there,
in gzip, and is only replaced if nobody else has done so; `.backfile-pending` is in `bucket_lease`, and
`.backfile-releases/` in `bucket_releases`. The store is never listed.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from generator.config.schema import Bucket
from generator.core.errors import BackfileError
from generator.kinds.kind import Phase
from generator.publish.bucket_lease import Lease
from generator.publish.bucket_redirects import redirects_of
from generator.publish.bucket_releases import (
    MOST_BYTES,
    MOST_FILES,
    Kept,
    Release,
    Replaced,
    name_of,
    open_release,
    write_release,
)
from generator.publish.bucket_store import (
    TakenError,
    delete_objects,
    errors_explained,
    open_store,
    put_file,
    put_object,
    read_object,
    replace_object,
    version_of,
)
from generator.publish.bucket_target import BucketTarget
from generator.publish.destination import TargetState
from generator.publish.manifest import Entry, read_fingerprint, read_manifest, write_manifest
from generator.publish.object_headers import Object, make_object
from generator.publish.order import PHASES
from generator.publish.plan import Plan
from generator.publish.requests import at_once
from generator.publish.source import Source
from generator.reporting.report import Reporter

if TYPE_CHECKING:
    from obstore import PutMode
    from obstore.store import ObjectStore

MANIFEST = ".backfile-manifest"
#: Providers whose own addresses make browsers download pages instead of showing them.
_DOWNLOADS = {
    "cos": "Tencent COS serves HTML as a download from its own addresses, for buckets made since 2024",
    "oss": "Aliyun OSS serves HTML as a download from its own addresses",
}


class Arrived(Protocol):
    """Objects that are in the store before a publication begins, sent by others."""

    def install(self, path: str) -> bool:
        """See that an object has its final name; return False if it has not been sent."""
        ...


class BucketDestination:
    """A bucket, or a prefix of it, in which the last `keep` releases can be made current again.

    `state` is the local folder for a copy of its manifest. What has `arrived` is not sent again. `base` is
    the URL of the site, to which redirects lead.
    """

    def __init__(
        self,
        target: BucketTarget,
        options: Bucket,
        state: Path,
        keep: int = 1,
        *,
        force: bool = False,
        arrived: Arrived | None = None,
        base: str = "",
    ) -> None:
        self._target = target
        self._options = options
        self._manifest = state / "manifest"
        self._keep = keep
        self._arrived = arrived
        self._store: ObjectStore = open_store(target, options)
        self._redirects = redirects_of(target, options, base)
        self._lease = Lease(self._store, target, state / "id", force=force)
        self._pending: list[str] = []
        self._version: PutMode = "create"
        self._kept = Kept()

    def read_state(self, source: Source | None = None) -> TargetState:  # noqa: ARG002
        """Fetch the manifest, and the paths of a publication that was interrupted."""
        self._read()
        finished = "" if self._pending else read_fingerprint(self._manifest)
        return TargetState(finished, read_manifest(self._manifest), self._pending)

    def _read(self) -> None:
        with errors_explained(self._target):
            self._pending = self._lease.read()
            self._fetch()

    def _fetch(self) -> None:
        """Bring the manifest here; none if there is none."""
        self._manifest.parent.mkdir(parents=True, exist_ok=True)
        found = read_object(self._store, MANIFEST)
        if found is None:
            self._manifest.unlink(missing_ok=True)
            return
        self._version = version_of(found.meta)
        self._kept = Kept.read({str(name): str(value) for name, value in found.attributes.items()})
        try:
            self._manifest.write_bytes(gzip.decompress(bytes(found.bytes())))
        except (OSError, EOFError) as error:
            raise BackfileError(
                f"{self._target}: {MANIFEST} is damaged ({error}); delete it, and all files are sent again"
            ) from None

    def hold(self) -> None:
        """Keep other publications away until this one is sent. Called again and again, since it expires."""
        with errors_explained(self._target):
            self._lease.hold(self._pending)

    def send(self, source: Source, plan: Plan, reporter: Reporter) -> str:
        """Send changed objects, phase by phase; then remove old ones; then replace the manifest."""
        if self._target.provider in _DOWNLOADS:
            reporter.note(f"{_DOWNLOADS[self._target.provider]}; give the bucket a domain of your own")
        with errors_explained(self._target):
            kept = self._keep_release(plan, reporter)
            sending = (one.path for one in plan.sending())
            self._lease.take(chain(self._pending, sending, plan.removing()))
            for phase in PHASES:
                if plan.phases[phase].files:
                    self._send(phase, source, plan, reporter)
            if plan.removed:
                reporter.begin("remove", plan.removed)
                self._remove(plan.removing(), reporter.advance)
                reporter.end("remove")
            self._replace_manifest(source.fingerprint, plan.ours(), kept)
            self._lease.release()
        return f"{self._target}: it is up to date"

    def _keep_release(self, plan: Plan, reporter: Reporter) -> Kept:
        """Store what the plan replaces; return which releases there are then.

        Nothing is stored of a publication that goes on with one that was interrupted, since a part of what
        was there is replaced already; nor of one that is too large. What was kept before is no use then.
        """
        before = read_fingerprint(self._manifest)
        none = Kept(self._kept.newest + 1, self._kept.newest)
        if self._keep < 2 or not before:
            return none
        amount = plan.replacing
        if self._pending or amount.size > MOST_BYTES or amount.files > MOST_FILES:
            why = "a publication was interrupted" if self._pending else "too much of the site changes"
            reporter.note(f"{self._target}: {why}; --rollback can't go back beyond this release")
            return none
        self._lease.take(())  # Nothing has changed yet, but the next file is only for this publication.
        number = self._kept.newest + 1
        file = self._manifest.with_name("release.zip")
        reporter.begin("keep", amount.files)
        write_release(file, self._store, before, plan.restoring, lambda: self._tick(reporter))
        put_file(self._store, name_of(number), file)
        file.unlink()
        reporter.end("keep")
        return Kept(max(self._kept.oldest, number - self._keep + 2), number)

    def _tick(self, reporter: Reporter) -> None:
        reporter.advance(1)
        self._lease.renew()

    def _send(self, phase: Phase, source: Source, plan: Plan, reporter: Reporter) -> None:
        def send(entry: Entry) -> None:
            if self._arrived and self._arrived.install(entry.path):
                return
            page = source.read(entry)
            made = make_object(entry.path, phase, page, compress=self._options.gzip)
            self._put(entry.path, page, made)

        reporter.begin(phase, plan.phases[phase].files)
        for _ in at_once(send, plan.sending(phase)):
            self._tick(reporter)
        reporter.end(phase)

    def _put(self, path: str, page: bytes, made: Object) -> None:
        """Send an object, whose `page` readers get."""
        if not (self._redirects and self._redirects.put(path, page, *made)):
            put_object(self._store, path, *made)

    def _remove(self, paths: Iterable[str], advance: Callable[[int], None]) -> None:
        def done(number: int) -> None:
            advance(number)
            self._lease.renew()

        delete_objects(self._store, paths, done)

    def _replace_manifest(self, fingerprint: str, entries: Iterable[Entry], kept: Kept) -> None:
        """Write the manifest, here and there. Raises BackfileError if it is not the one that was read."""
        write_manifest(self._manifest, fingerprint, entries)
        data = gzip.compress(self._manifest.read_bytes(), mtime=0)
        headers = {"Content-Type": "application/gzip", "Cache-Control": "no-store", **kept.attributes}
        try:
            replace_object(self._store, MANIFEST, data, self._version, headers)
        except TakenError:
            raise BackfileError(
                f"{self._target}: another publication has finished meanwhile; publish again"
            ) from None
        # A publication that was interrupted may have left the file of a release that never was.
        left = [name_of(self._kept.newest + 1)] if self._pending else []
        self._remove(sorted({*self._kept.names(), *left} - {*kept.names()}), lambda _: None)

    def roll_back(self, reporter: Reporter) -> str:
        """Make the release before the current one current again; return a sentence. Raises BackfileError."""
        self._read()
        if self._pending:
            raise BackfileError(f"{self._target}: a publication was interrupted; publish again first")
        if not self._kept.names():
            raise BackfileError(
                f"{self._target}: no release before the current one is kept; build the older content, and "
                "publish"
            )
        with (
            errors_explained(self._target),
            closing(
                open_release(self._store, self._kept.newest, self._manifest.with_name("release.zip"))
            ) as release,
        ):
            self._restore(release, reporter)
        return f"{self._target}: the release before the current one is current again"

    def _restore(self, release: Release, reporter: Reporter) -> None:
        """Write the objects as they were, remove those that were not there, then replace the manifest."""

        def put(one: Replaced) -> None:
            self._put(one.path, one.page, Object(one.data or b"", one.headers))

        self._lease.take(one.path for one in release.entries())
        reporter.begin("restore", sum(1 for _ in release.entries()))
        for _ in at_once(put, release.replaced()):
            self._tick(reporter)
        self._remove((one.path for one in release.entries() if one.digest is None), reporter.advance)
        reporter.end("restore")
        kept = Kept(self._kept.oldest, self._kept.newest - 1)
        self._replace_manifest(release.before, list(release.reverted(self._manifest)), kept)
        self._lease.release()
