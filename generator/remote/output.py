"""The output of a build that lies in a bucket: what it holds, what a build puts there, and the end of it.

The manifest in the bucket says what it holds, as for `publish`, and takes the place of a look at a folder.
As long as nothing of ours is there, workers put outputs under their final names, since no page leads to
them. Later, outputs wait in `.backfile-staging/` until all of them are made. Then they are copied to their
names in the order of a publication, with all else that a publication does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from uuid import uuid4

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.index.transactions import atomic
from generator.ledger import changes, outputs, remote_outputs
from generator.plan.task import Stale
from generator.plan.touched import Touched
from generator.publish.after.outcome import Told
from generator.publish.after.tell import Teller
from generator.publish.bucket_target import BucketTarget
from generator.publish.destination import TargetState
from generator.publish.manifest import read_fingerprint
from generator.publish.publish import (
    Outcome,
    Publication,
    Request,
    bucket_destination,
    publish_pictures,
    state_of,
    teller_of,
)
from generator.publish.source import Source
from generator.remote.names import Names
from generator.remote.objects import WAITING, RemoteObjects
from generator.reporting.report import Reporter


class RemoteOutput:
    """The bucket that a build is for.

    `paths` is the archive as this build has it. Its output folder never exists: its name only gives the
    bucket a ledger of its own.
    """

    def __init__(self, paths: SitePaths, request: Request, target: BucketTarget) -> None:
        self.paths = replace(paths, output=state_of(paths, target) / "output")
        self._request = request
        self._target = target
        self._state = state_of(paths, target)
        self._waiting = Names(self._state / "waiting")
        self._sent = Names(self._state / "sent")
        self._destination = bucket_destination(target, request, self._state, self)
        self._before = ""
        self._interrupted: list[str] = []
        self._lost: list[str] = []
        self._listed = True
        self._teller: Teller | None = None
        self.objects = RemoteObjects(target, request.bucket, "")
        self.outcome = Outcome(str(target))

    def read(self, connection: sqlite3.Connection) -> None:
        """Read what the bucket holds. Raises BackfileError, also while a publication is at work there."""
        known = self._destination.read_state()
        self._before, self._interrupted, self._lost = known.fingerprint, list(known.uncertain), []
        self._waiting.remove_from(self.objects)
        folder = f"{WAITING}{uuid4().hex}/" if read_fingerprint(self._state / "manifest") else ""
        self.objects = RemoteObjects(self._target, self._request.bucket, folder)
        self._listed = not self._is_as_left(connection)
        if self._listed:
            held = ((one.path, one.digest) for one in known.entries)
            with atomic(connection):
                remote_outputs.load(connection, chain(held, ((path, None) for path in self._interrupted)))
                self._lost = list(remote_outputs.add_unknown(connection, self._sent))

    def _is_as_left(self, connection: sqlite3.Connection) -> bool:
        """Return whether the bucket is as the last build left it, by its fingerprint."""
        same = self._before != "" and self._before == outputs.get_mark(connection, "fingerprint")
        return same and not changes.any_recorded(connection) and not any(True for _ in self._sent)

    def touch(self, connection: sqlite3.Connection, touched: Touched) -> None:
        """Touch the owners of outputs that are not in the bucket as the ledger has them."""
        if self._listed:
            with atomic(connection):
                touched.damaged(remote_outputs.OWNERS, "it was not in the bucket as the last build left it")
                remote_outputs.mark_stale(connection)

    def expected(
        self, connection: sqlite3.Connection, planned: Iterable[list[Stale]]
    ) -> Iterator[list[Stale]]:
        """Yield batches with the digests of what the bucket has, and note what workers may put there."""
        for batch in planned:
            paths = [one.task.path for one in batch]
            known = remote_outputs.digests(connection, paths, listed=self._listed)
            if self.objects.folder:
                self._waiting.add(self.objects.folder + path for path in paths)
            else:
                self._sent.add(paths)
                self._destination.hold()
            yield [one._replace(present=known.get(one.task.path, b"")) for one in batch]

    def install(self, path: str) -> bool:
        """Give an output its final name; return False if it is on this machine, not in the bucket."""
        if (self.paths.staging / path).is_file():
            return False
        self.objects.install(path)
        return True

    def publish(self, connection: sqlite3.Connection, fingerprint: str, reporter: Reporter) -> None:
        """Bring the bucket up to date with the ledger, and fill in the outcome.

        `fingerprint` is that of the output. Raises BackfileError, also if somebody has published meanwhile.
        """
        source = Source(connection, self.paths.staging, fingerprint, 0, whole=False)
        self._teller = teller_of(self.paths, self._request, source)
        publication = Publication(self._request, self._teller, reporter, self.outcome)
        if self._request.pictures:
            self.outcome.pictures = publish_pictures(self.paths, self._request.pictures, reporter)
        publication.run(source, self._destination, self._known(fingerprint), lambda _: None)
        self._waiting.remove_from(self.objects)
        self._sent.clear()

    def _known(self, fingerprint: str) -> TargetState:
        """Return the state of the bucket, which has to be that of the beginning."""
        if fingerprint == self._before and not self._lost:
            return TargetState(fingerprint, ())
        now = self._destination.read_state()
        if now.fingerprint != self._before or list(now.uncertain) != self._interrupted:
            raise BackfileError(f"{self._target}: somebody else has published there meanwhile; build again")
        before = "" if self._lost else self._before
        return TargetState(before, now.entries, [*self._interrupted, *self._lost])

    def tell(self) -> list[Told]:
        """Tell services of the changes, after the lock of the archive was released."""
        return self._teller.tell() if self._teller else []
