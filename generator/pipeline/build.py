"""Build a site in stages: config, scan, read, index, plan, render, write, record."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from generator.config.schema import SiteConfig
from generator.core.errors import BackfileError, ProblemsError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index import packs
from generator.index.database import get_meta
from generator.index.sources import count_posts as count_sources
from generator.kinds.parts.pictures import picture_store
from generator.kinds.registry import reserved
from generator.kinds.site_config import load_config
from generator.ledger import outputs
from generator.output.survey import survey
from generator.parallel.executor import Executor, executor
from generator.pipeline import index_stage, output_stage, search_stage, slices
from generator.pipeline.databases import discard_damaged, opened
from generator.pipeline.index_stage import Indexed, Naming, UpdateRequest, Visibility
from generator.pipeline.inputs import InputsMaker, SharedInputs
from generator.pipeline.last_good import LastGood
from generator.pipeline.problems import all_problems, check_budget, count_posts, renewed
from generator.pipeline.site_problems import site_problems
from generator.plan.touched import Touched
from generator.reporting.report import Clock, Report, Reporter
from generator.system.lock import hold
from generator.system.os_errors import (
    NOTHING_PUBLISHED,
    PARTLY_PUBLISHED,
    os_errors_explained,
)
from generator.taxonomy.registry import read_registry, write_registry
from generator.theme.lookup import Theme

if TYPE_CHECKING:
    from generator.remote.output import RemoteOutput


class Options(NamedTuple):
    """The options of a build besides site.yaml. `now` is in microseconds since the epoch."""

    now: int
    jobs: int = 0
    strict: bool = False
    clean: bool = False
    drafts: bool = False
    future: bool = False
    survey: bool = False
    """Look at every output, whatever the times of folders say."""
    executors: Callable[[int], Executor] = executor
    """Makes the executor of the build from the number of workers."""
    forks: bool = True
    """Whether this process may be forked; one with threads may not."""
    remote: RemoteOutput | None = None
    """The bucket that the output goes to; None for a folder."""


class Scope(NamedTuple):
    """What a build compares with the last one; by default everything.

    `paths`: only files at these paths of the content, and below them, may have changed; None for all.
    `outputs`: whether files of the output may have been changed by a different program.
    `whole`: look at all of them, whatever the times of their folders say.
    """

    paths: Sequence[str] | None = None
    outputs: bool = True
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """The values that the stages of one build share. Other modules get only the values that they use."""

    paths: SitePaths
    options: Options
    config: SiteConfig
    theme: Theme
    connection: sqlite3.Connection
    executor: Executor
    reporter: Reporter
    report: Report
    clock: Clock
    inputs: InputsMaker
    scope: Scope
    scanned: list[Problem] = field(default_factory=list)
    """The problems of the last scan. Builds of some paths renew those at the paths."""


def build(paths: SitePaths, options: Options, reporter: Reporter, report: Report) -> None:
    """Bring the output up to date with content, config and theme, and fill in the report.

    Raises BackfileError. Then no output has changed, unless its text says which. Databases that turn out to
    be damaged are removed, and the build starts again, once.
    """
    clock = Clock(report, reporter)
    with clock.stage("config"):
        config = load_config(paths.config)
        theme = slices.chosen_theme(config, paths)
    inputs = InputsMaker(config, theme, paths.templates, shared=paths.is_lasting)
    workers = worker_count(options.jobs, config)
    with os_errors_explained(paths.state, NOTHING_PUBLISHED), hold(paths.lock):

        def attempt() -> None:
            chosen = options.executors(workers)
            with opened(paths, reporter) as connection:
                shared = (config, theme, connection, chosen, reporter, report, clock, inputs)
                update(Run(paths, options, *shared, Scope()))

        try:
            attempt()
        except Exception as error:
            if not discard_damaged(paths, reporter, error):
                raise
            attempt()


def worker_count(jobs: int, config: SiteConfig) -> int:
    """Return the number of workers: that of the option --jobs, of site.yaml, or one for each core."""
    return jobs or config.build.workers or os.cpu_count() or 1


def update(run: Run) -> None:
    """Bring index and output up to date, and survey the output meanwhile."""
    known = get_meta(run.connection, "generation")
    with _survey(run) as touch_damaged:
        _update_index(run)
        _update_output(run, touch_damaged, known)
    run.inputs.keep()


@contextmanager
def _survey(run: Run) -> Iterator[Callable[[Touched], None]]:
    """Look at the output in the background; yield what touches the owners of outputs that others changed."""
    remote, connection, paths = run.options.remote, run.connection, run.paths
    if remote:
        remote.read(connection)
        yield partial(remote.touch, connection)
    elif not run.scope.outputs:
        yield lambda _: None
    else:
        whole = run.options.survey or run.scope.whole
        with survey(connection, paths.ledger, paths.output, whole=whole, forks=run.options.forks) as look:
            yield lambda touched: output_stage.touch_damaged(
                connection, touched, run.executor, paths.output, look()
            )


def _update_index(run: Run) -> None:
    """Bring the index up to date with the content; after an error the index is as before."""
    request = _index_request(run)
    remote = run.options.remote
    held = remote.objects.read_old if remote else None
    last_good = LastGood(run.connection, run.paths.last_good, run.paths.output, held)
    with index_stage.update(
        run.connection, run.executor, request, last_good, run.clock, run.reporter.note
    ) as indexed:
        last_good.report_damaged(run.reporter.note)
        _fill_report(run, indexed)
        _check(run)
        # First the files that later builds read; at the end of this block the index that follows from them.
        if request.naming.registry.changed:
            write_registry(run.paths.registry, request.naming.registry)
        last_good.write()
    last_good.remove()


def _index_request(run: Run) -> UpdateRequest:
    options = run.options
    return UpdateRequest(
        run.paths.root,
        slices.read_options(run.config),
        Naming(
            slices.taxonomies(run.config),
            read_registry(run.paths.registry),
            run.config.permalink,
            reserved(run.config),
        ),
        Visibility(options.now, options.drafts, options.future),
        picture_store(run.config, run.paths.root),
        reread=options.clean,
        paths=run.scope.paths,
    )


def _fill_report(run: Run, indexed: Indexed) -> None:
    run.report.posts = indexed.posts if indexed.is_whole else count_sources(run.connection)
    run.scanned[:] = renewed(run.scanned, indexed.problems, None if indexed.is_whole else run.scope.paths)
    of_site = site_problems(run.connection, run.config, run.theme, run.paths.config)
    run.report.problems = tuple(all_problems(run.connection, [*run.scanned, *of_site]))
    count_posts(run.connection, run.report)
    run.report.problems = tuple(packs.shown(run.connection, run.report.problems))


def _check(run: Run) -> None:
    """Raise ProblemsError if there are more problems than site.yaml, or --strict, allows."""
    problems = run.report.problems
    mistakes = sum(problem.severity != "notice" for problem in problems)
    if run.options.strict and mistakes:
        raise ProblemsError(f"--strict allows no problems, and there are {mistakes:,}; nothing was published")
    limits = run.config.build
    check_budget(run.report.posts, problems, limits.bad_posts_percent, limits.bad_posts_minimum)


def _update_output(run: Run, damaged: Callable[[Touched], None], known: str) -> None:
    """Bring the output up to date with the index; `known` is the generation that the index had before."""
    clean, remote = run.options.clean, run.options.remote
    if clean:
        shutil.rmtree(run.paths.templates, ignore_errors=True)
    with run.clock.stage("plan"):
        shared = run.inputs.make(run.connection)
        touched, whole = output_stage.touch(run.connection, shared, damaged, known=known, everything=clean)
        total = output_stage.count(run.connection, touched, shared.kinds)
    with run.clock.stage("render", total):
        changed, build = output_stage.render(
            run.connection,
            touched,
            run.executor,
            run.paths,
            shared,
            run.clock.advance,
            now=run.options.now,
            everything=clean,
            remote=remote,
        )
    with run.clock.stage("search"):
        search_stage.update(
            run.connection,
            touched,
            run.executor,
            shared,
            run.paths,
            build,
            remote.objects if remote else None,
        )
    if changed:
        run.reporter.note(output_stage.changed_note(changed))
    if remote:
        _publish(run, remote, shared, whole=whole, finished=not changed)
    else:
        _install(run, shared, whole=whole, finished=not changed)


def _install(run: Run, shared: SharedInputs, *, whole: bool, finished: bool) -> None:
    """Move new outputs into the output folder, and remove those that are no longer made."""
    with os_errors_explained(run.paths.state, PARTLY_PUBLISHED):
        with run.clock.stage("write"):
            counts = output_stage.install(run.connection, run.paths, everything=whole)
        run.report.written, run.report.unchanged, run.report.removed = counts
        if finished:
            output_stage.complete(run.connection, shared, run.paths)


def _publish(run: Run, remote: RemoteOutput, shared: SharedInputs, *, whole: bool, finished: bool) -> None:
    """Bring the bucket up to date, unless the output is not finished."""
    output_stage.forget(run.connection, outputs.stale_paths(run.connection, everything=whole))
    if finished:
        send = partial(remote.publish, run.connection, reporter=run.reporter)
        with run.clock.stage("publish"):
            output_stage.complete(run.connection, shared, run.paths, send)
        sent = remote.outcome
        run.report.written, run.report.unchanged, run.report.removed = (
            sent.files,
            sent.unchanged,
            sent.removed,
        )


def now() -> int:
    """Return the time that a whole build takes as now, in microseconds since the epoch.

    The variable SOURCE_DATE_EPOCH (in seconds; reproducible-builds.org/specs/source-date-epoch)
    replaces the clock. Raises BackfileError when it is not a whole number.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return time.time_ns() // 1000
    try:
        return int(given) * 1_000_000
    except ValueError:
        raise BackfileError(f"SOURCE_DATE_EPOCH: {given!r} is not a number of seconds") from None
