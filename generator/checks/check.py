"""Run a check: config, scan, read, index, facts, and then one rule after the other."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
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
from generator.content.options import ReadOptions
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.hosts.limits import all_hosts, chosen_host
from generator.index import claims, packs
from generator.index.damage import discard
from generator.kinds.kind import Kind, Source
from generator.kinds.parts.pictures import PICTURES, picture_store
from generator.kinds.registry import make_kinds, reserved
from generator.kinds.search_index import SearchIndexKind
from generator.kinds.site_config import load_config
from generator.parallel.executor import Executor, executor
from generator.pictures import registry as kept_pictures
from generator.pipeline import index_stage, slices
from generator.pipeline.index_stage import Indexed, Naming, UpdateRequest, Visibility
from generator.pipeline.site_problems import site_problems
from generator.reporting.ci import located
from generator.reporting.report import Clock, Report, Reporter
from generator.system.os_errors import is_system_error, os_errors_explained
from generator.taxonomy.registry import Registry, read_registry
from generator.theme.assets import assets
from generator.theme.lookup import Theme

_NOTHING = "nothing was checked"


class Options(NamedTuple):
    """The options of a check. `now` is in microseconds since the epoch."""

    now: int
    jobs: int = 0
    selection: Selection = Selection()
    external: bool = False
    external_days: int = 7


class Checked(NamedTuple):
    """The findings of a check, and the number of posts. Can be read until the check is closed."""

    findings: Findings
    posts: int
    archive: Path

    def from_checkout(self) -> Iterator[Problem]:
        """Yield the findings with paths relative to the current folder, as code hosts need them."""
        here = Path.cwd()
        return (located(problem, self.archive, here) for problem in self.findings)


@dataclass(frozen=True, slots=True)
class _Run:
    """What the stages of one check share."""

    paths: SitePaths
    options: Options
    config: SiteConfig
    theme: Theme
    connection: sqlite3.Connection
    executor: Executor
    reporter: Reporter


@contextmanager
def check(paths: SitePaths, options: Options, reporter: Reporter) -> Iterator[Checked]:
    """Check an archive as it is now, and open the findings. Only `.backfile/check/` is written.

    Raises BackfileError for an archive that can't be built, and if a different check is running. If the index
    of the check is damaged, it is made anew once.
    """
    config = load_config(paths.config)
    theme = slices.chosen_theme(config, paths)
    workers = options.jobs or config.build.workers or os.cpu_count() or 1
    with ExitStack() as stack:

        def attempt() -> Checked:
            connection = stack.enter_context(opened(paths))
            return _look(_Run(paths, options, config, theme, connection, executor(workers), reporter))

        with os_errors_explained(folder_of(paths), _NOTHING):
            try:
                found = attempt()
            except sqlite3.DatabaseError as error:
                if is_system_error(error):
                    raise
                stack.close()
                discard(folder_of(paths) / "index.sqlite")
                reporter.note(f"the index of the last check is damaged ({error}) and is made anew")
                found = attempt()
        yield found


def _look(run: _Run) -> Checked:
    findings = Findings(run.connection, run.options.selection)
    reading = slices.read_options(run.config)
    indexed = _update_index(run, reading)
    store.prepare(run.connection, index_stage.reading_mark(reading))
    with _stage(run, "look", store.count_stale(run.connection)) as advance:
        store.refresh(run.connection, run.executor, FactsJob(str(run.paths.root), reading), advance)

    def take(found: Iterable[Problem]) -> None:
        findings.take(packs.shown(run.connection, found))

    take(indexed.problems)
    take(_of_a_build(run.connection))
    take(site_problems(run.connection, run.config, run.theme, run.paths.config))
    context = _context(run)
    resolve_targets(run.connection, context.published, run.options.now)
    for rule in RULES:
        take(rule(context))
    store.forget_gone(run.connection)
    return Checked(findings, indexed.posts, run.paths.root)


def _update_index(run: _Run, reading: ReadOptions) -> Indexed:
    """Bring the index of the check up to date, as the next build would do with its own index."""
    naming = Naming(slices.taxonomies(run.config), _registry(run), run.config.permalink, reserved(run.config))
    visibility = Visibility(run.options.now, drafts=False, future=False)
    store = picture_store(run.config, run.paths.root)
    request = UpdateRequest(run.paths.root, reading, naming, visibility, store)
    last_good = ReadOnlyLastGood(run.connection, run.paths)
    clock = Clock(Report(), run.reporter)
    with index_stage.update(
        run.connection, run.executor, request, last_good, clock, run.reporter.note
    ) as indexed:
        last_good.report_damaged(run.reporter.note)
    return indexed


def _registry(run: _Run) -> Registry:
    taxonomies = slices.taxonomies(run.config)
    fixed = {(name, term) for name, one in taxonomies.items() for term in one.fixed_slugs}
    return known_slugs(run.connection, read_registry(run.paths.registry), fixed)


def _of_a_build(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield the problems that a build would report."""
    rows = connection.execute("SELECT path, line, column, code, message, hint, severity FROM problems")
    yield from (Problem(*row) for row in rows)
    yield from claims.conflicts(connection)


def _context(run: _Run) -> Context:
    external = ExternalOptions(
        folder_of(run.paths) / "external.sqlite", run.options.external_days, run.config.url
    )
    kinds = _kinds(run)
    return Context(
        connection=run.connection,
        paths=run.paths,
        now=run.options.now,
        theme=run.theme,
        taxonomies=slices.taxonomies(run.config),
        published=Published(run.connection, kinds),
        kinds=kinds,
        search_index=next(kind for kind in kinds if isinstance(kind, SearchIndexKind)),
        hosts=(host,) if (host := chosen_host(run.config)) else tuple(all_hosts(run.config.hosts)),
        store=picture_store(run.config, run.paths.root),
        registry=cache(partial(kept_pictures.read_registry, run.paths.root)),
        pictures=PICTURES.of(run.config),
        external=external if run.options.external else None,
        reporter=run.reporter,
    )


def _kinds(run: _Run) -> tuple[Kind, ...]:
    files = assets(run.theme, run.config.theme.options)
    source = Source(run.config, run.theme, slices.taxonomies(run.config), files)
    return tuple(make_kinds(source))


@contextmanager
def _stage(run: _Run, name: str, total: int) -> Iterator[Callable[[int], None]]:
    run.reporter.begin(name, total)
    try:
        yield run.reporter.advance
    finally:
        run.reporter.end(name)
