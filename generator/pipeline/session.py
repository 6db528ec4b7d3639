"""Keep an archive open from build to build, for a process that builds whenever something has changed."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.config.schema import SiteConfig
from generator.content.read_job import ReadJob
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index.database import get_meta
from generator.index.posts import next_due
from generator.kinds.site_config import load_config
from generator.output import staging
from generator.parallel.long_lived import LongLivedExecutor
from generator.pipeline import output_stage, slices
from generator.pipeline.build import Options, Run, Scope, update, worker_count
from generator.pipeline.databases import discard_damaged, opened
from generator.pipeline.inputs import InputsMaker
from generator.reporting.report import Clock, Report, Reporter
from generator.system.lock import hold
from generator.system.os_errors import NOTHING_PUBLISHED, os_errors_explained
from generator.theme.lookup import Theme


class _Settings(NamedTuple):
    config: SiteConfig
    theme: Theme
    inputs: InputsMaker
    executor: LongLivedExecutor


class Session:
    """Builds an archive again and again. Settings, theme and databases stay open; the lock is free meanwhile.

    Other programs may build the archive between two builds of a session. After that, and after every build
    that failed, the next build compares everything, whatever its scope.
    """

    def __init__(self, paths: SitePaths, options: Options, reporter: Reporter) -> None:
        self._paths = paths
        self._options = options
        self._reporter = reporter
        self._settings: _Settings | None = None
        self._stack = ExitStack()
        self._connection: sqlite3.Connection | None = None
        self._state: tuple[object, ...] = ()
        self._scanned: list[Problem] = []

    def reload(self) -> None:
        """Read site.yaml and the theme again at the next build."""
        if self._settings:
            self._settings.executor.close()
        self._settings = None

    def build(self, scope: Scope, now: int, report: Report) -> None:
        """Bring the output up to date with the changes in a scope; `now` is in microseconds since the epoch.

        Raises BackfileError, and LockedError while another program holds the lock of the archive.
        """
        clock = Clock(report, self._reporter)
        with clock.stage("config"):
            settings = self._settings = self._settings or self._load()
        with os_errors_explained(self._paths.state, NOTHING_PUBLISHED), hold(self._paths.lock):
            try:
                self._attempt(settings, scope, now, report, clock)
            except Exception as error:
                self.close()
                if not discard_damaged(self._paths, self._reporter, error):
                    raise
                self._attempt(settings, scope, now, report, clock)

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone of the site, from the build on; UTC before."""
        return ZoneInfo(self._settings.config.time_zone if self._settings else "UTC")

    def prepare(self) -> None:
        """Load what the next build is likely to need, while there is nothing to build."""
        if self._settings and self._connection:
            config, _, inputs, executor = self._settings
            executor.open(ReadJob(str(self._paths.root), slices.read_options(config)))
            executor.open(output_stage.render_job(self._paths, inputs.make(self._connection)))

    def next_due(self, now: int) -> int | None:
        """Return when the next post comes due or expires, in microseconds since the epoch; None for none."""
        if self._connection is None:
            return None
        return next_due(self._connection, now, drafts=self._options.drafts, future=self._options.future)

    def close(self) -> None:
        """Close the databases. The next build opens them and compares everything."""
        self._connection = None
        self._stack.close()

    def _load(self) -> _Settings:
        config = load_config(self._paths.config)
        theme = slices.chosen_theme(config, self._paths)
        workers = worker_count(self._options.jobs, config)
        inputs = InputsMaker(config, theme, self._paths.templates)
        return _Settings(config, theme, inputs, LongLivedExecutor(workers))

    def _attempt(self, settings: _Settings, scope: Scope, now: int, report: Report, clock: Clock) -> None:
        if self._connection is None or self._state != self._current():
            self.close()
            self._connection = self._stack.enter_context(opened(self._paths, self._reporter))
            scope = Scope()
        options = self._options._replace(now=now)
        config, theme, inputs, executor = settings
        run = Run(
            self._paths, options, config, theme, self._connection, executor, self._reporter, report, clock,
            inputs, scope, self._scanned,
        )  # fmt: skip
        try:
            update(run)
        except BaseException:
            self.close()
            raise
        staging.clear(self._paths.all_staging)
        self._state = self._current()

    def _current(self) -> tuple[object, ...]:
        """Return a value that differs if another program has written to the databases, or replaced them."""
        generation = get_meta(self._connection, "generation") if self._connection else ""
        return generation, _identity(self._paths.index), _identity(self._paths.ledger)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino
