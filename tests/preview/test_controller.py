"""The controller, with an index process and a watcher of the tests."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Awaitable, Callable, Iterator
from typing import cast

import pytest

from generator.core.errors import LockedError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.notifications.watcher import WatchError
from generator.preview.controller import Controller
from generator.preview.http.server_sent_events import EventBroadcaster
from generator.preview.index_process import IndexProcess, Message, Opened, StartFailed, Updated, UpdateFailed
from generator.preview.preview_index import Update
from tests.conftest import SiteMaker
from tests.preview.previews import preview_of
from tests.sites import Site, post

NOTHING = Update(0, 0, False, False, ())
NEWS = Update(1, 0, True, False, ())
Asked = tuple[str, ...] | None


class FakeIndexProcess:
    """An index process that records its requests, and answers each with the next of `answers`."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.pipe: queue.Queue[Message | None] = queue.Queue()
        self.answers: list[Message] = []
        self.pipe.put(Opened(False))

    def request(self, paths: Asked) -> None:
        self.asked.append(paths)
        self.pipe.put(self.answers.pop(0) if self.answers else Updated(NEWS, 0.01))

    def messages(self) -> Iterator[Message]:
        while (message := self.pipe.get()) is not None:
            yield message


class Running:
    """A controller that runs, and its log."""

    def __init__(self, site: Site, index_process: FakeIndexProcess) -> None:
        self.said: list[str] = []
        self.broadcaster = EventBroadcaster()
        self.index_process = index_process
        paths = preview_paths(site)
        self.controller = Controller(
            paths, cast("IndexProcess", index_process), self.broadcaster, self.said.append, polls=False
        )

    async def until(self, is_it: Callable[[], bool]) -> None:
        """Let the controller run until a condition holds, at most a minute."""
        for _ in range(6000):
            if is_it():
                return
            await asyncio.sleep(0.01)
        raise AssertionError((self.index_process.asked, self.said))


def preview_paths(site: Site) -> SitePaths:
    """Read an archive, and return its paths."""
    with preview_of(site) as preview:
        preview.update()
        return preview.paths


def run_controller(site: Site, play: Callable[[Running], Awaitable[None]], *answers: Message) -> Running:
    """Run a controller while a test acts on it."""

    async def whole() -> Running:
        index_process = FakeIndexProcess()
        index_process.answers = list(answers)
        running = Running(site, index_process)
        task = asyncio.create_task(running.controller.run())
        try:
            await running.until(lambda: bool(index_process.asked) or task.done())
            await play(running)
        finally:
            task.cancel()
            index_process.pipe.put(None)
            (outcome,) = await asyncio.gather(task, return_exceptions=True)
            await running.controller.close()
        if isinstance(outcome, Exception):
            raise outcome
        return running

    return asyncio.run(whole())


@pytest.fixture(autouse=True)
def no_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the system report no changes."""
    monkeypatch.setattr("generator.notifications.watcher.Watcher.start", lambda _: None)
    monkeypatch.setattr("generator.notifications.watcher.Watcher.check", lambda _: None)


def test_all_is_looked_at_first_and_then_what_changed(site: SiteMaker) -> None:
    async def play(running: Running) -> None:
        for path in ("content/posts/a.md", "content/posts/a.md", "content/posts/b.md", "output/index.html"):
            running.controller.notice(path)
        await running.until(lambda: len(running.index_process.asked) == 2)

    running = run_controller(site({"posts/a.md": post()}), play)
    assert running.index_process.asked == [None, ("content/posts/a.md", "content/posts/b.md")]


def test_what_changes_during_a_look_is_looked_at_next(site: SiteMaker) -> None:
    async def play(running: Running) -> None:
        running.controller.notice("content/posts/a.md")
        await running.until(lambda: len(running.index_process.asked) == 2)
        running.controller.notice("content/posts/b.md")
        await running.until(lambda: len(running.index_process.asked) == 3)

    running = run_controller(site({"posts/a.md": post()}), play)
    assert running.index_process.asked[1:] == [("content/posts/a.md",), ("content/posts/b.md",)]


def test_settings_slugs_and_very_many_paths_ask_for_all(site: SiteMaker) -> None:
    async def play(running: Running) -> None:
        for number, paths in enumerate((["site.yaml"], ["content/slugs.yaml"], many), 2):
            for path in paths:
                running.controller.notice(path)
            await running.until(lambda number=number: len(running.index_process.asked) == number)  # type: ignore[misc]

    many = [f"content/posts/{number}.md" for number in range(2_001)]
    assert run_controller(site({"posts/a.md": post()}), play).index_process.asked == [None] * 4


def test_a_theme_needs_no_look(site: SiteMaker) -> None:
    async def play(running: Running) -> None:
        running.controller.notice("themes/own/templates/post.html")
        await running.until(lambda: any("the theme" in line for line in running.said))

    assert run_controller(site({"posts/a.md": post()}), play).index_process.asked == [None]


def test_after_a_rest_all_is_looked_through(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(running: Running) -> None:
        running.controller.notice("content/posts/a.md")
        await running.until(lambda: len(running.index_process.asked) == 3)

    monkeypatch.setattr("generator.preview.controller._REST", 0.01)
    first, news, rest = Updated(NEWS, 0.0), Updated(NEWS, 0.0), Updated(NOTHING, 0.0)
    running = run_controller(site({"posts/a.md": post()}), play, first, news, rest)
    assert running.index_process.asked == [None, ("content/posts/a.md",), None]
    assert len(running.said) == 2  # Nothing is said of a look that found nothing.


def test_where_the_system_does_not_tell_it_looks_again_and_again(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise WatchError("the system's limit on watched folders is reached")

    async def play(running: Running) -> None:
        await running.until(lambda: len(running.index_process.asked) == 3)

    monkeypatch.setattr("generator.notifications.watcher.Watcher.start", refuse)
    monkeypatch.setattr("generator.preview.controller._INTERVAL", 0.01)
    running = run_controller(site({"posts/a.md": post()}), play)
    assert "because the system's limit on watched folders is reached" in running.said[0]


def test_a_mistake_is_shown_and_told_until_it_is_mended(site: SiteMaker) -> None:
    problem = Problem("site.yaml", 1, 1, "config.x", "it is wrong", "mend it")

    async def play(running: Running) -> None:
        await running.until(lambda: bool(running.said))
        shown = await running.controller.respond("/")
        assert shown.status == 500
        assert b"it is wrong" in (shown.data or b"")
        running.controller.notice("site.yaml")
        await running.until(lambda: len(running.said) == 2)
        assert (await running.controller.respond("/")).status == 200

    running = run_controller(site({"posts/a.md": post()}), play, UpdateFailed((problem,), ""))
    assert running.said[0] == "site.yaml:1:1: it is wrong (mend it)"


def test_an_indexer_that_refuses_ends_it(site: SiteMaker) -> None:
    async def play(running: Running) -> None:
        await running.until(lambda: bool(running.index_process.asked))
        await asyncio.sleep(0.05)

    with pytest.raises(LockedError, match="it is served already"):
        run_controller(site({"posts/a.md": post()}), play, StartFailed("it is served already", True))


def test_a_source_that_has_just_changed_is_waited_for(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})

    async def play(running: Running) -> None:
        await running.until(lambda: bool(running.said))
        archive.write({"content/posts/a.md": post("新的甲")})
        asked = asyncio.create_task(running.controller.respond("/2021/12/28/a.html"))
        await asyncio.sleep(0.05)
        assert not asked.done()
        with preview_of(archive) as preview:
            preview.update()
        running.controller.notice("content/posts/a.md")
        assert "新的甲" in ((await asked).data or b"").decode()

    run_controller(archive, play)
