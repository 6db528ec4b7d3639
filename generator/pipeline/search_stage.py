"""Bring the search index up to date: its segments are made from the pages of posts, after these."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from generator.core.digests import digest_values
from generator.core.paths import SitePaths
from generator.index.transactions import atomic
from generator.ledger import outputs, search_record
from generator.ledger.history import Build
from generator.ledger.outputs import Output
from generator.ledger.search_record import SegmentRecord
from generator.output import staging
from generator.parallel.executor import Executor
from generator.pipeline import output_stage
from generator.pipeline.inputs import SharedInputs
from generator.plan.touched import Touched

if TYPE_CHECKING:
    from generator.search.pages import Remote
    from generator.search.tiers import Segment
    from generator.search.update import Known, Tools

#: The mark in the ledger of the inputs that all pages follow from.
_PAGES = "search pages"


def update(
    connection: sqlite3.Connection,
    touched: Touched,
    executor: Executor,
    shared: SharedInputs,
    paths: SitePaths,
    build: Build,
    remote: Remote | None = None,
) -> None:
    """Make the files of the touched segments in the staging folder, and record them in the ledger.

    The pages of posts are in that folder, if they are new, or in the output, which may be `remote`.
    """
    kind = output_stage.search_index(shared)
    keys = touched.keys(kind.owner)
    if keys:
        with atomic(connection):
            _Stage(connection, touched, executor, shared, paths, build, remote).run(keys)
        shutil.rmtree(paths.search_runs, ignore_errors=True)


class _Stage:
    def __init__(
        self,
        connection: sqlite3.Connection,
        touched: Touched,
        executor: Executor,
        shared: SharedInputs,
        paths: SitePaths,
        build: Build,
        remote: Remote | None,
    ) -> None:
        self._connection = connection
        self._touched = touched
        self._kind = output_stage.search_index(shared)
        self._build = build
        self._executor = executor
        self._paths = paths
        self._remote = remote
        self._marks = {
            search_record.RULES: self._kind.rules,
            _PAGES: digest_values(shared.by_kind[self._kind.name]).hex(),
        }

    def run(self, keys: Collection[str]) -> None:
        """Make the touched segments, forget those that are gone, and write the manifest."""
        known = search_record.segments(self._connection)
        if not known:
            self._adopt_leftovers()
        segments = self._kind.segments(self._connection)
        search_record.remove(self._connection, known.keys() - {one.name for one in segments})
        for segment in segments:
            if segment.name in keys or segment.name not in known:
                self._update(segment)
        self._write_manifest()
        for name, value in self._marks.items():
            outputs.set_mark(self._connection, name, value)

    def _adopt_leftovers(self) -> None:
        """Record the files of an index that a lost ledger knew, so that those not made again are removed."""
        from generator.search.leftovers import leftovers

        found = list(leftovers(self._paths.output))
        outputs.record(self._connection, [(one, False) for one in found], self._build)
        self._touched.some(self._kind.owner, sorted({one.key for one in found}), "the ledger was lost")

    @cached_property
    def _tools(self) -> Tools:
        """What makes segments, loaded for the first one: a site without search has none."""
        _load_arrays()
        from generator.search.pages import Pages
        from generator.search.update import Tools

        output = "" if staging.is_vacant(self._paths.output) else str(self._paths.output)
        return Tools(
            self._executor,
            Pages(str(self._paths.staging), output, self._remote),
            self._paths.search_runs,
            titles=self._kind.mode == "titles",
            recheck=not self._is_known(_PAGES),
            keep=self._keep,
        )

    def _is_known(self, mark: str) -> bool:
        return outputs.get_mark(self._connection, mark) == self._marks[mark]

    def _update(self, segment: Segment) -> None:
        from generator.search.update import update

        rows = self._kind.rows(self._connection, segment)
        if not rows:
            search_record.save(self._connection, SegmentRecord(*segment, b"", b"", "", "", 0), [])
            return
        made = update(self._tools, segment, rows, self._known(segment))
        search_record.save(self._connection, made.record, made.groups)
        self._touched.plan(made.paths())

    def _known(self, segment: Segment) -> Known | None:
        """Return the segment in the output, if its lists follow the same rules."""
        from generator.search.update import Known

        record = search_record.segments(self._connection).get(segment.name)
        if not record or not self._is_known(search_record.RULES):
            return None
        query = "SELECT 1 FROM ledger.outputs WHERE kind = ? AND key = ? AND fingerprint = x'' LIMIT 1"
        damaged = self._connection.execute(query, (self._kind.owner, segment.name)).fetchone()
        return Known(record, search_record.groups(self._connection, segment.name), damaged is None)

    def _write_manifest(self) -> None:
        if self._kind.mode == "off":
            return
        from generator.search.jobs import manifest_file

        segments = list(search_record.segments(self._connection).values())
        made = manifest_file(
            self._tools.pages, self._kind.mode, segments, self._kind.categories(self._connection)
        )
        self._keep([made])
        self._touched.plan([made[0].path])

    def _keep(self, made: Sequence[tuple[Output, bool]]) -> None:
        """Record files, and have the new ones installed."""
        output_stage.keep(self._connection, made, self._build)


def _load_arrays() -> None:
    """Load numpy, whose linear algebra, which nobody uses here, is to take no memory for threads of its own.

    Raises MemoryError when there is not enough for it.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        import numpy  # noqa: F401, here so that forked workers find it loaded
    except ImportError as error:
        if isinstance(error, ModuleNotFoundError):
            raise
        raise MemoryError(f"numpy can't be loaded: {error}") from None
