"""What the system tells of real files; and what happens when it can't."""

from __future__ import annotations

import errno
import queue
import shutil
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from generator.notifications.classify import classify
from generator.notifications.watcher import Watcher, WatchError
from tests.conftest import SiteMaker
from tests.sites import Site

#: Seconds that a busy machine may take to tell of a change.
PATIENCE = 30.0


class Heard:
    """What was told so far."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.queue: queue.Queue[str] = queue.Queue()

    def wait_for(self, *wanted: str) -> None:
        """Wait until all of these have been told."""
        deadline = time.monotonic() + PATIENCE
        while not set(wanted) <= self.paths:
            self.paths.add(self.queue.get(timeout=max(0.0, deadline - time.monotonic())))


@contextmanager
def watched(site: Site) -> Iterator[Heard]:
    heard = Heard()
    watch = Watcher(site.root, site.root / ".backfile" / "preview", heard.queue.put)
    watch.start()
    try:
        yield heard
    finally:
        watch.stop()


def rename_over(file: Path, text: str) -> None:
    """Save as gedit, git and most programs do."""
    other = file.with_name(f".{file.name}.swap")
    other.write_text(text)
    other.replace(file)


def as_vim(file: Path, text: str) -> None:
    """Save as vim does with its default options."""
    probe = file.with_name("4913")
    probe.touch()
    probe.unlink()
    file.rename(file.with_name(f"{file.name}~"))
    file.write_text(text)
    file.with_name(f"{file.name}~").unlink()


SAVES: dict[str, Callable[[Path, str], object]] = {
    "in place": Path.write_text,
    "renamed over": rename_over,
    "as vim": as_vim,
}


@pytest.mark.parametrize("how", SAVES)
def test_saves_of_all_kinds(site: SiteMaker, how: str) -> None:
    archive = site({"posts/2024/a.md": "a"})
    with watched(archive) as heard:
        SAVES[how](archive.root / "content/posts/2024/a.md", "b")
        heard.wait_for("content/posts/2024/a.md")
    assert classify(heard.paths).content == ("content/posts/2024/a.md",)


def test_files_that_move_and_go(site: SiteMaker) -> None:
    archive = site({"posts/a.md": "a"})
    with watched(archive) as heard:
        (archive.root / "content/posts/a.md").rename(archive.root / "content/posts/b.md")
        heard.wait_for("content/posts/a.md", "content/posts/b.md")
        heard.paths.clear()
        (archive.root / "content/posts/b.md").unlink()
        heard.wait_for("content/posts/b.md")


def test_folders_that_come_later(site: SiteMaker) -> None:
    archive = site({"posts/a.md": "a"})
    with watched(archive) as heard:
        archive.write({"content/posts/x/y/b.md": "b"})
        heard.wait_for("content/posts/x")
        archive.write({"content/posts/x/y/c.md": "c"})
        heard.wait_for("content/posts/x/y/c.md")
        (archive.root / "content/posts/x").rename(archive.root / "content/posts/z")
        heard.wait_for("content/posts/x", "content/posts/z")
        archive.write({"content/posts/z/y/d.md": "d"})
        heard.wait_for("content/posts/z/y/d.md")
        shutil.rmtree(archive.root / "content/posts/z")
        heard.wait_for("content/posts/z")


def test_what_the_library_says_of_a_folder_that_it_adds_twice_is_not_shown(site: SiteMaker) -> None:
    with watched(site({"posts/a.md": "a"})):
        message = "Callback with id '1' already exists for watch x. It will be Overwritten."
        warnings.warn(message, RuntimeWarning, stacklevel=1)


def test_settings_and_themes(site: SiteMaker) -> None:
    archive = site().write({"themes/own/theme.yaml": "name: x\n"})
    with watched(archive) as heard:
        archive.write({"site.yaml": "title: y\n"})
        heard.wait_for("site.yaml")
        archive.write({"themes/own/templates/base.html": "x"})
        heard.wait_for("themes/own/templates")


def test_content_that_is_a_link(site: SiteMaker) -> None:
    archive = site({"posts/a.md": "a"})
    (archive.root / "content").rename(archive.root.parent / "elsewhere")
    (archive.root / "content").symlink_to(archive.root.parent / "elsewhere")
    with watched(archive) as heard:
        archive.write({"content/posts/a.md": "b"})
        heard.wait_for("content/posts/a.md")


def test_reading_is_no_change(site: SiteMaker) -> None:
    archive = site({"posts/a.md": "a"})
    with watched(archive) as heard:
        (archive.root / "content/posts/a.md").read_text()
        archive.write({"content/posts/b.md": "b"})
        heard.wait_for("content/posts/b.md")
    assert "content/posts/a.md" not in heard.paths


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE])
def test_a_limit_that_is_reached_at_once(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    archive = site()

    def start(_: BaseObserver) -> None:
        raise OSError(number, "inotify watch limit reached")

    monkeypatch.setattr("watchdog.observers.api.BaseObserver.on_thread_start", start)
    watch = Watcher(archive.root, archive.root / ".backfile/preview", lambda _: None)
    with pytest.raises(WatchError, match=r"limit .* is reached \(raise fs\.inotify\."):
        watch.start()


def test_a_limit_that_is_reached_below(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """watchdog passes over folders that it could not watch; that nothing more can be watched tells of it."""
    archive = site({"posts/x/a.md": "a"})
    made: list[BaseObserver] = []

    def observer() -> BaseObserver:
        made.append(Observer())
        schedule = made[0].schedule

        def limited(handler: object, path: str, **options: object) -> object:
            if path.endswith("preview"):
                raise OSError(errno.ENOSPC, "inotify watch limit reached")
            return schedule(handler, path, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(made[0], "schedule", limited)
        return made[0]

    watch = Watcher(archive.root, archive.root / ".backfile/preview", lambda _: None, observer)
    with pytest.raises(WatchError, match=r"max_user_watches"):
        watch.start()
    assert not made[0].is_alive()


def test_a_folder_that_was_watched_and_is_gone(site: SiteMaker) -> None:
    archive = site({"posts/a.md": "a"})
    told: queue.Queue[str] = queue.Queue()
    watch = Watcher(archive.root, archive.root / ".backfile/preview", told.put)
    watch.start()
    shutil.rmtree(archive.root / "content")
    while told.get(timeout=PATIENCE) != "content":
        pass
    with pytest.raises(WatchError, match="a folder that was watched is gone"):
        check_for_a_while(watch)


def check_for_a_while(watch: Watcher) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        watch.check()
