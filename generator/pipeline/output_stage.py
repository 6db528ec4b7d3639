"""From the index to output files: plan what is stale, render it, put it in its place, and note it down."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from generator.core.paths import SitePaths
from generator.index.database import get_meta
from generator.index.transactions import atomic
from generator.kinds.kind import Kind
from generator.kinds.parts.settings import Folders
from generator.ledger import changes, damaged_outputs, outputs
from generator.ledger.history import new_build
from generator.output import comparison, staging
from generator.output.changes import write_changes
from generator.output.comparison import ComparisonJob
from generator.output.survey import files_in
from generator.parallel.executor import Executor, batches
from generator.pipeline.inputs import SharedInputs
from generator.plan.reasons import cause
from generator.plan.task import Task, stale
from generator.plan.touched import Touched
from generator.render.job import RenderJob

#: Outputs that wait in the staging folder.
_STAGED = "CREATE TEMP TABLE staged (path TEXT PRIMARY KEY) WITHOUT ROWID"


def touch(
    connection: sqlite3.Connection,
    executor: Executor,
    shared: SharedInputs,
    output: Path,
    survey: Callable[[], Sequence[str]],
    *,
    known: str,
    everything: bool,
) -> tuple[Touched, bool]:
    """Find the owners whose outputs may be stale; return them, and whether these are all owners there are.

    `known` is the generation of the index before this build: if the ledger has
    seen it, what changed since is all that matters, else everything does.
    `survey` returns the folders of the output in which something was changed.
    """
    touched = Touched(connection)
    seen = outputs.get_mark(connection, "generation") == known and known != ""
    moved = seen and get_meta(connection, "generation") != known
    if moved:
        for kind in shared.kinds:
            touched.by_rules(kind.owner, kind.own_changes)
    _touch_by_inputs(connection, touched, shared)
    if moved:
        touched.find_places()
        for kind in shared.kinds:
            touched.by_rules(kind.owner, kind.related_changes)
    if everything or not seen:
        reason = "a clean build was asked for" if seen else _why_everything(known)
        for kind in shared.kinds:
            touched.all_of(kind.owner, kind.owners, reason)
    _touch_damaged(connection, touched, executor, output, survey())
    for kind in shared.kinds:
        kind.prepare(connection, touched)
    return touched, everything or not seen


def _touch_by_inputs(connection: sqlite3.Connection, touched: Touched, shared: SharedInputs) -> None:
    """Touch the owners whose outputs share something that changed, and those of kinds that are no more."""
    if not outputs.get_mark(connection, "generation"):
        return  # No build has come to its end here, so all are touched in any case.
    before = outputs.inputs(connection)
    for kind in shared.kinds:
        now = shared.by_kind[kind.name]
        if before.get(kind.name) != now:
            touched.all_of(kind.owner, kind.owners, cause(before.get(kind.name, {}), now))
    for name in before.keys() - shared.by_kind.keys():
        owner, _, key = name.partition(":")
        touched.gone_kind(owner, key)


def _why_everything(known: str) -> str:
    """Return why all outputs are suspect, though they were written before; `known` is as for `touch`."""
    if known:
        return "the last build did not come to its end, or another output was built since"
    return "the index was made anew, so that all outputs were looked at again"


def _touch_damaged(
    connection: sqlite3.Connection,
    touched: Touched,
    executor: Executor,
    output: Path,
    suspects: Sequence[str],
) -> None:
    """Find outputs that are missing, or that somebody else has changed, in the folders that are suspect."""
    with atomic(connection):
        damaged_outputs.prepare(connection)
        for folder in suspects:
            damaged_outputs.add_folder(connection, folder, files_in(output, folder))
        retimed = batches(damaged_outputs.retimed(connection), comparison.BATCH)
        for same in executor.run(ComparisonJob(str(output)), retimed):
            damaged_outputs.accept_times(connection, same)
        touched.damaged(damaged_outputs.OWNERS, "an output beside it was missing or changed")
        damaged_outputs.mark_stale(connection)


def tasks(connection: sqlite3.Connection, touched: Touched, kinds: Iterable[Kind]) -> Iterator[Task[Any]]:
    """Yield a task for every output of touched owners that may be stale."""
    for kind in kinds:
        yield from kind.tasks(connection, touched)


def render(
    connection: sqlite3.Connection,
    touched: Touched,
    executor: Executor,
    paths: SitePaths,
    shared: SharedInputs,
    advance: Callable[[int], None],
    *,
    now: int,
    everything: bool,
) -> list[str]:
    """Render every stale output into the staging folder and note it in the ledger.

    The ledger learns of a file before it is put in its place, so that it is
    never taken for somebody else's; the survey of the next build finds out if
    it never got there. `now` is the build's, in microseconds since the epoch.
    Returns the sources that changed in the meantime.
    """
    output = "" if staging.is_vacant(paths.output) else str(paths.output)
    folders = Folders(str(paths.root), str(paths.last_good), str(paths.templates), str(paths.staging), output)
    staging.clear(paths.staging)
    found = tasks(connection, touched, shared.kinds)
    planned = stale(connection, touched, found, shared.digests(), everything=everything)
    moved: list[str] = []
    with atomic(connection):
        connection.execute("DROP TABLE IF EXISTS temp.staged")
        connection.execute(_STAGED)
        build = new_build(connection, now)
        for rendered in executor.run(RenderJob(shared.settings, folders, shared.kinds), planned):
            outputs.record(connection, [(made.output, made.staged) for made in rendered.made], build)
            staged = ((made.output.path,) for made in rendered.made if made.staged)
            connection.executemany("INSERT OR IGNORE INTO staged VALUES (?)", staged)
            moved += rendered.moved
            advance(len(rendered.made))
    return moved


def install(connection: sqlite3.Connection, paths: SitePaths, *, everything: bool) -> tuple[int, int, int]:
    """Put what was rendered in its place and remove what has none.

    Returns the numbers of files written, unchanged and removed.
    """
    written = int(connection.execute("SELECT count(*) FROM staged").fetchone()[0])
    gone = list(outputs.stale_paths(connection, everything=everything))
    vacant = staging.is_vacant(paths.output)
    if not (vacant and staging.install_whole(paths.staging, paths.output)):
        rows = connection.execute("SELECT path FROM staged")
        staging.install_each(paths.staging, paths.output, (row[0] for row in rows), gone)
    removed = staging.prune(paths.output, gone)
    with atomic(connection):
        outputs.delete(connection, gone)
    total = int(connection.execute("SELECT count(*) FROM ledger.outputs").fetchone()[0])
    return written, total - written, removed


def sign_off(connection: sqlite3.Connection, shared: SharedInputs, paths: SitePaths) -> None:
    """Tell what has changed, and note in the ledger that the output shows the index as it is now.

    In this order: a kill between the two makes the next build tell it again.
    """
    fingerprint = write_changes(connection, outputs.get_mark(connection, "fingerprint"), paths.changes)
    with atomic(connection):
        changes.clear(connection)
        outputs.set_mark(connection, "fingerprint", fingerprint)
        outputs.set_mark(connection, "output", str(paths.output))
        outputs.set_mark(connection, "generation", get_meta(connection, "generation"))
        outputs.save_inputs(connection, shared.by_kind)
