"""When a batch is due, and what it compares."""

from __future__ import annotations

from datetime import datetime
from datetime import time as day_time
from zoneinfo import ZoneInfo

import pytest

from generator.notifications.classify import Changes
from generator.pipeline.build import Scope
from generator.watch.options import WatchOptions
from generator.watch.schedule import Batch, Schedule


class Clock:
    """The clocks of the schedule; that of the machine is `ahead` of the monotonic one."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.ahead = 1_700_000_000.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("generator.watch.schedule.time", clock)
    return clock


def started(options: WatchOptions | None = None) -> Schedule:
    """Return a schedule whose first batch was built."""
    schedule = Schedule(options or WatchOptions())
    batch = schedule.take()
    assert batch
    assert (batch.cause, batch.scope) == ("start", Scope())
    schedule.built(batch, 1.0)
    return schedule


def due(schedule: Schedule, clock: Clock) -> Batch:
    """Wait until the next batch is due; return it. Nothing was due before."""
    assert schedule.take() is None
    clock.now = schedule.next() + 1e-6  # Two clocks are added and subtracted.
    batch = schedule.take()
    assert batch
    clock.now = round(clock.now, 5)
    return batch


def test_changes_are_due_when_it_is_quiet(clock: Clock) -> None:
    schedule = started()
    schedule.changed(("content/posts/a.md",), 1000.0, 1000.0)
    schedule.changed(("content/posts/b.md", "output/x"), 1000.1, 1000.2)
    batch = due(schedule, clock)
    assert clock.now == pytest.approx(1000.5)
    assert batch == Batch(
        "changes", Changes(("content/posts/a.md", "content/posts/b.md")),
        Scope(("content/posts/a.md", "content/posts/b.md"), outputs=False), 1000.0,
    )  # fmt: skip


def test_changes_that_go_on_are_due_after_five_seconds(clock: Clock) -> None:
    schedule = started()
    for step in range(100):
        schedule.changed((f"content/posts/{step}.md",), 1000 + step / 10, 1000 + step / 10)
    assert schedule.next() == 1005.0


def test_changes_that_came_during_a_long_build_are_due_at_once(clock: Clock) -> None:
    schedule = started()
    clock.now = 1030.0
    schedule.changed(("content/posts/a.md",), 1010.0, 1011.0)
    batch = schedule.take()
    assert batch
    assert batch.since == 1010.0


def test_a_look_comes_after_its_minutes(clock: Clock) -> None:
    schedule = started(WatchOptions(look_minutes=2))
    batch = due(schedule, clock)
    assert (clock.now, batch.cause, batch.scope) == (1120.0, "look", Scope(None, outputs=False))
    schedule.built(batch, 1.0)
    assert schedule.next() == 1240.0


def test_a_batch_of_changes_does_not_put_off_a_look(clock: Clock) -> None:
    schedule = started(WatchOptions(look_minutes=2))
    schedule.changed(("content/posts/a.md",), 1000.0, 1000.0)
    schedule.built(due(schedule, clock), 1.0)
    assert schedule.next() == 1120.0


def test_where_nothing_is_reported_looks_are_frequent_but_leave_the_machine_time(clock: Clock) -> None:
    schedule = started(WatchOptions(polls=True))
    for seconds, pause in ((0.01, 2.0), (3.0, 30.0)):
        batch = due(schedule, clock)
        assert (batch.cause, batch.scope.outputs) == ("look", False)
        schedule.built(batch, seconds)
        assert schedule.next() - clock.now == pytest.approx(pause)
    schedule.set_polling(False)
    assert schedule.next() - clock.now == 900.0


def test_posts_that_come_due_need_no_look_at_files(clock: Clock) -> None:
    schedule = started()
    schedule.set_due(30.0)
    batch = due(schedule, clock)
    assert clock.now == pytest.approx(1030)
    assert (batch.cause, batch.scope) == ("time", Scope((), outputs=False))
    schedule.set_due(30.0)
    schedule.set_due(None)
    assert schedule.next() > 1030.0 + 60


def test_a_clock_that_is_set_counts(clock: Clock) -> None:
    schedule = started()
    schedule.set_due(3600.0)
    clock.ahead += 3000.0
    assert schedule.next() == pytest.approx(1000 + 600)


def test_the_output_is_compared_by_night(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    class Noon(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2025, 3, 12, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

    monkeypatch.setattr("generator.watch.schedule.datetime", Noon)
    for at, hours in ((day_time(3, 30), 15.5), (day_time(13, 0), 1)):
        schedule = started(WatchOptions(look_minutes=100_000, survey_at=at))
        schedule.set_night(ZoneInfo("Asia/Shanghai"))
        begin = clock.now
        batch = due(schedule, clock)
        assert (batch.cause, batch.scope) == ("survey", Scope(whole=True))
        assert clock.now - begin == pytest.approx(hours * 3600)


def test_losses_and_many_or_replaced_files_ask_for_everything(clock: Clock) -> None:
    everything = Scope(None, outputs=False)
    schedule = started()
    schedule.lost()
    batch = schedule.take()
    assert batch
    assert (batch.cause, batch.scope) == ("lost", everything)
    for paths in (("content",), tuple(f"content/posts/{number}.md" for number in range(2001))):
        schedule = started()
        schedule.changed(paths, clock.now, clock.now)
        assert due(schedule, clock).scope == everything


@pytest.mark.parametrize(("locked", "seconds"), [(True, 0.5), (False, 60.0)])
def test_after_a_failure_the_next_batch_compares_everything(
    clock: Clock, locked: bool, seconds: float
) -> None:
    schedule = started()
    schedule.failed(locked=locked)
    schedule.changed(("content/posts/a.md",), clock.now, clock.now)
    if locked:
        clock.now += 1
    batch = schedule.take() if locked else due(schedule, clock)
    assert batch
    assert (batch.cause, batch.scope) == ("retry" if locked else "changes", Scope())
    schedule.failed(locked=locked)
    retry = due(schedule, clock)
    assert (retry.cause, retry.scope) == ("retry", Scope())
    schedule.built(retry, 1.0)
    schedule.changed(("content/posts/a.md",), clock.now, clock.now)
    assert due(schedule, clock).scope.paths == ("content/posts/a.md",)
