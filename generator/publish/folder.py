"""Publishing into a folder: a new release beside the old ones, and one rename that makes it the current one.

What has not changed is a hard link to the release before. A release that has
had its day is not thrown away but made into the new one, so that only what
differs between the two is touched.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import BackfileError
from generator.output.staging import prune
from generator.publish.destination import Known
from generator.publish.manifest import Entry, read_fingerprint, read_manifest, write_manifest
from generator.publish.plan import Plan
from generator.publish.releases import Releases, Within
from generator.publish.source import Source
from generator.publish.standing import holds, note_nothing
from generator.reporting.report import Reporter
from generator.system.files import write_file

#: Files between two steps of progress.
_STEP = 500
_PUT = """
    SELECT folder || name, ours.digest, ours.size, ours.mtime_ns,
           base.name IS NOT NULL, base.digest IS ours.digest, theirs.digest IS ours.digest
    FROM ledger.outputs AS ours LEFT JOIN base USING (folder, name) LEFT JOIN theirs USING (folder, name)
    WHERE base.digest IS NOT ours.digest OR base.mtime_ns IS NOT ours.mtime_ns"""
_DROP = """
    SELECT folder || name FROM base WHERE NOT EXISTS (
        SELECT 1 FROM ledger.outputs AS ours WHERE ours.folder = base.folder AND ours.name = base.name)"""


class FolderDestination(NamedTuple):
    """A folder of releases, of which so many are kept; its lock is held."""

    releases: Releases
    keep: int

    def known(self, source: Source) -> Known:  # noqa: ARG002
        """Return what the current release holds."""
        manifest = self.releases.manifest(self.releases.current())
        return Known(read_fingerprint(manifest), read_manifest(manifest))

    def send(self, source: Source, plan: Plan, reporter: Reporter) -> str:
        """Make a release and switch to it; then let go of those that are too many."""
        releases = self.releases
        releases.folder.mkdir(parents=True, exist_ok=True)
        releases.clear()
        current, number = releases.current(), releases.next()
        doomed = self._doomed()
        partial = releases.partial(number)
        self._begin(plan, [one for one in doomed if one != current], partial)
        _fill(source, plan, partial, releases.path(current), reporter)
        write_manifest(releases.manifest(number), source.fingerprint, plan.ours())
        partial.rename(releases.path(number))
        releases.switch(number)
        for one in doomed:
            self._remove(one, plan, reporter)
        return f"{releases.root}: release {number} is current"

    def _doomed(self) -> list[int]:
        """Return the releases that go when there is one more, the oldest first."""
        numbers = self.releases.numbers()
        return numbers[: max(0, len(numbers) + 1 - self.keep)]

    def _begin(self, plan: Plan, doomed: list[int], partial: Path) -> None:
        """Make a folder to fill, of an old release if one goes that is ours alone."""
        connection = plan.connection
        old = next((one for one in doomed if self.releases.is_ours_alone(one, connection)), 0)
        if old:
            self.releases.retire(old).rename(partial)
        else:
            note_nothing(connection)
            partial.mkdir()

    def _remove(self, number: int, plan: Plan, reporter: Reporter) -> None:
        if number in self.releases.numbers() and not self.releases.remove(number, plan.connection):
            place = self.releases.path(number)
            reporter.note(f"{place}: this release has had its day, but files that are not ours stay there")


def _fill(source: Source, plan: Plan, partial: Path, current: Path, reporter: Reporter) -> None:
    """Make a folder hold the output, with links to the files that the current release has already."""
    prune(partial, _paths(plan.connection))
    partial.mkdir(exist_ok=True)
    total = plan.connection.execute(f"SELECT count(*) FROM ({_PUT})").fetchone()[0]
    reporter.begin("release", total)
    filling = _Filling(source, str(partial), str(current))
    for number, row in enumerate(plan.connection.execute(_PUT), 1):
        filling.bring(_Wanted(Entry(*row[:3]), *row[3:]))
        if number % _STEP == 0:
            reporter.advance(_STEP)
    reporter.advance(total % _STEP)
    reporter.end("release")


def _paths(connection: sqlite3.Connection) -> Iterator[str]:
    return (row[0] for row in connection.execute(_DROP))


class _Wanted(NamedTuple):
    """A file that the release is to hold, and its time in the output.

    `stands`: there is a file; `held`: by its size it may be this one; `linked`:
    the current release should have it.
    """

    entry: Entry
    mtime_ns: int
    stands: int
    held: int
    linked: int


class _Filling:
    """Puts files into a folder, by links or copies."""

    def __init__(self, source: Source, folder: str, current: str) -> None:
        self._source = source
        self._folder = folder
        self._current = current
        self._within = Within(current)
        self._made: set[str] = set()

    def bring(self, wanted: _Wanted) -> None:
        """Let a file stand that is as it should be; put any other anew."""
        target = f"{self._folder}/{wanted.entry.path}"
        if wanted.stands:
            if wanted.held and holds(target, wanted.entry, wanted.mtime_ns):
                return
            os.unlink(target)  # noqa: PTH108
        folder = target.rpartition("/")[0]
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            self._made.add(folder)
        if not (wanted.linked and self._link(wanted, target)):
            self._copy(wanted.entry, target)

    def _link(self, wanted: _Wanted, target: str) -> bool:
        """Link to the file of the current release; tell whether there is one, as we left it."""
        standing = f"{self._current}/{wanted.entry.path}"
        with suppress(OSError):
            if self._within.holds(wanted.entry.path) and holds(standing, wanted.entry, wanted.mtime_ns):
                os.link(standing, target)
                return True
        return False

    def _copy(self, entry: Entry, target: str) -> None:
        """Write the bytes of an output, with its time, which servers tell their readers."""
        write_file(target, self._source.read(entry))
        state = os.stat(f"{self._source.output}/{entry.path}")  # noqa: PTH116
        os.utime(target, ns=(state.st_atime_ns, state.st_mtime_ns))


def roll_back(releases: Releases) -> str:
    """Make the release before the current one current and say so. Raises BackfileError without one."""
    current = releases.current()
    before = [number for number in releases.numbers() if number < current]
    if not before:
        raise BackfileError(f"{releases.root}: there is no release before the current one to go back to")
    releases.switch(before[-1])
    return f"{releases.root}: release {before[-1]} is current again, release {current} stays"
