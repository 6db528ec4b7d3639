"""What the process that watches files sends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import wait

import pytest
from watchdog.observers.inotify_c import InotifyConstants, InotifyEvent, InotifyFD, Mask, WatchDescriptor

from generator.core.paths import SitePaths
from generator.notifications.watcher import Watcher, WatchError
from generator.watch import observer_process
from generator.watch.observer_process import (
    Changed,
    Message,
    NotWatching,
    Observation,
    ObserverProcess,
    Watching,
)
from tests.conftest import SiteMaker
from tests.sites import Site

PATIENCE = 60.0


@contextmanager
def observed(site: Site) -> Iterator[ObserverProcess]:
    with closing(ObserverProcess(SitePaths.of(site.root))) as process:
        yield process


def received(process: ObserverProcess, count: int) -> list[Message | None]:
    """Wait for so many messages."""
    found: list[Message | None] = []
    deadline = time.monotonic() + PATIENCE
    while len(found) < count and time.monotonic() < deadline:
        wait([process.pipe], 1)
        found += process.messages()
    return found


def test_changes_come_with_their_times_after_the_watching_has_begun(site: SiteMaker) -> None:
    archive = site({"posts/a.md": "a"})
    with observed(archive) as process:
        assert received(process, 1) == [Watching("")]
        before = time.monotonic()
        archive.write({"content/posts/b.md": "b", "output/x": "x"})
        (changed, *_) = received(process, 1)
        assert isinstance(changed, Changed)
        assert changed.paths == ("content/posts/b.md",)
        assert before <= changed.first <= changed.last <= time.monotonic()


def test_its_end_is_noticed(site: SiteMaker) -> None:
    with observed(site()) as process:
        received(process, 1)
        process._process.kill()
        assert received(process, 1) == [None]


def overflow() -> None:
    """Report that the queue of the system overflowed, as the system does."""
    lost = InotifyEvent(WatchDescriptor(-1), Mask(InotifyConstants.IN_Q_OVERFLOW), 0, b"")
    InotifyFD.get_instance().handle_event(lost)


def test_a_queue_that_overflows_is_a_loss(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = Watcher.start

    def start(watcher: Watcher) -> None:
        begun(watcher)
        if not times:
            overflow()
        times.append(0)

    times: list[int] = []
    monkeypatch.setattr(Watcher, "start", start)
    with observed(site()) as process:
        first, second = received(process, 2)
    assert first == Watching("")
    assert isinstance(second, Watching)
    assert "queue overflowed" in second.lost


def test_too_many_changes_at_once_are_a_loss(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observer_process, "_MAX_PATHS", 3)
    observation = Observation(None, SitePaths.of(site().root))  # type: ignore[arg-type]
    for number in range(4):
        observation._notice(f"content/posts/{number}.md")
    assert observation._take() == (None, "more than 3 files changed during a build")


def test_a_refusal_is_reported_and_watching_tried_again(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Watcher.start

    def start(watcher: Watcher) -> None:
        if not times:
            times.append(0)
            raise WatchError("the limit is reached")
        begun(watcher)

    times: list[int] = []
    monkeypatch.setattr(Watcher, "start", start)
    monkeypatch.setattr(observer_process, "_RETRY_INTERVAL", 0.01)
    with observed(site()) as process:
        assert received(process, 2) == [NotWatching("the limit is reached"), Watching("the limit is reached")]


def test_content_that_is_replaced_is_a_loss(site: SiteMaker) -> None:
    archive = site({"posts/a.md": "a"})
    with observed(archive) as process:
        received(process, 1)
        (archive.root / "content").rename(archive.root / "away")
        losses = [one for one in received(process, 2) if isinstance(one, Watching)]
        assert losses
        assert losses[0].lost
