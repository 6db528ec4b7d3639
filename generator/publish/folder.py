"""Publish into a folder: make a new release beside the old ones, then switch to it by one rename.

An unchanged file is a hard link to the same file of the current release. A
release that expires is turned into the new one, so that only the files that
differ between the two are touched.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.output.staging import prune
from generator.publish.destination import TargetState
from generator.publish.manifest import Entry, read_fingerprint, read_manifest, write_manifest
from generator.publish.plan import Plan
from generator.publish.release_files import create_tables, is_unchanged
from generator.publish.releases import LinkGuard, Releases
from generator.publish.source import Source
from generator.reporting.report import Reporter
from generator.system.files import write_file

#: Files between two steps of progress.
_STEP = 500
_TO_WRITE = """
    SELECT folder || name, ours.digest, ours.size, ours.mtime_ns,
           on_disk.name IS NOT NULL, on_disk.digest IS ours.digest, at_target.digest IS ours.digest
    FROM ledger.outputs AS ours
    LEFT JOIN on_disk USING (folder, name) LEFT JOIN at_target USING (folder, name)
    WHERE on_disk.digest IS NOT ours.digest OR on_disk.mtime_ns IS NOT ours.mtime_ns"""
_TO_REMOVE = """
    SELECT folder || name FROM on_disk WHERE NOT EXISTS (
        SELECT 1 FROM ledger.outputs AS ours
        WHERE ours.folder = on_disk.folder AND ours.name = on_disk.name)"""


class FolderDestination(NamedTuple):
    """A folder that keeps `keep` releases. The caller holds its lock."""

    releases: Releases
    keep: int

    def read_state(self, source: Source) -> TargetState:  # noqa: ARG002
        """Return the files of the current release."""
        manifest = self.releases.manifest(self.releases.current())
        return TargetState(read_fingerprint(manifest), read_manifest(manifest))

    def send(self, source: Source, plan: Plan, reporter: Reporter) -> str:
        """Make a release, switch to it, and remove the releases that expire."""
        releases = self.releases
        releases.folder.mkdir(parents=True, exist_ok=True)
        releases.clear()
        current, number = releases.current(), releases.next()
        expired = self._expired()
        partial = releases.partial(number)
        self._make_partial(plan, [one for one in expired if one != current], partial)
        _fill(source, plan, partial, releases.path(current), reporter)
        write_manifest(releases.manifest(number), source.fingerprint, plan.ours())
        partial.rename(releases.path(number))
        releases.switch(number)
        for one in expired:
            self._remove(one, plan, reporter)
        return f"{releases.root}: release {number} is current"

    def _expired(self) -> list[int]:
        """Return the releases that expire when one is added, the oldest first."""
        numbers = self.releases.numbers()
        return numbers[: max(0, len(numbers) + 1 - self.keep)]

    def _make_partial(self, plan: Plan, expired: list[int], partial: Path) -> None:
        """Make the folder of the new release: from an expired one that holds only our files, or empty."""
        connection = plan.connection
        old = next((one for one in expired if self.releases.is_ours_alone(one, connection)), 0)
        if old:
            self.releases.retire(old).rename(partial)
        else:
            create_tables(connection)
            partial.mkdir()

    def _remove(self, number: int, plan: Plan, reporter: Reporter) -> None:
        if number in self.releases.numbers() and not self.releases.remove(number, plan.connection):
            place = self.releases.path(number)
            reporter.note(f"{place}: this release has expired; files that Backfile did not put there stay")


def _fill(source: Source, plan: Plan, partial: Path, current: Path, reporter: Reporter) -> None:
    """Fill a folder with the output; link the files that the current release has already."""
    prune(partial, (row[0] for row in plan.connection.execute(_TO_REMOVE)))
    partial.mkdir(exist_ok=True)
    total = plan.connection.execute(f"SELECT count(*) FROM ({_TO_WRITE})").fetchone()[0]
    reporter.begin("release", total)
    writer = _ReleaseWriter(source, str(partial), str(current))
    for number, row in enumerate(plan.connection.execute(_TO_WRITE), 1):
        writer.write(_ReleaseFile(Entry(*row[:3]), *row[3:]))
        if number % _STEP == 0:
            reporter.advance(_STEP)
    reporter.advance(total % _STEP)
    reporter.end("release")


class _ReleaseFile(NamedTuple):
    """A file of the new release, and its time in the output. The last three are 0 or 1.

    `exists`: the folder has a file of this path; `same_size`: it may be this
    file; `in_current`: the current release should have this file.
    """

    entry: Entry
    mtime_ns: int
    exists: int
    same_size: int
    in_current: int


class _ReleaseWriter:
    """Writes files into the folder of a release, as links or copies."""

    def __init__(self, source: Source, folder: str, current: str) -> None:
        self._source = source
        self._folder = folder
        self._current = current
        self._guard = LinkGuard(current)
        self._made: set[str] = set()

    def write(self, file: _ReleaseFile) -> None:
        """Write a file, unless the folder has it already."""
        target = f"{self._folder}/{file.entry.path}"
        if file.exists:
            if file.same_size and is_unchanged(target, file.entry, file.mtime_ns):
                return
            os.unlink(target)  # noqa: PTH108
        folder = target.rpartition("/")[0]
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            self._made.add(folder)
        if not (file.in_current and self._link(file, target)):
            self._copy(file.entry, target)

    def _link(self, file: _ReleaseFile, target: str) -> bool:
        """Link to the file of the current release; return False if it is missing or was changed."""
        current = f"{self._current}/{file.entry.path}"
        with suppress(OSError):
            if self._guard.allows(file.entry.path) and is_unchanged(current, file.entry, file.mtime_ns):
                os.link(current, target)
                return True
        return False

    def _copy(self, entry: Entry, target: str) -> None:
        """Copy an output and its time, which servers send as `Last-Modified`."""
        write_file(target, self._source.read(entry))
        state = os.stat(f"{self._source.output}/{entry.path}")  # noqa: PTH116
        os.utime(target, ns=(state.st_atime_ns, state.st_mtime_ns))
