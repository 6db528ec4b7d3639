"""Decide when the next batch is due, and what it has to compare."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from generator.notifications.classify import Changes, classify
from generator.notifications.debounce import Debounce
from generator.pipeline.build import Scope
from generator.watch.options import WatchOptions

#: Seconds without a change after which a batch is built, and after which it is built in any case.
QUIET, LONGEST = 0.3, 5.0
#: The largest number of changed paths that are compared one by one.
_MAX_PATHS = 2_000
#: Seconds between two looks at all of the content where the system does not report changes; the pause is at
#: least so many times as long as a look.
_POLL_INTERVAL, _POLL_FACTOR = 2.0, 10.0
#: Seconds after which a batch that failed is tried again; and one for which the lock was not free.
_RETRY_INTERVAL, _LOCK_INTERVAL = 60.0, 0.5

#: Why a batch is built: the watch began; files changed; changes may not have been reported; from time to time
#: all content is compared, or all output too; a post came due or expired; the last batch failed.
Cause = Literal["start", "changes", "lost", "look", "survey", "time", "retry"]
#: Of two causes for a batch, the one that comes first here names it.
_ORDER: tuple[Cause, ...] = ("start", "survey", "retry", "lost", "changes", "time", "look")


class Batch(NamedTuple):
    """A batch that is due: its cause, the changes, what the build compares.

    `since` is the time of the first of its changes (`time.monotonic`), or that of the decision.
    """

    cause: Cause
    changes: Changes
    scope: Scope
    since: float


class Schedule:
    """Collects the causes of the next batch. Times are of `time.monotonic` unless they say otherwise."""

    def __init__(self, options: WatchOptions) -> None:
        self._options = options
        self._debounce = Debounce(QUIET, LONGEST)
        self._due: dict[Cause, float] = {"start": 0.0}
        # By the clock of the machine (seconds since the epoch): it may be set, or the machine may sleep.
        self._by_clock: dict[Cause, float] = {}
        self._polling = options.polls
        self._failed = False

    def changed(self, paths: tuple[str, ...], first: float, last: float) -> None:
        """Note changes that the system reported."""
        for path in paths:
            self._debounce.add(path, first)
        for path in paths[-1:]:
            self._debounce.add(path, last)

    def lost(self) -> None:
        """Note that changes may not have been reported."""
        self._due["lost"] = 0.0

    def set_polling(self, polling: bool) -> None:
        """Note whether the system reports no changes."""
        self._polling = polling
        self._plan_look(0.0)

    def set_night(self, zone: ZoneInfo) -> None:
        """Plan the next comparison of the output, by the clock of the site."""
        now = datetime.now(zone)
        at = datetime.combine(now.date(), self._options.survey_at, zone)
        night = at if at > now else at + timedelta(days=1)
        self._by_clock["survey"] = time.time() + (night - now).total_seconds()

    def set_due(self, seconds: float | None) -> None:
        """Plan the moment at which the next post comes due or expires; None for none."""
        self._by_clock.pop("time", None)
        if seconds is not None:
            self._by_clock["time"] = time.time() + seconds

    def next(self) -> float:
        """Return when the next batch is due."""
        ahead = time.monotonic() - time.time()
        moments = [*self._due.values(), *(moment + ahead for moment in self._by_clock.values())]
        return min([*moments, *([self._debounce.due()] if self._debounce else [])], default=float("inf"))

    def take(self) -> Batch | None:
        """Return the batch that is due, if there is one."""
        now = time.monotonic()
        clock = time.time()
        causes: list[Cause] = [
            *(cause for cause, moment in self._due.items() if moment <= now),
            *(cause for cause, moment in self._by_clock.items() if moment <= clock),
        ]
        if self._debounce and self._debounce.due() <= now:
            causes.append("changes")
        if not causes:
            return None
        # A batch takes all changes, also those that are still fresh: what it compares, they are part of.
        since = self._debounce.first if self._debounce else now
        changes = classify(self._debounce.take())
        for cause in causes:
            self._due.pop(cause, None)
            self._by_clock.pop(cause, None)
        scope = Scope() if self._failed else _scope(causes, changes)
        return Batch(min(causes, key=_ORDER.index), changes, scope, since)

    def built(self, batch: Batch, seconds: float) -> None:
        """Note that a batch was built; its look at the files took so many seconds."""
        self._failed = False
        self._due.pop("retry", None)
        if batch.scope.paths is None or "look" not in self._due:
            self._plan_look(seconds)

    def failed(self, *, locked: bool) -> None:
        """Have everything compared by the next batch: soon if the lock was not free, or after a change."""
        self._failed = True
        self._due["retry"] = time.monotonic() + (_LOCK_INTERVAL if locked else _RETRY_INTERVAL)

    def _plan_look(self, seconds: float) -> None:
        minutes = self._options.look_minutes * 60
        pause = max(_POLL_INTERVAL, _POLL_FACTOR * seconds) if self._polling else minutes
        self._due["look"] = time.monotonic() + pause


def _scope(causes: list[Cause], changes: Changes) -> Scope:
    if "survey" in causes:
        return Scope(whole=True)
    if "start" in causes:
        return Scope()
    if {"lost", "look"} & set(causes) or changes.roots or len(changes.content) > _MAX_PATHS:
        return Scope(outputs=False)
    return Scope(changes.content, outputs=False)
