"""Publish to an object store: many objects at a time, each phase after the one before.

Besides the site the bucket has two objects of ours: `.backfile-manifest` lists the objects that we put there,
in gzip, and is only replaced if nobody else has done so; `.backfile-pending` is in `bucket_lease`. The store
is never listed.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from generator.config.schema import Bucket
from generator.core.errors import BackfileError
from generator.kinds.kind import Phase
from generator.publish.bucket_lease import Lease
from generator.publish.bucket_store import (
    TakenError,
    errors_explained,
    open_store,
    read_object,
    replace_object,
    version_of,
)
from generator.publish.bucket_target import BucketTarget
from generator.publish.destination import TargetState
from generator.publish.manifest import Entry, read_fingerprint, read_manifest, write_manifest
from generator.publish.object_headers import make_object
from generator.publish.order import PHASES
from generator.publish.plan import Plan
from generator.publish.source import Source
from generator.reporting.report import Reporter

if TYPE_CHECKING:
    from obstore import PutMode
    from obstore.store import ObjectStore

MANIFEST = ".backfile-manifest"
#: Requests at a time, and objects that one request removes (Amazon takes 1,000).
_AT_ONCE, _REMOVED = 64, 1000
#: Bytes from which on an object is sent in parts.
_LARGE = 100_000_000
#: Providers whose own addresses make browsers download pages instead of showing them.
_DOWNLOADS = {
    "cos": "Tencent COS serves HTML as a download from its own addresses, for buckets made since 2024",
    "oss": "Aliyun OSS serves HTML as a download from its own addresses",
}

Item = TypeVar("Item")


class BucketDestination:
    """A bucket, or a prefix of it. `state` is the local folder for a copy of its manifest."""

    def __init__(self, target: BucketTarget, options: Bucket, state: Path, *, force: bool = False) -> None:
        self._target = target
        self._options = options
        self._manifest = state / "manifest"
        self._store: ObjectStore = open_store(target, options)
        self._lease = Lease(self._store, target, state / "id", force=force)
        self._pending: list[str] = []
        self._version: PutMode = "create"

    def read_state(self, source: Source) -> TargetState:  # noqa: ARG002
        """Fetch the manifest, and the paths of a publication that was interrupted."""
        with errors_explained(self._target):
            self._pending = self._lease.read()
            self._fetch()
        finished = "" if self._pending else read_fingerprint(self._manifest)
        return TargetState(finished, read_manifest(self._manifest), self._pending)

    def _fetch(self) -> None:
        """Bring the manifest here; none if there is none."""
        self._manifest.parent.mkdir(parents=True, exist_ok=True)
        found = read_object(self._store, MANIFEST)
        if found is None:
            self._manifest.unlink(missing_ok=True)
            return
        self._version = version_of(found.meta)
        try:
            self._manifest.write_bytes(gzip.decompress(bytes(found.bytes())))
        except (OSError, EOFError) as error:
            raise BackfileError(
                f"{self._target}: {MANIFEST} is damaged ({error}); delete it, and all files are sent again"
            ) from None

    def send(self, source: Source, plan: Plan, reporter: Reporter) -> str:
        """Send changed objects, phase by phase; then remove old ones; then replace the manifest."""
        if self._target.provider in _DOWNLOADS:
            reporter.note(f"{_DOWNLOADS[self._target.provider]}; give the bucket a domain of your own")
        with errors_explained(self._target):
            sending = (one.path for one in plan.sending())
            self._lease.take(chain(self._pending, sending, plan.removing()))
            for phase in PHASES:
                if plan.phases[phase].files:
                    self._send(phase, source, plan, reporter)
            if plan.removed:
                self._remove(plan, reporter)
            self._replace_manifest(source, plan)
            self._lease.release()
        return f"{self._target}: it is up to date"

    def _send(self, phase: Phase, source: Source, plan: Plan, reporter: Reporter) -> None:
        def send(entry: Entry) -> None:
            import obstore

            made = make_object(entry.path, phase, source.read(entry), compress=self._options.gzip)
            large = len(made.data) > _LARGE
            obstore.put(self._store, entry.path, made.data, attributes=made.headers, use_multipart=large)

        reporter.begin(phase, plan.phases[phase].files)
        for _ in _at_once(send, plan.sending(phase)):
            reporter.advance(1)
            self._lease.renew()
        reporter.end(phase)

    def _remove(self, plan: Plan, reporter: Reporter) -> None:
        import obstore

        reporter.begin("remove", plan.removed)
        paths = plan.removing()
        while some := list(islice(paths, _REMOVED)):
            obstore.delete(self._store, some)
            reporter.advance(len(some))
            self._lease.renew()
        reporter.end("remove")

    def _replace_manifest(self, source: Source, plan: Plan) -> None:
        """Write the manifest, here and there. Raises BackfileError if it is not the one that was read."""
        write_manifest(self._manifest, source.fingerprint, plan.ours())
        data = gzip.compress(self._manifest.read_bytes(), mtime=0)
        headers = {"Content-Type": "application/gzip", "Cache-Control": "no-store"}
        try:
            replace_object(self._store, MANIFEST, data, self._version, headers)
        except TakenError:
            raise BackfileError(
                f"{self._target}: another publication has finished meanwhile; publish again"
            ) from None


def _at_once(work: Callable[[Item], None], items: Iterable[Item]) -> Iterator[None]:
    """Do some work for many items at a time, and yield after each. Raises what the work raises."""
    stream = iter(items)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            running: set[Future[None]] = {pool.submit(work, one) for one in islice(stream, _AT_ONCE)}
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for one in done:
                    one.result()
                    yield
                running |= {pool.submit(work, one) for one in islice(stream, len(done))}
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
