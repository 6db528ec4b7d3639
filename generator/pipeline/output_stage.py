"""Bring the output up to date with the index: plan, render, install and record stale outputs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.paths import SitePaths
from generator.index.database import get_meta
from generator.index.transactions import atomic
from generator.kinds.kind import Kind
from generator.kinds.packed import with_places
from generator.kinds.parts.settings import Folders
from generator.kinds.search_index import SearchIndexKind
from generator.ledger import changes, damaged_outputs, outputs, surveyed_folders
from generator.ledger.history import Build, new_build
from generator.ledger.outputs import Output
from generator.ledger.surveyed_folders import Surveyed
from generator.output import comparison, staging
from generator.output.changes import write_changes
from generator.output.comparison import ComparisonJob
from generator.output.survey import files_in
from generator.output.survey import save as save_survey
from generator.parallel.executor import Executor, batches
from generator.pipeline.inputs import SharedInputs
from generator.plan.reasons import cause
from generator.plan.task import Task, stale
from generator.plan.touched import Touched
from generator.render.job import RenderJob

if TYPE_CHECKING:
    from generator.remote.output import RemoteOutput
    from generator.render.sink import Sink

#: Sources that changed during the build: how many of them its note names.
_SHOWN = 3
#: Outputs that wait in the staging folder.
_STAGED = "CREATE TEMP TABLE staged (path TEXT PRIMARY KEY) WITHOUT ROWID"


class RenderedSite(NamedTuple):
    """The sources that changed after they were read, and the build in the ledger."""

    changed: list[str]
    build: Build


def touch(
    connection: sqlite3.Connection,
    shared: SharedInputs,
    damaged: Callable[[Touched], None],
    *,
    known: str,
    everything: bool,
) -> tuple[Touched, bool]:
    """Find the owners whose outputs may be stale; return them, and whether they are all owners.

    `known` is the generation of the index before this build. If the ledger has the
    same, only later changes count; else all owners are touched. `damaged` touches the owners of outputs
    that are not as the ledger has them.
    """
    touched = Touched(connection)
    touched.clear()
    seen = outputs.get_mark(connection, "generation") == known and known != ""
    index_changed = seen and get_meta(connection, "generation") != known
    if index_changed:
        for kind in shared.kinds:
            touched.by_rules(kind.owner, kind.own_changes)
    _touch_by_inputs(connection, touched, shared)
    if index_changed:
        _touch_related(touched, shared)
    if everything or not seen:
        reason = "a clean build was asked for" if seen else _why_everything(known)
        for kind in shared.kinds:
            touched.all_of(kind.owner, kind.owners, reason)
    damaged(touched)
    for kind in shared.kinds:
        kind.prepare(connection, touched)
    search_index(shared).touch(connection, touched)
    return touched, everything or not seen


def _touch_related(touched: Touched, shared: SharedInputs) -> None:
    """Touch the owners that changes elsewhere may make stale."""
    touched.find_places()
    for kind in shared.kinds:
        touched.by_rules(kind.owner, kind.related_changes)
    for kind in shared.kinds:
        kind.touch_changes(touched)


def search_index(shared: SharedInputs) -> SearchIndexKind:
    """Return the kind of the search index, with the settings of the site."""
    return next(kind for kind in shared.kinds if isinstance(kind, SearchIndexKind))


def _touch_by_inputs(connection: sqlite3.Connection, touched: Touched, shared: SharedInputs) -> None:
    """Touch the owners whose shared inputs changed, and the owners of kinds that no longer exist."""
    if not outputs.get_mark(connection, "generation"):
        return  # No build was completed here yet, so all owners are touched in any case.
    before = outputs.inputs(connection)
    for kind in shared.kinds:
        now = shared.by_kind[kind.name]
        if before.get(kind.name) != now:
            touched.all_of(kind.owner, kind.owners, cause(before.get(kind.name, {}), now))
    for name in before.keys() - shared.by_kind.keys():
        owner, _, key = name.partition(":")
        touched.gone_kind(owner, key)


def _why_everything(known: str) -> str:
    """Return the reason why all owners are touched, although outputs exist; `known` is as for `touch`."""
    if known:
        return "the last build was not completed, or a different output was built since"
    return "the index was made anew, so all outputs were checked"


def touch_damaged(
    connection: sqlite3.Connection,
    touched: Touched,
    executor: Executor,
    output: Path,
    found: Surveyed,
) -> None:
    """Touch the owners of outputs in a folder that are missing or that somebody else has changed."""
    with atomic(connection):
        save_survey(connection, output, found)
        damaged_outputs.prepare(connection)
        for folder in found.changed:
            damaged_outputs.add_folder(connection, folder, files_in(output, folder))
        retimed = batches(damaged_outputs.retimed(connection), comparison.BATCH)
        for same in executor.run(ComparisonJob(str(output)), retimed):
            damaged_outputs.accept_times(connection, same)
        touched.damaged(
            damaged_outputs.OWNERS, "an output that is made together with it was missing or changed"
        )
        damaged_outputs.mark_stale(connection)


def tasks(connection: sqlite3.Connection, touched: Touched, kinds: Iterable[Kind]) -> Iterator[Task[Any]]:
    """Yield a task for every output of touched owners that may be stale."""
    for kind in kinds:
        yield from kind.tasks(connection, touched)


def count(connection: sqlite3.Connection, touched: Touched, kinds: Iterable[Kind]) -> int:
    """Return how many tasks touched owners have, or a few more, before any of them is made."""
    return sum(kind.count(connection, touched) for kind in kinds)


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
    remote: RemoteOutput | None = None,
) -> RenderedSite:
    """Render every stale output into the staging folder, or where it is to be, and record it in the ledger.

    A file is recorded before it is installed, so that it is never taken for
    somebody else's. If it is never installed, the survey of the next build finds
    that out. `now` is the time of the build, in microseconds since the epoch.
    """
    job = render_job(paths, shared, remote.objects if remote else None)
    staging.clear(paths.all_staging)
    found = tasks(connection, touched, shared.kinds)
    planned = stale(connection, touched, found, shared.digests(), advance, everything=everything)
    changed: list[str] = []
    with atomic(connection):
        connection.execute("DROP TABLE IF EXISTS temp.staged")
        connection.execute(_STAGED)
        build = new_build(connection, now)
        planned = with_places(connection, shared.kinds, planned)
        planned = remote.expected(connection, planned) if remote else planned
        for rendered in executor.run(job, planned):
            keep(connection, [(made.output, made.staged) for made in rendered.made], build)
            changed += rendered.changed
            advance(len(rendered.made) + len(rendered.changed))
    return RenderedSite(changed, build)


def changed_note(sources: list[str]) -> str:
    """Return a note that names sources which changed, or were removed, after they were read."""
    more = ", …" if len(sources) > _SHOWN else ""
    return (
        f"{len(sources):,} sources changed during the build "
        f"({', '.join(sorted(sources)[:_SHOWN])}{more}); build again"
    )


def keep(connection: sqlite3.Connection, made: Sequence[tuple[Output, bool]], build: Build) -> None:
    """Record outputs, each with whether it was written, and note those that wait in the staging folder."""
    outputs.record(connection, made, build)
    surveyed_folders.look_again(connection, {outputs.split(output.path)[0] for output, _ in made})
    staged = ((output.path,) for output, written in made if written)
    connection.executemany("INSERT OR IGNORE INTO staged VALUES (?)", staged)


def render_job(paths: SitePaths, shared: SharedInputs, sink: Sink | None = None) -> RenderJob:
    """Return the job that renders the outputs of a site. With a sink, workers elsewhere put them there."""
    output = "" if staging.is_vacant(paths.output) else str(paths.output)
    folders = Folders(
        str(paths.root),
        str(paths.last_good),
        str(paths.templates),
        str(paths.staging),
        output,
        str(paths.smaller_pictures),
    )
    return RenderJob(shared.settings, folders, shared.kinds, sink)


def install(connection: sqlite3.Connection, paths: SitePaths, *, everything: bool) -> tuple[int, int, int]:
    """Move staged outputs into the output folder, and remove outputs that are no longer made.

    Returns the numbers of files written, unchanged and removed.
    """
    written = int(connection.execute("SELECT count(*) FROM staged").fetchone()[0])
    gone = list(outputs.stale_paths(connection, everything=everything))
    vacant = staging.is_vacant(paths.output)
    if not (vacant and staging.install_whole(paths.staging, paths.output)):
        rows = connection.execute("SELECT path FROM staged")
        staging.install_each(paths.staging, paths.output, (row[0] for row in rows), gone)
    removed = staging.prune(paths.output, gone)
    forget(connection, gone)
    total = int(connection.execute("SELECT count(*) FROM ledger.outputs").fetchone()[0])
    return written, total - written, removed


def forget(connection: sqlite3.Connection, gone: Iterable[str]) -> None:
    """Delete outputs from the ledger that are no longer made."""
    with atomic(connection):
        outputs.delete(connection, gone)


def complete(
    connection: sqlite3.Connection,
    shared: SharedInputs,
    paths: SitePaths,
    publish: Callable[[str], None] = lambda _: None,
) -> None:
    """Write the file of changes, then note in the ledger that the output shows the index as it is now.

    In this order: if the build is killed between the two, the next build writes the file again. Between them
    `publish` brings an output elsewhere up to date; it gets the fingerprint of the output.
    """
    fingerprint = write_changes(connection, outputs.get_mark(connection, "fingerprint"), paths.changes)
    publish(fingerprint)
    with atomic(connection):
        changes.clear(connection)
        outputs.set_mark(connection, "fingerprint", fingerprint)
        outputs.set_mark(connection, "output", str(paths.output))
        outputs.set_mark(connection, "generation", get_meta(connection, "generation"))
        outputs.save_inputs(connection, shared.by_kind)
