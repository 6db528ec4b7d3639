"""A build in a fresh clone, as in CI: every time is new, and index and output come from a cache."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.content import load
from generator.index import git_objects
from generator.reporting.report import Reporter
from generator.system import files
from tests import repositories
from tests.conftest import SiteMaker
from tests.repositories import commit, git, isolate_git, needs_git, wait
from tests.sites import Site, Tree, post

pytestmark = needs_git

POSTS: dict[str, str | bytes | None] = {
    f"posts/2021/{number:02}.md": post(f"文{number}", slug=f"p{number}", tags=f"标{number % 5}")
    for number in range(30)
}
FILES = {"static/robots.png": b"\x89PNG", "pages/about.md": post("关于")}


class Ear(Reporter):
    """Hears what a build has to read, and its notes."""

    def __init__(self) -> None:
        self.read = -1
        self.notes: list[str] = []

    def begin(self, stage: str, total: int) -> None:
        if stage == "read":
            self.read = total

    def note(self, text: str) -> None:
        self.notes.append(text)


@pytest.fixture
def origin(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A built archive under version control. Git is asked for archives of any size."""
    isolate_git(monkeypatch)
    monkeypatch.setattr(git_objects, "MANY", 1)
    one = site(POSTS | FILES)
    one.write({".gitignore": "/output/\n/.backfile/\n"})
    one.build()
    commit(one.root)
    shutil.rmtree(one.root / ".backfile")  # What was read before the commit has no object ids.
    one.build()
    return one


def clone(
    origin: Site, *options: str, name: str = "clone", copy: Callable[[str, str], object] = shutil.copy2
) -> Site:
    """Clone an archive, and bring index and output over."""
    fresh = Site(origin.root.with_name(name))
    repositories.clone(origin.root, fresh.root, *options)
    for folder in (".backfile", "output"):
        shutil.copytree(origin.root / folder, fresh.root / folder, copy_function=copy)
    return fresh


def edit(origin: Site) -> None:
    """Commit a change of one post."""
    origin.write({"content/posts/2021/07.md": post("新题", slug="p7", tags="标2")})
    commit(origin.root)


def differing(one: Tree, other: Tree) -> set[str]:
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}


def test_only_what_a_commit_changed_is_read_and_written(
    origin: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = origin.tree()
    edit(origin)
    fresh = clone(origin)
    opened: list[str] = []

    def listen(path: str, limit: int | None = None) -> tuple[bytes | None, os.stat_result]:
        opened.append(path)
        return files.read_file(path, limit)

    monkeypatch.setattr(load, "read_file", listen)
    ear = Ear()
    report = fresh.build(ear)
    assert (ear.read, ear.notes) == (1, [])
    assert [Path(path).name for path in opened] == ["07.md"]
    assert report.written + report.removed == len(differing(before, fresh.tree())) > 0
    assert fresh.tree() == fresh.clean_tree()


def test_without_git_all_is_read_and_the_same_is_written(
    origin: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = origin.tree()
    edit(origin)
    fresh = clone(origin)
    monkeypatch.setenv("PATH", str(tmp_path))
    ear = Ear()
    report = fresh.build(ear)
    assert ear.read == len(POSTS | FILES)
    assert len(ear.notes) == 1
    assert "all are read: it can't be run (No such file or directory)" in ear.notes[0]
    assert report.written + report.removed == len(differing(before, fresh.tree())) > 0
    assert fresh.tree() == fresh.clean_tree()


def test_what_one_clone_has_read_the_next_need_not(origin: Site) -> None:
    edit(origin)
    first = clone(origin)
    first.build()
    second = clone(first, name="second")
    ear = Ear()
    second.build(ear)
    assert ear.read == 0


def test_a_clone_that_was_read_without_git_is_read_once_more(origin: Site) -> None:
    index = origin.root / ".backfile" / "index.sqlite"
    index.unlink()
    shutil.move(origin.root / ".git", origin.root.with_name("away"))
    origin.build()
    shutil.move(origin.root.with_name("away"), origin.root / ".git")
    ear = Ear()
    clone(origin).build(ear)
    assert ear.read == len(POSTS | FILES)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_output_with_new_times_is_not_written_again(origin: Site, jobs: int) -> None:
    edit(origin)
    before = origin.tree()
    fresh = clone(origin, copy=shutil.copyfile)
    (fresh.output / "index.html").write_bytes(b"x" * len(before["index.html"]))
    report = fresh.build(jobs=jobs)
    assert report.written + report.removed == len(differing(before, fresh.tree()) | {"index.html"})
    assert fresh.tree() == fresh.clean_tree()
    assert fresh.build().written == 0


def test_other_ends_of_lines_are_seen(origin: Site) -> None:
    fresh = clone(origin, "--config", "core.autocrlf=true")
    assert b"\r\n" in (fresh.root / "content/posts/2021/07.md").read_bytes()
    ear = Ear()
    fresh.build(ear)
    assert ear.read == len(POSTS) + 1  # the page
    assert fresh.tree() == fresh.clean_tree()


def test_files_behind_a_filter_are_read(origin: Site) -> None:
    """The same object, another filter: bytes of the same number that say something else."""
    fresh = clone(origin)
    (fresh.root / ".git/info/attributes").write_text("07.md filter=swap\n", encoding="utf-8")
    git(fresh.root, "config", "filter.swap.smudge", "sed s/文7/字7/")
    (fresh.root / "content/posts/2021/07.md").unlink()
    git(fresh.root, "checkout", "-q", ".")
    wait(fresh.root)
    ear = Ear()
    fresh.build(ear)
    assert ear.read == 1
    assert "字7" in fresh.page("index.html")
    assert fresh.tree() == fresh.clean_tree()


def test_a_change_after_the_clone_is_read(origin: Site) -> None:
    fresh = clone(origin)
    fresh.write({"content/posts/2021/07.md": post("字7", slug="p7", tags="标2")})
    ear = Ear()
    fresh.build(ear)
    assert ear.read == 1
    assert fresh.tree() == fresh.clean_tree()


def test_a_clean_build_reads_all_and_remembers(origin: Site) -> None:
    fresh = clone(origin)
    ear = Ear()
    fresh.build(ear, clean=1)
    assert ear.read == len(POSTS | FILES)
    second = clone(fresh, name="second")
    second.build(ear)
    assert ear.read == 0


def test_the_stand_in_of_a_bad_post_is_read_in_a_clone(origin: Site) -> None:
    origin.write({"content/posts/2021/07.md": b"---\ntitle: [\n---\n" + b"\x00"})
    commit(origin.root)
    origin.build()
    fresh = clone(origin)
    ear = Ear()
    report = fresh.build(ear)
    assert (ear.read, report.kept) == (1, 1)
    assert fresh.tree() == fresh.clean_tree()


def test_a_refusal_of_git_is_told_and_stops_nothing(origin: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = clone(origin)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    ear = Ear()
    assert fresh.build(ear).published == len(POSTS)
    assert ear.read == len(POSTS | FILES)
    assert len(ear.notes) == 1
    assert "detected dubious ownership" in ear.notes[0]
