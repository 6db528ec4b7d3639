"""Publishing to a branch of a real repository."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.publish import repository
from generator.publish.repository import Repository
from tests.conftest import SiteMaker
from tests.publish.publications import differing, edit, example, send, swap
from tests.repositories import git, isolate_git, needs_git
from tests.sites import Site, Tree, post, tree

pytestmark = needs_git

PLAIN = {".nojekyll": b""}


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_git(monkeypatch)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Return a repository to push to, which can leave files out of what it hands out, as large hosts can."""
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    git(tmp_path / "bare.git", "config", "uploadpack.allowFilter", "true")
    git(tmp_path / "bare.git", "config", "receive.unpackLimit", "1")
    return tmp_path / "bare.git"


def branch(bare: Path, name: str = "gh-pages") -> Tree:
    """Return the files of a branch."""
    folder = bare.with_name("look")
    shutil.rmtree(folder, ignore_errors=True)
    git(bare.parent, "clone", "-q", "--branch", name, str(bare), str(folder))
    shutil.rmtree(folder / ".git")
    return tree(folder)


def received(bare: Path) -> int:
    """Return the number of objects in all packs that a repository was sent, those that it had among them."""
    counts = dict(line.split(": ") for line in git(bare, "count-objects", "-v").splitlines())
    return int(counts["in-pack"])


def forget(site: Site) -> None:
    """Be a machine that has the output but has never published it."""
    shutil.rmtree(site.root / ".backfile" / "publish")


def change(bare: Path, name: str, content: str, branch: str = "gh-pages") -> None:
    """Commit a file to a branch, as a person or the host itself may do."""
    folder = bare.with_name("change")
    shutil.rmtree(folder, ignore_errors=True)
    exists = git(bare, "branch", "--list", branch)
    git(bare.parent, "clone", "-q", *(["--branch", branch] if exists else []), str(bare), str(folder))
    (folder / name).write_text(content)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", f"Create {name}")
    git(folder, "push", "-q", "origin", f"HEAD:{branch}")


def test_the_branch_is_one_commit_with_the_output(site: SiteMaker, bare: Path) -> None:
    one = example(site)
    outcome = send(one, f"git:{bare}")
    assert branch(bare) == one.tree() | PLAIN
    assert outcome.files == len(one.tree())
    after = edit(one)
    send(one, f"git:{bare}")
    assert branch(bare) == after | PLAIN
    assert git(bare, "rev-list", "--count", "gh-pages") == "1\n"


@pytest.mark.parametrize("machine", ["same", "fresh", "tidied"])
def test_only_what_changed_is_sent(
    site: SiteMaker, bare: Path, monkeypatch: pytest.MonkeyPatch, machine: str
) -> None:
    if machine == "tidied":
        monkeypatch.setattr(repository, "_BYTES", 0)
    dates = [f"2021-{1 + number % 12:02}-{1 + number % 28:02}" for number in range(80)]
    one = site({f"posts/{date}-{number}.md": post(date=date) for number, date in enumerate(dates)})
    one.build()
    send(one, f"git:{bare}#pages")
    total = received(bare)
    for number in range(2):
        before, held = one.tree(), received(bare)
        after = edit(one, number)
        if machine == "fresh":
            forget(one)
        outcome = send(one, f"git:{bare}#pages")
        assert outcome.files == differing(before, after)
        changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
        folders = {folder for path in changed for folder in Path(path).parents}
        # The receiver adds to a pack what deltas in it are against.
        assert received(bare) - held <= 2 * (outcome.files + len(folders)) + 1 < total / 2
        assert branch(bare, "pages") == after | PLAIN
    assert send(one, f"git:{bare}#pages").files == 0


@pytest.mark.parametrize("filtering", ["true", "false"])
def test_a_machine_that_knows_nothing_asks_the_branch(site: SiteMaker, bare: Path, filtering: str) -> None:
    git(bare, "config", "uploadpack.allowFilter", filtering)
    one = example(site)
    send(one, f"git:{bare}")
    before, after = one.tree(), edit(one)
    forget(one)
    outcome = send(one, f"git:{bare}")
    assert (outcome.files, outcome.removed) == (differing(before, after), len(before.keys() - after.keys()))
    assert branch(bare) == after | PLAIN


def test_a_repository_that_has_grown_is_begun_anew(
    site: SiteMaker, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository, "_BYTES", 0)
    one = example(site)
    for number in range(3):
        before, after = one.tree(), edit(one, number)
        outcome = send(one, f"git:{bare}")
        assert not list(one.root.glob(".backfile/publish/*/repository.git"))
        if number:
            assert outcome.files == differing(before, after)
        assert branch(bare) == after | PLAIN


def test_files_that_are_not_ours_stay(site: SiteMaker, bare: Path) -> None:
    """The host itself puts a file upon our commit when it is given a domain."""
    one = example(site)
    send(one, f"git:{bare}")
    change(bare, "CNAME", "archive.example")
    for number in range(3):
        after = edit(one, number)
        if number == 1:
            forget(one)
        send(one, f"git:{bare}")
        assert branch(bare) == after | PLAIN | {"CNAME": b"archive.example"}


@pytest.mark.parametrize("filtering", ["true", "false"])
@pytest.mark.parametrize("machine", ["same", "fresh"])
def test_many_commits_of_others_upon_ours_hide_nothing(
    site: SiteMaker, bare: Path, machine: str, filtering: str
) -> None:
    git(bare, "config", "uploadpack.allowFilter", filtering)
    one = example(site)
    send(one, f"git:{bare}")
    change(bare, "CNAME", "archive.example")
    folder = bare.with_name("change")
    for number in range(repository._DEPTH):
        git(folder, "commit", "-q", "--allow-empty", "-m", f"{number}")
    git(folder, "push", "-q", "origin", "HEAD:gh-pages")
    for number in range(2):
        before, after = one.tree(), edit(one, number)
        if machine == "fresh":
            forget(one)
        outcome = send(one, f"git:{bare}")
        assert outcome.removed == len(before.keys() - after.keys())
        assert branch(bare) == after | PLAIN | {"CNAME": b"archive.example"}
        assert git(bare, "rev-list", "--count", "gh-pages") == "1\n"


def test_a_page_that_others_changed_is_ours_again(site: SiteMaker, bare: Path) -> None:
    one = example(site)
    send(one, f"git:{bare}")
    change(bare, "index.html", "theirs")
    outcome = send(one, f"git:{bare}")
    assert outcome.files == 1
    assert branch(bare) == one.tree() | PLAIN


def test_a_branch_of_others_keeps_what_we_do_not_have(site: SiteMaker, bare: Path) -> None:
    one = example(site)
    change(bare, "old post.html", "old")
    change(bare, "index.html", "old")
    send(one, f"git:{bare}")
    old = {"old post.html": b"old"}
    assert branch(bare) == one.tree() | PLAIN | old
    forget(one)
    after = edit(one)
    send(one, f"git:{bare}")
    assert branch(bare) == after | PLAIN | old


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_a_file_of_others_whose_name_is_no_unicode_stays(site: SiteMaker, bare: Path, first: str) -> None:
    name = os.fsdecode(b"old-\xd6\xd0.html")
    one = example(site)
    if first == "ours":
        send(one, f"git:{bare}")
    change(bare, name, "old")
    for number in range(3):
        after = edit(one, number)
        send(one, f"git:{bare}")
        assert branch(bare) == after | PLAIN | {name: b"old"}
        forget(one)


def test_names_that_mean_something_to_git_are_names(site: SiteMaker, bare: Path) -> None:
    names = ['"q"', "a\\b", "g\nh", "字 x", " lead", "x\u2028"]
    one = site({f"static/{name}": name for name in names})
    one.build()
    send(one, f"git:{bare}")
    assert branch(bare) == one.tree() | PLAIN
    for name in names:
        one.write({f"content/static/{name}": None})
    one.build()
    forget(one)
    assert send(one, f"git:{bare}").removed == len(names)
    assert branch(bare) == one.tree() | PLAIN


@pytest.mark.parametrize("machine", ["same", "fresh"])
def test_a_file_becomes_a_folder_and_the_reverse(site: SiteMaker, bare: Path, machine: str) -> None:
    one = example(site)
    for number in range(3):
        after = swap(one, number)
        send(one, f"git:{bare}")
        assert branch(bare) == after | PLAIN
        if machine == "fresh":
            forget(one)


def test_who_came_in_between_is_not_run_over(
    site: SiteMaker, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = example(site)
    send(one, f"git:{bare}")
    edit(one)
    real = Repository.git

    def come_between(self: Repository, *arguments: str, **named: object) -> object:
        if arguments[0] == "push":
            change(bare, "theirs", "x")
        return real(self, *arguments, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Repository, "git", come_between)
        with pytest.raises(BackfileError, match="somebody else has changed this branch meanwhile"):
            send(one, f"git:{bare}")
    send(one, f"git:{bare}")
    assert branch(bare) == one.tree() | PLAIN | {"theirs": b"x"}


@pytest.mark.parametrize("step", ["fast-import", "push", "update-ref", "rev-parse"])
def test_what_is_broken_off_anywhere_can_be_repeated(
    site: SiteMaker, bare: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    one = example(site)
    send(one, f"git:{bare}")
    edit(one)
    real = Repository.git

    def break_off(self: Repository, *arguments: str, **named: object) -> object:
        ended = real(self, *arguments, **named)  # type: ignore[arg-type]
        if arguments[0] == step:
            raise KeyboardInterrupt
        return ended

    with monkeypatch.context() as patch:
        patch.setattr(Repository, "git", break_off)
        with pytest.raises(KeyboardInterrupt):
            send(one, f"git:{bare}")
    after = edit(one, 2)
    send(one, f"git:{bare}")
    assert branch(bare) == after | PLAIN


def test_a_remote_of_the_archive_is_reached_with_its_settings(site: SiteMaker, bare: Path) -> None:
    one = example(site)
    git(one.root, "init", "-q")
    git(one.root, "remote", "add", "origin", "https://host.example/x.git")
    git(one.root, "config", f"url.{bare}.insteadOf", "https://host.example/x.git")
    send(one, "git:origin")
    assert branch(bare) == one.tree() | PLAIN


def test_a_remote_that_is_none_is_told(site: SiteMaker, bare: Path) -> None:
    one = example(site)
    git(one.root, "init", "-q")
    with pytest.raises(BackfileError, match="git:upstream: the archive's repository has no such remote"):
        send(one, "git:upstream")
    with pytest.raises(BackfileError, match="nowhere: git ls-remote failed: fatal: "):
        send(one, "git:/nowhere")


def test_a_token_in_a_url_is_neither_shown_nor_written_down(
    site: SiteMaker, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = example(site)
    git(one.root, "init", "-q")
    git(one.root, "config", f"url.{bare}.insteadOf", "https://robot:s3cret@host.example/x.git")
    outcome = send(one, "git:https://robot:s3cret@host.example/x.git")
    assert "s3cret" not in repr(outcome.as_json())
    for path in (one.root / ".backfile").rglob("*"):
        assert path.is_dir() or b"s3cret" not in path.read_bytes()
    with pytest.raises(BackfileError, match=r"^https://127\.0\.0\.1:1/x\.git: git ls-remote failed") as error:
        send(one, "git:https://robot:s3cret@127.0.0.1:1/x.git")
    assert "s3cret" not in str(error.value)


def test_a_dry_run_pushes_nothing(site: SiteMaker, bare: Path) -> None:
    one = example(site)
    assert send(one, f"git:{bare}", dry_run=True).files == len(one.tree())
    assert git(bare, "branch", "--list") == ""


def test_the_commit_follows_from_the_output_and_the_build(site: SiteMaker, bare: Path) -> None:
    one = example(site)
    send(one, f"git:{bare}")
    found = git(bare, "log", "-1", "--format=%cI %an|%B", "gh-pages")
    assert found.startswith("2022-01-10T00:00:00+00:00 Backfile|Publish ")
    assert "\nBackfile-Fingerprint: " in found
