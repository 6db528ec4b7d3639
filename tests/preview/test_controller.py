"""What follows from what, with an indexer and a system that do as they are told."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Awaitable, Callable, Iterator
from typing import cast

import pytest

from generator.core.errors import LockedError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.preview.changes.watcher import UnwatchedError
from generator.preview.controller import Controller
from generator.preview.http.server_sent_events import Hub
from generator.preview.index_process import Broken, IndexProcess, Message, Opened, Refused, Updated
from generator.preview.preview_index import Update
from tests.conftest import SiteMaker
from tests.preview.previews import preview_of
from tests.sites import Site, post

NOTHING = Update(0, 0, False, False, ())
NEWS = Update(1, 0, True, False, ())
Asked = tuple[str, ...] | None


class Obedient:
    """An indexer that notes what it is asked for, and answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.pipe: queue.Queue[Message | None] = queue.Queue()
        self.answers: list[Message] = []
        self.pipe.put(Opened(False))

    def ask(self, paths: Asked) -> None:
        self.asked.append(paths)
        self.pipe.put(self.answers.pop(0) if self.answers else Updated(NEWS, 0.01))

    def messages(self) -> Iterator[Message]:
        while (message := self.pipe.get()) is not None:
            yield message


class Stage:
    """A conductor at work, and what it said."""

    def __init__(self, site: Site, index_process: Obedient) -> None:
        self.said: list[str] = []
        self.hub = Hub()
        self.index_process = index_process
        paths = preview_paths(site)
        self.controller = Controller(
            paths, cast("IndexProcess", index_process), self.hub, self.said.append, polls=False
        )

    async def until(self, is_it: Callable[[], bool]) -> None:
        """Let the conductor go on until something holds; it has a minute."""
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


def conducted(site: Site, play: Callable[[Stage], Awaitable[None]], *answers: Message) -> Stage:
    """Run a conductor while a test plays with it."""

    async def whole() -> Stage:
        index_process = Obedient()
        index_process.answers = list(answers)
        stage = Stage(site, index_process)
        running = asyncio.create_task(stage.controller.run())
        try:
            await stage.until(lambda: bool(index_process.asked) or running.done())
            await play(stage)
        finally:
            running.cancel()
            index_process.pipe.put(None)
            (outcome,) = await asyncio.gather(running, return_exceptions=True)
            await stage.controller.close()
        if isinstance(outcome, Exception):
            raise outcome
        return stage

    return asyncio.run(whole())


@pytest.fixture(autouse=True)
def no_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the system tell nothing by itself."""
    monkeypatch.setattr("generator.preview.changes.watcher.Watch.start", lambda _: None)
    monkeypatch.setattr("generator.preview.changes.watcher.Watch.check", lambda _: None)


def test_all_is_looked_at_first_and_then_what_changed(site: SiteMaker) -> None:
    async def play(stage: Stage) -> None:
        for path in ("content/posts/a.md", "content/posts/a.md", "content/posts/b.md", "output/index.html"):
            stage.controller.notice(path)
        await stage.until(lambda: len(stage.index_process.asked) == 2)

    stage = conducted(site({"posts/a.md": post()}), play)
    assert stage.index_process.asked == [None, ("content/posts/a.md", "content/posts/b.md")]


def test_what_changes_during_a_look_is_looked_at_next(site: SiteMaker) -> None:
    async def play(stage: Stage) -> None:
        stage.controller.notice("content/posts/a.md")
        await stage.until(lambda: len(stage.index_process.asked) == 2)
        stage.controller.notice("content/posts/b.md")
        await stage.until(lambda: len(stage.index_process.asked) == 3)

    stage = conducted(site({"posts/a.md": post()}), play)
    assert stage.index_process.asked[1:] == [("content/posts/a.md",), ("content/posts/b.md",)]


def test_settings_slugs_and_very_many_paths_ask_for_all(site: SiteMaker) -> None:
    async def play(stage: Stage) -> None:
        for number, paths in enumerate((["site.yaml"], ["content/slugs.yaml"], many), 2):
            for path in paths:
                stage.controller.notice(path)
            await stage.until(lambda number=number: len(stage.index_process.asked) == number)  # type: ignore[misc]

    many = [f"content/posts/{number}.md" for number in range(2_001)]
    assert conducted(site({"posts/a.md": post()}), play).index_process.asked == [None] * 4


def test_a_theme_needs_no_look(site: SiteMaker) -> None:
    async def play(stage: Stage) -> None:
        stage.controller.notice("themes/own/templates/post.html")
        await stage.until(lambda: any("the theme" in line for line in stage.said))

    assert conducted(site({"posts/a.md": post()}), play).index_process.asked == [None]


def test_after_a_rest_all_is_looked_through(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(stage: Stage) -> None:
        stage.controller.notice("content/posts/a.md")
        await stage.until(lambda: len(stage.index_process.asked) == 3)

    monkeypatch.setattr("generator.preview.controller._REST", 0.01)
    first, news, rest = Updated(NEWS, 0.0), Updated(NEWS, 0.0), Updated(NOTHING, 0.0)
    stage = conducted(site({"posts/a.md": post()}), play, first, news, rest)
    assert stage.index_process.asked == [None, ("content/posts/a.md",), None]
    assert len(stage.said) == 2  # Nothing is said of a look that found nothing.


def test_where_the_system_does_not_tell_it_looks_again_and_again(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise UnwatchedError("the system's limit on watched folders is reached")

    async def play(stage: Stage) -> None:
        await stage.until(lambda: len(stage.index_process.asked) == 3)

    monkeypatch.setattr("generator.preview.changes.watcher.Watch.start", refuse)
    monkeypatch.setattr("generator.preview.controller._INTERVAL", 0.01)
    stage = conducted(site({"posts/a.md": post()}), play)
    assert "because the system's limit on watched folders is reached" in stage.said[0]


def test_a_mistake_is_shown_and_told_until_it_is_mended(site: SiteMaker) -> None:
    problem = Problem("site.yaml", 1, 1, "config.x", "it is wrong", "mend it")

    async def play(stage: Stage) -> None:
        await stage.until(lambda: bool(stage.said))
        shown = await stage.controller.show("/")
        assert shown.status == 500
        assert b"it is wrong" in (shown.data or b"")
        stage.controller.notice("site.yaml")
        await stage.until(lambda: len(stage.said) == 2)
        assert (await stage.controller.show("/")).status == 200

    stage = conducted(site({"posts/a.md": post()}), play, Broken((problem,), ""))
    assert stage.said[0] == "site.yaml:1:1: it is wrong (mend it)"


def test_an_indexer_that_refuses_ends_it(site: SiteMaker) -> None:
    async def play(stage: Stage) -> None:
        await stage.until(lambda: bool(stage.index_process.asked))
        await asyncio.sleep(0.05)

    with pytest.raises(LockedError, match="it is served already"):
        conducted(site({"posts/a.md": post()}), play, Refused("it is served already", True))


def test_a_source_that_has_just_changed_is_waited_for(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})

    async def play(stage: Stage) -> None:
        await stage.until(lambda: bool(stage.said))
        archive.write({"content/posts/a.md": post("新的甲")})
        asked = asyncio.create_task(stage.controller.show("/2021/12/28/a.html"))
        await asyncio.sleep(0.05)
        assert not asked.done()
        with preview_of(archive) as preview:
            preview.update()
        stage.controller.notice("content/posts/a.md")
        assert "新的甲" in ((await asked).data or b"").decode()

    conducted(archive, play)
