"""A check, told in its order: config, scan, read, index, facts, and then one look after the other."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.checks import store
from generator.checks.check_index import ReadOnlyLastGood, folder_of, known_slugs, opened
from generator.checks.context import Context, ExternalOptions
from generator.checks.facts import FactsJob
from generator.checks.findings import Findings, Selection
from generator.checks.published import Published
from generator.checks.rules.table import RULES
from generator.checks.targets import resolve_targets
from generator.config.schema import SiteConfig
from generator.content.read_job import ReadJob
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index import claims, sources
from generator.index.damage import discard
from generator.index.database import get_meta, set_meta
from generator.kinds.kind import Source
from generator.kinds.registry import make_kinds
from generator.kinds.site_config import load_config
from generator.parallel.executor import Executor, executor
from generator.pipeline import index_stage, slices
from generator.pipeline.index_stage import Naming, Visibility
from generator.reporting.ci import located
from generator.reporting.report import Reporter
from generator.system.os_errors import is_refusal, refusals
from generator.taxonomy.registry import read_registry
from generator.theme.assets import assets
from generator.theme.lookup import Theme

_NOTHING = "nothing was checked"


class Options(NamedTuple):
    """What a check is asked for. `now` is in microseconds since the epoch."""

    now: int
    jobs: int = 0
    selection: Selection = Selection()
    external: bool = False
    external_days: int = 7


class Checked(NamedTuple):
    """What a check found, and in how many posts and pages it looked. Good while the check is open."""

    findings: Findings
    posts: int
    archive: Path

    def from_checkout(self) -> Iterator[Problem]:
        """Yield the findings with their paths as seen from this folder, as hosts of code have them."""
        here = Path.cwd()
        return (located(problem, self.archive, here) for problem in self.findings)


@dataclass(frozen=True, slots=True)
class _Run:
    """One check: what its stages share. Only this module knows it."""

    paths: SitePaths
    options: Options
    config: SiteConfig
    theme: Theme
    connection: sqlite3.Connection
    executor: Executor
    reporter: Reporter


@contextmanager
def check(paths: SitePaths, options: Options, reporter: Reporter) -> Iterator[Checked]:
    """Look at an archive as it is now, and open what was found. Nothing but `.backfile/check/` is written.

    Raises BackfileError for an archive that no build could use, and when another check is at work. An index
    of the check that turns out to be damaged is made anew once.
    """
    config = load_config(paths.config)
    theme = slices.chosen_theme(config, paths)
    workers = options.jobs or config.build.workers or os.cpu_count() or 1
    with ExitStack() as stack:

        def attempt() -> Checked:
            connection = stack.enter_context(opened(paths))
            return _look(_Run(paths, options, config, theme, connection, executor(workers), reporter))

        with refusals(folder_of(paths), _NOTHING):
            try:
                found = attempt()
            except sqlite3.DatabaseError as error:
                if is_refusal(error):
                    raise
                stack.close()
                discard(folder_of(paths) / "index.sqlite")
                reporter.note(f"what the last check knew is damaged ({error}) and is made anew")
                found = attempt()
        yield found


def _look(run: _Run) -> Checked:
    findings = Findings(run.connection, run.options.selection)
    reading = slices.read_options(run.config)
    mark = index_stage.reading_mark(reading)
    posts, scanned = _update_index(run, ReadJob(str(run.paths.root), reading), mark)
    store.prepare(run.connection, mark)
    with _stage(run, "look", store.count_stale(run.connection)) as advance:
        store.refresh(run.connection, run.executor, FactsJob(str(run.paths.root), reading), advance)
    findings.take(scanned)
    findings.take(_of_a_build(run.connection))
    context = _context(run)
    resolve_targets(run.connection, context.published, run.options.now)
    for rule in RULES:
        findings.take(rule(context))
    store.forget_gone(run.connection)
    return Checked(findings, posts, run.paths.root)


def _update_index(run: _Run, job: ReadJob, mark: str) -> tuple[int, list[Problem]]:
    """Bring the index of the check up to date, as a build would its own; return how many posts there are."""
    connection, paths = run.connection, run.paths
    reread = get_meta(connection, "reading") != mark
    taxonomies = slices.taxonomies(run.config)
    fixed = {(name, term) for name, one in taxonomies.items() for term in one.fixed_slugs}
    registry = known_slugs(connection, read_registry(paths.registry), fixed)
    connection.execute("BEGIN")
    posts, scanned = index_stage.scan_content(connection, paths.root, reread=reread)
    index_stage.skip_tracked(connection, paths.root, run.reporter.note, reread=reread)
    with _stage(run, "read", sources.count_unread(connection)) as advance:
        last_good = ReadOnlyLastGood(connection, paths)
        index_stage.read_content(connection, run.executor, job, last_good, advance, reread=reread)
    for file in last_good.damaged:
        run.reporter.note(f"{file}: it is damaged, so its post has no page; restore it, or mend the post")
    visibility = Visibility(run.options.now, drafts=False, future=False)
    index_stage.update_terms_and_addresses(
        connection, Naming(taxonomies, registry, run.config.permalink), visibility
    )
    set_meta(connection, "reading", mark)
    connection.execute("COMMIT")
    return posts, scanned


def _of_a_build(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield what a build would tell."""
    rows = connection.execute("SELECT path, line, column, code, message, hint, severity FROM problems")
    yield from (Problem(*row) for row in rows)
    yield from claims.conflicts(connection)


def _context(run: _Run) -> Context:
    external = ExternalOptions(
        folder_of(run.paths) / "external.sqlite", run.options.external_days, run.config.url
    )
    return Context(
        connection=run.connection,
        paths=run.paths,
        now=run.options.now,
        theme=run.theme,
        taxonomies=slices.taxonomies(run.config),
        published=_published(run),
        external=external if run.options.external else None,
        reporter=run.reporter,
    )


def _published(run: _Run) -> Published:
    files = assets(run.theme, run.config.theme.options)
    source = Source(run.config, run.theme, slices.taxonomies(run.config), files)
    return Published(run.connection, make_kinds(source))


@contextmanager
def _stage(run: _Run, name: str, total: int) -> Iterator[Callable[[int], None]]:
    run.reporter.begin(name, total)
    try:
        yield run.reporter.advance
    finally:
        run.reporter.end(name)
