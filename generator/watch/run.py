"""Watch an archive: wait for changes, build and publish them in batches, and stop at a signal."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait

from generator.core.errors import BackfileError, LockedError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.notifications.settings_stamp import settings_stamp, slugs_stamp
from generator.pipeline.build import Options, now
from generator.pipeline.session import Session
from generator.reporting.report import LineReporter, Report
from generator.system.lock import hold
from generator.system.os_errors import describe
from generator.system.stop_signals import Signals, catch_signals
from generator.watch.after_batch import Publisher, run_command
from generator.watch.journal import Done, Journal
from generator.watch.observer_process import Changed, ObserverProcess, Watching
from generator.watch.options import WatchOptions
from generator.watch.pictures import PictureFetcher
from generator.watch.schedule import Batch, Schedule

_BUSY = "another `backfile watch` is at work on this archive"
#: Seconds after which the clocks are compared again: that of the machine may be set while nothing happens.
_LONGEST_WAIT = 60.0
#: Seconds before a process that watches files and has ended is started again.
_RESTART = 1.0


def watch(paths: SitePaths, builds: Options, options: WatchOptions, journal: Journal) -> None:
    """Build whenever something changes, until a signal arrives; then the current batch is finished.

    Raises LockedError if another process watches the archive, and OSError.
    """
    with catch_signals() as signals, hold(paths.watch / "lock", _BUSY), _woken_by(signals) as woken:
        _Watch(paths, builds, options, journal, woken).run()


@contextmanager
def _woken_by(signals: Signals) -> Iterator[Connection]:
    """Yield a pipe that can be read as soon as a signal has arrived."""
    woken, wake = multiprocessing.Pipe(duplex=False)
    with woken, wake:
        signals.send_to(lambda: wake.send_bytes(b"stop"))
        try:
            yield woken
        finally:
            signals.send_to(lambda: None)


class _Watch:
    """A watch that runs. All is done one after the other, in one thread."""

    def __init__(
        self, paths: SitePaths, builds: Options, options: WatchOptions, journal: Journal, woken: Connection
    ) -> None:
        self._paths = paths
        self._options = options
        self._journal = journal
        self._woken = woken
        self._session = Session(paths, builds, _JournalReporter(journal))
        self._schedule = Schedule(options)
        target = options.target
        self._publisher = Publisher(paths, target, options.keep, journal) if target else None
        self._pictures = PictureFetcher(paths, options.pictures, journal) if options.pictures else None
        self._observer: ObserverProcess | None = None
        self._stamps = ("", "")
        self._problems: frozenset[Problem] = frozenset()
        self._number = 0
        self._failure = self._reason = ""

    def run(self) -> None:
        """Run until a signal arrives."""
        try:
            if not self._options.polls:
                self._observer = ObserverProcess(self._paths)
                # From here on changes are reported; so the first batch, which compares all, misses nothing.
                wait([self._observer.pipe, self._woken])
            while not self._woken.poll():
                self._receive()
                if batch := self._schedule.take():
                    self._handle(batch)
                if self._publisher and self._publisher.due <= time.monotonic():
                    self._publisher.publish()
                if self._pictures and self._pictures.due <= time.monotonic():
                    self._pictures.start()
                self._wait()
        finally:
            if self._observer:
                self._observer.close()
            if self._pictures:
                self._pictures.close()
            self._session.close()

    def _wait(self) -> None:
        """Wait until a batch or a publication is due, or something arrives."""
        others = (one.due for one in (self._publisher, self._pictures) if one)
        due = min([self._schedule.next(), *others])
        ended = self._pictures.pipe if self._pictures else None
        pipes = [self._woken, *([self._observer.pipe] if self._observer else [])]
        ready = wait(
            [*pipes, *([ended] if ended is not None else [])],
            max(0.0, min(due - time.monotonic(), _LONGEST_WAIT)),
        )
        if self._pictures and ended in ready:
            self._pictures.finish()

    def _receive(self) -> None:
        """Receive what the system reported."""
        for message in self._observer.messages() if self._observer else ():
            if isinstance(message, Changed):
                self._schedule.changed(*message)
            elif isinstance(message, Watching):
                self._set_polling("")
                if message.lost:
                    self._lost(message.lost)
            elif message is None:
                self._restart_observer()
                return
            else:
                self._set_polling(message.reason)

    def _restart_observer(self) -> None:
        if self._observer:
            self._observer.close()
        wait([self._woken], _RESTART)
        self._observer = ObserverProcess(self._paths, lost="the process that watches files has ended")

    def _lost(self, reason: str) -> None:
        self._journal.note(f"changes may have been missed, so all files are compared: {reason}")
        self._schedule.lost()

    def _set_polling(self, reason: str) -> None:
        if reason != self._reason:
            self._reason = reason
            self._journal.note(
                f"all files are compared every few seconds, because {reason}"
                if reason
                else "the system reports changes again"
            )
            self._schedule.set_polling(bool(reason))

    def _handle(self, batch: Batch) -> None:
        """Build a batch and do what follows it."""
        if not self._is_needed(batch):
            return
        report, start = Report(), time.monotonic()
        try:
            self._session.build(batch.scope, now(), report)
        except (BackfileError, OSError) as error:
            self._failed(error)
            return
        took = time.monotonic() - start
        self._schedule.built(batch, report.seconds.get("scan", 0.0))
        done = self._done(batch, report, start - batch.since, took)
        if done.is_news() or batch.scope.paths is None:
            self._journal.batch(done)
        self._plan(batch)
        published = self._publish(done)
        # Not what a fetch itself has changed in the registry, or one would follow the other for ever.
        if self._pictures and (done.report.written or done.report.removed or done.number == 1):
            self._pictures.notice()
        if self._options.command and done.is_news():
            run_command(self._options.command, done, published, self._paths, self._journal)
        if batch.scope.paths is None:
            self._session.prepare()

    def _is_needed(self, batch: Batch) -> bool:
        """Have changed settings read again; tell whether a batch has anything to build."""
        changes = batch.changes
        if batch.scope.paths is not None and not (changes.settings or changes.theme):
            return bool(changes.content) or batch.cause != "changes"
        before, self._stamps = self._stamps, (settings_stamp(self._paths), slugs_stamp(self._paths))
        # A look at everything begins anew with the theme as well: it is to find what was not reported.
        if before[0] != self._stamps[0] or batch.scope.paths is None:
            self._session.reload()
        return bool(changes.content) or batch.cause != "changes" or before != self._stamps

    def _failed(self, error: Exception) -> None:
        text = describe(error) if isinstance(error, OSError) else str(error)
        if text != self._failure:
            self._journal.failed(text)
        self._failure = text
        self._schedule.failed(locked=isinstance(error, LockedError))

    def _done(self, batch: Batch, report: Report, waited: float, took: float) -> Done:
        before, self._problems = self._problems, frozenset(report.problems)
        self._number += 1
        self._failure = ""
        new = tuple(problem for problem in report.problems if problem not in before)
        return Done(self._number, batch, report, waited, took, new, len(before - self._problems))

    def _plan(self, batch: Batch) -> None:
        """Plan what the clock decides."""
        moment = now()
        due = self._session.next_due(moment)
        self._schedule.set_due(None if due is None else (due - moment) / 1_000_000)
        if batch.cause in ("start", "survey"):
            self._schedule.set_night(self._session.time_zone)

    def _publish(self, done: Done) -> bool | None:
        """Publish a batch, unless it changed nothing; return whether the target is up to date."""
        publisher = self._publisher
        if publisher is None:
            return None
        if done.number == 1 or done.report.written or done.report.removed:
            publisher.notice()
        if publisher.due <= time.monotonic():
            return publisher.publish()
        return publisher.due == float("inf")


class _JournalReporter(LineReporter):
    """Tells the journal the notes of builds, and the progress of long ones."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(sys.stderr)
        self._journal = journal

    def begin(self, stage: str, total: int) -> None:
        if stage == "config":
            self.wait()
        super().begin(stage, total)

    def note(self, text: str) -> None:
        self._journal.note(text)
