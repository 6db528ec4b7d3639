"""Files that change, go, or become something else while a build reads them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.content import scan
from generator.pipeline import index_stage, output_stage
from generator.reporting.report import Reporter
from generator.system import files
from tests.conftest import SiteMaker
from tests.sites import post
from tests.test_edits import CONFIG, archive
from tests.test_regressions import differing

POST = "content/posts/11/2021-11-13-post20.md"
FILE = "content/posts/10/pic.png"


def _become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _become_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _become_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def _take_folder(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("no folder any more", "utf-8")


CHANGES: dict[str, Callable[[Path], Any]] = {
    "goes": Path.unlink,
    "changes": lambda path: path.write_text(post("改了", "2021-11-13", body="改了的正文。"), "utf-8"),
    "grows": lambda path: path.write_bytes(path.read_bytes() + b"more"),
    "shrinks": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "becomes a folder": _become_folder,
    "becomes a pipe": _become_pipe,
    "becomes a link": _become_link,
    "folder becomes a file": _take_folder,
}


class Ear(Reporter):
    """Hears notes."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def before(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, do: Callable[[], object]) -> None:
    """Do something once, just before a function is called for the first time."""
    real = getattr(owner, name)

    def wrapped(*arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(owner, name, real)
        do()
        return real(*arguments, **named)

    monkeypatch.setattr(owner, name, wrapped)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("path", [POST, FILE])
@pytest.mark.parametrize("moment", ["read_content", "render"])
def test_a_source_that_moves(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], Any], path: str, moment: str
) -> None:
    """Between scan and reading it is read as it is then; between reading and rendering nothing is mixed."""
    one = site(archive(), CONFIG)
    one.build()
    old = one.tree()
    (one.root / path).write_bytes((one.root / path).read_bytes() + b"new\n")
    owner = index_stage if moment == "read_content" else output_stage
    before(monkeypatch, owner, moment, lambda: change(one.root / path))
    ear = Ear()
    one.build(ear)
    page = "社会/2021/11/13/post20.html" if path == POST else "posts/10/pic.png"
    if moment == "render":
        assert one.tree().get(page) == old.get(page)
        assert [note for note in ear.notes if path in note and "build again" in note]
    one.build()
    if (one.root / path).is_symlink() or (one.root / path).is_fifo():
        (one.root / path).unlink()  # It is nothing to the build, and a clean build's copy would follow it.
    assert differing(one.tree(), one.clean_tree()) == []


def test_a_post_that_is_always_being_written_to_is_told(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = site(archive(), CONFIG)
    one.build()
    old = one.tree()
    (one.root / POST).write_bytes((one.root / POST).read_bytes() + b"new\n")
    real = files._read

    def append(descriptor: int, size: int) -> bytes:
        data = real(descriptor, size)
        if os.readlink(f"/proc/self/fd/{descriptor}").endswith(POST):
            with open(one.root / POST, "ab") as stream:
                stream.write(b"x")
        return data

    monkeypatch.setattr(files, "_read", append)
    report = one.build()
    told = [problem for problem in report.problems if problem.path == POST]
    assert [problem.message for problem in told] == ["the file can't be read: it is being written to"]
    assert one.tree() == old
    monkeypatch.setattr(files, "_read", real)
    assert one.build().problems == ()
    assert differing(one.tree(), one.clean_tree()) == []


@pytest.mark.parametrize(("size", "after"), [(100, b"x"), (5, b"")])
def test_half_of_one_version_and_half_of_another_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, after: bytes
) -> None:
    """A file grows, or is made shorter, between the look at its size and its end."""
    path = tmp_path / "a.md"
    path.write_bytes(b"y" * 50)
    before(monkeypatch, files, "_read", lambda: path.write_bytes(b"z" * size))
    assert files.read_file(str(path))[0] == b"z" * size


def test_what_is_no_file_is_told(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    posts = one.root / "content" / "posts"
    os.mkfifo(posts / "pipe.md")
    (posts / "dangling.md").symlink_to("nowhere.md")
    (posts / "loop.md").symlink_to("loop.md")
    (posts / "up").symlink_to("..")
    problems = {problem.path.rpartition("/")[2]: problem.code for problem in one.build().problems}
    assert problems == {
        "pipe.md": "scan.special", "dangling.md": "scan.link", "loop.md": "scan.link", "up": "scan.link",
    }  # fmt: skip


def test_a_folder_that_goes_during_the_scan(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    one = site(archive(), CONFIG)
    one.build()
    before(monkeypatch, scan, "walk", lambda: shutil.rmtree(one.root / "content" / "posts" / "11"))
    one.build()
    one.build()
    assert differing(one.tree(), one.clean_tree()) == []
