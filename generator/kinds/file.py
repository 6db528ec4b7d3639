"""Copy files beside posts and pages, and under content/static/, as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple

from generator.addresses.routes import Route
from generator.index.schema import FILE_RANK
from generator.kinds.kind import Common, Copy, Kind, Maker, Phase, Resources
from generator.kinds.parts.sources import CLAIMED
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.theme.inputs import Inputs

_FILES = """
    SELECT files.address, files.path, hex(sources.digest), sources.size, sources.mtime_ns
    FROM touched JOIN files ON files.path = touched.key JOIN sources ON sources.path = files.path
    WHERE touched.kind = 'file' AND files.taken = 0
"""


class FileRow(NamedTuple):
    """The source of the copy, and the digest of its bytes in hexadecimal."""

    path: str
    source_digest: str


class FileKind(Kind):
    """A file of the archive, under `files/` if it lies beside posts."""

    owner: ClassVar[str] = "file"
    title: ClassVar[str] = "a copy of"
    without: ClassVar[str] = "keep pictures and downloads in a bucket, and link to them there"
    phase: ClassVar[Phase] = "assets"
    copies_files: ClassVar[bool] = True
    reserved: ClassVar[tuple[Route, ...]] = (Route("files/{path}", shared=True),)
    from_sample: ClassVar[bool] = True
    owners: ClassVar[str] = "SELECT path AS key FROM files"
    related_changes: ClassVar[tuple[Rule, ...]] = (
        Rule("SELECT path AS key, NULL AS start FROM changed_files", "the file is new or changed"),
        Rule(
            f"""SELECT claims.path AS key, NULL AS start FROM contested
                CROSS JOIN claims ON claims.key = contested.key AND claims.rank = {FILE_RANK}""",
            "the sources that claim its address changed",
        ),
    )

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[FileRow]]:
        """Yield a task for each touched file that has its address."""
        for address, path, digest, size, mtime_ns in connection.execute(_FILES):
            yield Task(address, self.owner, path, "file", FileRow(path, digest), (size, mtime_ns))

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return nothing: a copy follows from its file alone."""
        return {"file": {}}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of copies."""
        root = resources.folders.root

        def make(task: Task[FileRow]) -> Copy:
            path = task.payload.path
            return Copy(f"{root}/{path}", path, task.guard)

        return {"file": make}

    def keys_at(self, connection: sqlite3.Connection, path: str) -> Iterator[str]:
        """Yield the file that has the address."""
        yield from (row[0] for row in connection.execute(CLAIMED, (path, self.owner)))
