"""From the index to output files: plan what is stale, render it, put it in its place, and note it down."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from generator.core.paths import SitePaths
from generator.index.database import get_meta
from generator.kinds import archives, calendar, feeds, lists, posts, singles
from generator.kinds.shared import Folders
from generator.ledger import changes, outputs
from generator.ledger.history import new_build
from generator.output import comparison, staging
from generator.output.changes import write_changes
from generator.output.comparison import ComparisonJob
from generator.output.survey import files_in
from generator.parallel.executor import Executor, batches
from generator.pipeline.inputs import UNITS, Edition
from generator.plan import page_borders
from generator.plan.reasons import cause
from generator.plan.stale_owners import touch_all, touch_posts, touch_related
from generator.plan.task import Task, stale
from generator.render.job import RenderJob
from generator.theme.assets import Asset


def touch(
    connection: sqlite3.Connection,
    executor: Executor,
    edition: Edition,
    output: Path,
    survey: Callable[[], Sequence[str]],
    *,
    known: str,
    everything: bool,
) -> bool:
    """Find the owners whose outputs may be stale; return whether those are all there are.

    `known` is the generation of the index before this build: if the ledger has
    seen it, what changed since is all that matters, else everything does.
    `survey` returns the folders of the output in which something was changed.
    """
    seen = outputs.get_mark(connection, "generation") == known and known != ""
    moved = seen and get_meta(connection, "generation") != known
    if moved:
        touch_posts(connection)
    _touch_units(connection, edition)
    if moved:
        touch_related(connection)
    if everything or not seen:
        for unit in UNITS:
            touch_all(
                connection, *unit, _why_everything(known) if not seen else "a clean build was asked for"
            )
    _touch_damaged(connection, executor, output, survey())
    page_borders.renew(connection, edition.page_size)
    return everything or not seen


def _touch_units(connection: sqlite3.Connection, edition: Edition) -> None:
    """Find the owners whose outputs share something that changed."""
    before, now = outputs.inputs(connection), edition.inputs()
    if not outputs.get_mark(connection, "generation"):
        return  # No build has come to its end here, so all are touched in any case.
    for unit in UNITS:
        if before.get(unit.name) != now[unit.name]:
            touch_all(connection, *unit, cause(before.get(unit.name, {}), now[unit.name]))


def _why_everything(known: str) -> str:
    """Return why all outputs are suspect, though they were written before; `known` is as for `touch`."""
    if known:
        return "the last build did not come to its end, or another output was built since"
    return "the index was made anew, so that all outputs were looked at again"


def _touch_damaged(
    connection: sqlite3.Connection, executor: Executor, output: Path, suspects: Sequence[str]
) -> None:
    """Find outputs that are missing, or that another hand has changed, in the folders that are suspect."""
    connection.execute("BEGIN")
    for folder in suspects:
        outputs.suspect(connection, folder, files_in(output, folder))
    retimed = batches(outputs.retimed(connection), comparison.BATCH)
    for same in executor.run(ComparisonJob(str(output)), retimed):
        outputs.accept_times(connection, same)
    outputs.touch_damaged(connection)
    connection.execute("COMMIT")


def tasks(connection: sqlite3.Connection, edition: Edition) -> Iterator[Task]:
    """Yield a task for every output that a touched owner has."""
    return itertools.chain(
        _asset_tasks(connection, edition.assets),
        posts.file_tasks(connection),
        posts.post_tasks(connection),
        posts.page_tasks(connection),
        posts.alias_tasks(connection),
        lists.list_tasks(connection, edition.taxonomies),
        feeds.feed_tasks(connection, edition.extent.feed),
        archives.archive_tasks(connection) if edition.extent.feed.archives else iter(()),
        calendar.month_tasks(connection),
        calendar.year_tasks(connection),
        calendar.sitemap_tasks(connection) if edition.extent.sitemaps else iter(()),
        singles.single_tasks(connection, edition.extent),
    )


def _asset_tasks(connection: sqlite3.Connection, assets: Mapping[str, Asset]) -> Iterator[Task]:
    if connection.execute("SELECT 1 FROM touched WHERE kind = 'asset'").fetchone():
        for name, asset in sorted(assets.items()):
            yield Task(asset.path, "asset", "", "asset", (name, asset.digest))


def expected(connection: sqlite3.Connection) -> int:
    """Return roughly how many outputs will be looked at, for a bar of progress."""
    return int(connection.execute("SELECT count(*) FROM touched").fetchone()[0])


def render(
    connection: sqlite3.Connection,
    executor: Executor,
    paths: SitePaths,
    edition: Edition,
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
    planned = stale(connection, tasks(connection, edition), edition.digests(), everything=everything)
    moved: list[str] = []
    connection.execute("BEGIN")
    build = new_build(connection, now)
    for rendered in executor.run(RenderJob(edition.shared, folders), planned):
        outputs.record(connection, [(made.output, made.staged) for made in rendered.made], build)
        staged = ((made.output.path,) for made in rendered.made if made.staged)
        connection.executemany("INSERT OR IGNORE INTO staged VALUES (?)", staged)
        moved += rendered.moved
        advance(len(rendered.made))
    connection.execute("COMMIT")
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
    connection.execute("BEGIN")
    outputs.forget(connection, gone)
    connection.execute("COMMIT")
    total = int(connection.execute("SELECT count(*) FROM ledger.outputs").fetchone()[0])
    return written, total - written, removed


def sign_off(connection: sqlite3.Connection, edition: Edition, paths: SitePaths) -> None:
    """Tell what has changed, and note in the ledger that the output shows the index as it is now.

    In this order: a kill between the two makes the next build tell it again.
    """
    fingerprint = write_changes(connection, outputs.get_mark(connection, "fingerprint"), paths.changes)
    connection.execute("BEGIN")
    changes.forget_all(connection)
    outputs.set_mark(connection, "fingerprint", fingerprint)
    outputs.set_mark(connection, "output", str(paths.output))
    outputs.set_mark(connection, "generation", get_meta(connection, "generation"))
    outputs.keep_inputs(connection, edition.inputs())
    connection.execute("COMMIT")
