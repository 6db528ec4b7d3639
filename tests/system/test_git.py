"""What git's index says of files is taken where it can be relied upon, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import cast

import pytest

from generator.system import git as checkout
from generator.system.git import CheckoutError, Tracked, is_checkout, tracked
from tests.repositories import clone, commit, git, isolate_git, needs_git, wait

pytestmark = needs_git


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `site` with one committed post, content/a.md."""
    isolate_git(monkeypatch)
    folder = tmp_path / "site"
    put(folder, "content/a.md", "甲")
    commit(folder)
    return folder


def put(root: Path, name: str, text: str) -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def as_it_is(root: Path, name: str) -> Tracked:
    """Return a file with its state, and the id that git gives to its bytes."""
    state = (root / name).stat()
    object_id = git(root, "hash-object", "--no-filters", "--", name).strip()
    return Tracked(name, state.st_size, state.st_mtime_ns, bytes.fromhex(object_id))


def names(root: Path) -> set[str]:
    return {one.path for one in tracked(root)}


def test_files_come_with_state_and_object_id_whatever_their_names(root: Path) -> None:
    odd = ['引"号".md', "line\nbreak.md", "tab\tand\\.md", "deep/er/x.png", "H 100644 0\tcontent/a.md"]
    for number, name in enumerate(odd):
        put(root, f"content/{name}", f"text {number}")
    put(root, "elsewhere.md", "x")
    commit(root)
    assert sorted(tracked(root)) == sorted(as_it_is(root, f"content/{name}") for name in [*odd, "a.md"])


def test_a_name_that_is_not_utf8_is_left_out(root: Path) -> None:
    Path(os.fsdecode(bytes(root) + b"/content/\xb1\xea.md")).write_bytes(b"x")
    commit(root)
    assert names(root) == {"content/a.md"}


def test_an_entry_cut_in_two_is_put_together(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "content/b.md", "乙")
    commit(root)
    whole = list(tracked(root))
    monkeypatch.setattr(checkout, "_CHUNK", 7)
    assert list(tracked(root)) == whole != []


def test_a_site_may_lie_in_a_subfolder(root: Path) -> None:
    put(root, "sub/content/b.md", "乙")
    commit(root)
    assert list(tracked(root / "sub")) == [as_it_is(root / "sub", "content/b.md")]
    assert is_checkout(root / "sub")


def test_a_second_work_tree_and_a_clone_will_do(root: Path, tmp_path: Path) -> None:
    git(root, "worktree", "add", "-q", str(tmp_path / "second"))
    clone(root, tmp_path / "third")
    wait(tmp_path / "second")
    for folder in (tmp_path / "second", tmp_path / "third"):
        assert list(tracked(folder)) == [as_it_is(folder, "content/a.md")]
        assert is_checkout(folder)


@pytest.mark.parametrize("setting", ["index.version=4", "core.splitIndex=true", "core.untrackedCache=true"])
def test_forms_of_the_index_do_not_matter(root: Path, setting: str) -> None:
    git(root, "config", *setting.split("="))
    put(root, "content/b.md", "乙")
    commit(root)
    assert names(root) == {"content/a.md", "content/b.md"}


def test_object_ids_may_be_sha256(root: Path) -> None:
    put(root, "new/content/a.md", "甲")
    git(root / "new", "init", "-q", "--object-format=sha256")
    commit(root / "new")
    assert [len(one.object_id) for one in tracked(root / "new")] == [32]


def test_a_changed_file_has_the_state_that_git_saw(root: Path) -> None:
    before = as_it_is(root, "content/a.md")
    put(root, "content/a.md", "乙")
    assert list(tracked(root)) == [before] != [as_it_is(root, "content/a.md")]


def test_a_file_as_young_as_the_index_is_left_out(root: Path) -> None:
    young = (root / ".git" / "index").stat().st_mtime_ns
    for name, shift in (("older", -1), ("equal", 0), ("younger", 1)):
        file = put(root, f"content/{name}.md", name)
        os.utime(file, ns=(young + shift, young + shift))
    git(root, "add", "-A")
    os.utime(root / ".git" / "index", ns=(young, young))
    assert names(root) == {"content/a.md", "content/older.md"}


def _symbolic_link(root: Path) -> None:
    (root / "content/b.md").symlink_to("a.md")
    commit(root)


def _empty(root: Path) -> None:
    put(root, "content/b.md", "")
    commit(root)


def _untracked(root: Path) -> None:
    put(root, "content/b.md", "乙")


def _intended(root: Path) -> None:
    put(root, "content/b.md", "乙")
    git(root, "add", "-N", "content/b.md")
    wait(root)


def _assumed(root: Path) -> None:
    put(root, "content/b.md", "乙")
    commit(root)
    git(root, "update-index", "--assume-unchanged", "content/b.md")
    wait(root)


def _skipped(root: Path) -> None:
    put(root, "content/b.md", "乙")
    commit(root)
    git(root, "update-index", "--skip-worktree", "content/b.md")
    wait(root)


def _submodule(root: Path) -> None:
    put(root.parent / "module", "b.md", "乙")
    commit(root.parent / "module")
    git(root, "submodule", "--quiet", "add", (root.parent / "module").as_uri(), "content/module")
    wait(root)


def _conflict(root: Path) -> None:
    entries = "".join(f"100644 {'1' * 40} {stage}\tcontent/b.md\n" for stage in (1, 2, 3))
    put(root, "entries", entries)
    with (root / "entries").open() as stream:
        subprocess.run(["git", "update-index", "--index-info"], cwd=root, stdin=stream, check=True)
    wait(root)


def _attribute(line: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        put(root, "content/b.md", "four")
        put(root, ".gitattributes", f"b.md {line}\n")
        commit(root)

    return make


LEFT_OUT = [
    _symbolic_link, _empty, _untracked, _intended, _assumed, _skipped, _submodule, _conflict,
    _attribute("filter=lfs diff=lfs merge=lfs -text"), _attribute("ident"),
    _attribute("working-tree-encoding=UTF-16LE"),
]  # fmt: skip


@pytest.mark.parametrize("make", LEFT_OUT)
def test_what_can_not_be_relied_upon_is_left_out(root: Path, make: Callable[[Path], None]) -> None:
    make(root)
    assert names(root) == {"content/a.md"}


def test_a_sparse_checkout_tells_of_what_is_there(root: Path) -> None:
    put(root, "content/in/b.md", "乙")
    put(root, "content/out/c.md", "丙")
    commit(root)
    git(root, "sparse-checkout", "set", "--cone", "--sparse-index", "content/in")
    wait(root)
    assert names(root) == {"content/a.md", "content/in/b.md"}


def test_ends_of_lines_may_be_converted(root: Path) -> None:
    """That shows in the size, which whoever takes the object id has to compare."""
    put(root, ".gitattributes", "* text=auto eol=crlf\n")
    put(root, "content/b.md", "一\n二\n")
    commit(root)
    (root / "content/b.md").unlink()
    git(root, "checkout", "-q", ".")
    wait(root)
    sizes = {one.path: one.size for one in tracked(root)}
    assert sizes["content/b.md"] == len("一\r\n二\r\n".encode())


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_LITERAL_PATHSPECS"])
def test_variables_do_not_mislead(root: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")
    assert names(root) == {"content/a.md"}


@pytest.mark.parametrize("kind", ["--quiet", "--bare"])
def test_no_index_is_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    isolate_git(monkeypatch)
    git(tmp_path, "init", kind, *([".git"] if kind == "--bare" else []))
    assert list(tracked(tmp_path)) == []


def test_a_folder_in_no_work_tree_is_no_checkout(tmp_path: Path) -> None:
    assert not is_checkout(tmp_path)


def test_a_broken_repository_is_an_error(root: Path) -> None:
    (root / ".git" / "HEAD").unlink()
    with pytest.raises(CheckoutError, match="not a git repository"):
        list(tracked(root))


def test_a_damaged_index_is_an_error(root: Path) -> None:
    with (root / ".git" / "index").open("r+b") as stream:
        stream.write(b"x" * 40)
    with pytest.raises(CheckoutError, match="bad signature"):
        list(tracked(root))


def test_the_repository_of_another_user_is_an_error(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(CheckoutError, match="dubious ownership"):
        list(tracked(root))


def test_no_git_is_an_error(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(CheckoutError, match="can't be run"):
        list(tracked(root))


def stand_in(root: Path, monkeypatch: pytest.MonkeyPatch, listing: str) -> None:
    """Put a git on PATH that lists files by a line of shell."""
    script = put(
        root.parent,
        "bin/git",
        f'#!/bin/sh\ncase "$*" in\n*rev-parse*) echo .git/index;;\n*) {listing};;\nesac\n',
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")


def test_a_git_that_hangs_is_given_up_with_all_it_has_started(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(root, monkeypatch, "sleep 30; echo too late")
    monkeypatch.setattr(checkout, "TIMEOUT", 0.2)
    start = time.monotonic()
    with pytest.raises(CheckoutError, match=r"did not answer within 0\.2 seconds"):
        list(tracked(root))
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("listing", ["yes", "head -c 200000 /dev/zero"])
def test_a_listing_of_another_form_is_an_error(
    root: Path, monkeypatch: pytest.MonkeyPatch, listing: str
) -> None:
    stand_in(root, monkeypatch, listing)
    with pytest.raises(CheckoutError, match="in a format that this program does not know"):
        list(tracked(root))


def test_git_is_ended_when_nobody_listens_any_more(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = "H 100644 %040d 0\\tcontent/a.md\\0  ctime: 1:1\\n  mtime: 1:1\\n  dev: 1\\tino: 1\\n"
    entry += "  uid: 0\\tgid: 0\\n  size: 5\\tflags: 0\\n"
    stand_in(root, monkeypatch, f"while printf '{entry}' 0; do :; done")
    files = tracked(root)
    assert next(files) == Tracked("content/a.md", 5, 1_000_000_001, bytes(20))
    cast("Generator[Tracked]", files).close()
