"""Publishing with a real rsync: to a path, through a shell that stands in for ssh, to a daemon."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.publish import rsync
from generator.publish.manifest import write_manifest
from generator.publish.rsync import RsyncDestination
from tests.conftest import SiteMaker
from tests.publish.publications import (
    Ear,
    breaking_off,
    differing,
    edit,
    example,
    free_port,
    send,
    served,
    swap,
    wait_for_port,
)
from tests.sites import Site, post, tree

pytestmark = pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not installed")

#: What rsync runs in place of ssh: host and options are passed over.
_SHELL = f"""#!{sys.executable}
import subprocess, sys
arguments = sys.argv[1:]
while arguments[0].startswith("-"):
    arguments = arguments[2 if arguments[0] == "-l" else 1:]
sys.exit(subprocess.call(" ".join(arguments[1:]), shell=True))
"""


@pytest.fixture
def www(tmp_path: Path) -> Path:
    return tmp_path / "www"


@contextmanager
def _daemon(www: Path) -> Iterator[str]:
    """Serve a folder as a module on loopback; yield its address."""
    port = free_port()
    www.mkdir()
    config = www.with_name("rsyncd.conf")
    user = f"uid = {os.geteuid()}\ngid = {os.getegid()}\n"
    config.write_text(f"use chroot = no\n{user}[www]\npath = {www}\nread only = no\n")
    command = [
        "rsync",
        "--daemon",
        "--no-detach",
        f"--config={config}",
        f"--port={port}",
        "--address=127.0.0.1",
    ]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for_port(port)
            yield f"rsync://127.0.0.1:{port}/www"
        finally:
            process.terminate()


@pytest.fixture(params=["path", "shell", "daemon"])
def target(
    request: pytest.FixtureRequest, www: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Yield the folder `www` by each of the ways that lead to it."""
    if request.param == "daemon":
        with _daemon(www) as address:
            yield address
    elif request.param == "shell":
        shell = tmp_path / "shell"
        shell.write_text(_SHELL)
        shell.chmod(0o755)
        monkeypatch.setenv("RSYNC_RSH", str(shell))
        yield f"example.org:{www}"
    else:
        yield f"rsync:{www}"


def test_each_way_leads_to_the_same_site(site: SiteMaker, www: Path, target: str) -> None:
    one = example(site)
    first = send(one, target)
    assert served(www) == one.tree()
    assert first.files == len(one.tree())
    before = one.tree()
    after = edit(one)
    second = send(one, target)
    assert served(www) == after
    assert (second.files, second.removed) == (differing(before, after), len(before.keys() - after.keys()))
    assert (www / ".backfile-manifest").is_file()
    assert not (www / ".backfile-pending").exists()
    assert send(one, target).files == 0


def test_a_machine_that_knows_nothing_finds_the_manifest_at_the_target(site: SiteMaker, www: Path) -> None:
    one = example(site)
    send(one, f"rsync:{www}")
    before, after = one.tree(), edit(one)
    shutil.rmtree(one.root / ".backfile" / "publish")
    outcome = send(one, f"rsync:{www}")
    assert outcome.files == differing(before, after)
    assert served(www) == after


def test_a_manifest_that_was_lost_costs_a_full_transfer_and_removes_nothing(
    site: SiteMaker, www: Path
) -> None:
    one = example(site)
    send(one, f"rsync:{www}")
    before = one.tree()
    (www / ".backfile-manifest").unlink()
    after = edit(one)
    outcome = send(one, f"rsync:{www}")
    assert (outcome.files, outcome.removed) == (len(after), 0)
    assert served(www) == before | after


def test_a_page_of_the_same_size_and_second_is_sent(site: SiteMaker, www: Path) -> None:
    one = example(site)
    for text in ("甲", "乙"):
        one.write({"content/posts/a.md": post("a", slug="a", categories="wanbao", body=text)})
        one.build()
        for path in one.output.rglob("*"):
            if path.is_file():
                os.utime(path, ns=(10**18, 10**18))
        one.build()
        send(one, f"rsync:{www}")
        assert served(www) == one.tree()


def test_files_that_are_not_ours_stay(site: SiteMaker, www: Path) -> None:
    one = example(site)
    (www / "wanbao/2021/12/28").mkdir(parents=True)
    (www / "wanbao/2021/12/28/theirs.html").write_text("x")
    (www / "theirs.txt").write_text("x")
    send(one, f"rsync:{www}")
    for name in "abc":
        one.write({f"content/posts/{name}.md": None})
    one.build()
    send(one, f"rsync:{www}")
    assert served(www) == one.tree() | {"theirs.txt": b"x", "wanbao/2021/12/28/theirs.html": b"x"}


def test_folders_that_are_empty_then_go(site: SiteMaker, www: Path) -> None:
    one = example(site)
    send(one, f"rsync:{www}")
    for name in "abc":
        one.write({f"content/posts/{name}.md": None})
    one.build()
    send(one, f"rsync:{www}")
    assert not (www / "wanbao").exists()


def test_names_that_mean_something_to_rsync_are_names(site: SiteMaker, www: Path) -> None:
    names = ["#a", ";b", "-c", "*d", "e f", "g\nh", "[i]", "字\u2028", "\\j"]
    one = site(
        {f"static/{name}": name for name in names} | {f"static/dir {name}/x": "" for name in names[:3]}
    )
    one.build()
    send(one, f"rsync:{www}")
    assert served(www) == one.tree()
    for name in names:
        one.write({f"content/static/{name}": None})
    one.build()
    outcome = send(one, f"rsync:{www}")
    assert outcome.removed == len(names)
    assert served(www) == one.tree()


def test_a_server_may_read_what_is_sent(site: SiteMaker, www: Path) -> None:
    one = example(site)
    before = os.umask(0o077)
    try:
        one.build(clean=1)
        send(one, f"rsync:{www}")
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in www.rglob("*.html")} == {0o644}


def test_a_list_of_what_is_pending_names_nothing_outside(site: SiteMaker, www: Path) -> None:
    one = example(site)
    send(one, f"rsync:{www}")
    victim = www.with_name("victim")
    victim.write_text("x")
    (www / ".backfile-pending").write_text("../victim\n")
    with pytest.raises(BackfileError, match="this manifest is damaged"):
        send(one, f"rsync:{www}")
    assert victim.exists()


def test_links_at_the_target_lead_nowhere(site: SiteMaker, www: Path, tmp_path: Path) -> None:
    """Neither what is sent nor what is removed goes through a link that somebody has put there."""
    one = example(site)
    send(one, f"rsync:{www}")
    outside = tmp_path / "outside"
    shutil.copytree(www / "wanbao", outside)
    before = tree(outside)
    shutil.rmtree(www / "wanbao")
    (www / "wanbao").symlink_to(outside)
    edit(one)
    one.write({"content/posts/c.md": None})
    one.build()
    with suppress(BackfileError):  # rsync refuses, or puts a folder in its place, as its version has it.
        send(one, f"rsync:{www}")
    assert tree(outside) == before


def test_links_in_the_output_are_not_published(site: SiteMaker, www: Path, tmp_path: Path) -> None:
    one = example(site)
    secret = tmp_path / "secret"
    secret.write_bytes((one.output / "index.html").read_bytes())
    (one.output / "index.html").unlink()
    (one.output / "index.html").symlink_to(secret)
    with pytest.raises(BackfileError, match=r"index\.html: it was changed by another program"):
        send(one, f"rsync:{www}")
    assert not www.exists()


def test_the_order_is_assets_pages_lists_feeds(site: SiteMaker, www: Path) -> None:
    one = example(site)
    ear = Ear()
    send(one, f"rsync:{www}", reporter=ear)
    assert ear.stages == ["check", "assets", "pages", "lists", "feeds"]
    assert sum(ear.done.values()) == len(one.tree())
    assert ear.done["pages"] == 6  # Three posts; a head, a list and the descriptions of the search index.
    edit(one)
    send(one, f"rsync:{www}", reporter=ear)
    assert ear.stages[-5:] == ["check", "pages", "lists", "feeds", "remove"]


@pytest.mark.parametrize("step", range(1, 8))
def test_what_is_broken_off_anywhere_can_be_repeated(
    site: SiteMaker, www: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """After a broken publication the output changes again, so that what it sent is wanted no more."""
    one = example(site)
    send(one, f"rsync:{www}")
    one.write({"content/posts/d.md": post("d", slug="d", categories="ribao")})
    edit(one)
    run = breaking_off(RsyncDestination._run, step)
    with monkeypatch.context() as patch:
        patch.setattr(RsyncDestination, "_run", run)
        with pytest.raises(KeyboardInterrupt):
            send(one, f"rsync:{www}")
    one.write({"content/posts/d.md": None})
    one.build()
    send(one, f"rsync:{www}")
    assert served(www) == one.tree()
    assert not (www / ".backfile-pending").exists()


def test_what_was_to_be_removed_and_is_wanted_again_is_sent(
    site: SiteMaker, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off when pages have gone already, of which the manifest says that they are there."""
    one = example(site)
    send(one, f"rsync:{www}")
    one.write({"content/posts/c.md": None})
    one.build()
    with monkeypatch.context() as patch:
        patch.setattr(rsync, "write_manifest", breaking_off(write_manifest, 0))
        with pytest.raises(KeyboardInterrupt):
            send(one, f"rsync:{www}")
    one.write({"content/posts/c.md": post("c", slug="c", categories="wanbao")})
    one.build()
    send(one, f"rsync:{www}")
    assert served(www) == one.tree()


def test_a_file_becomes_a_folder_and_the_reverse(site: SiteMaker, www: Path, target: str) -> None:
    one = example(site)
    for number in range(3):
        after = swap(one, number)
        send(one, target)
        assert served(www) == after
        assert not (www / ".backfile-pending").exists()


@pytest.mark.parametrize("again", [0, 1])
@pytest.mark.parametrize("step", range(1, 12))
def test_a_file_that_becomes_a_folder_can_be_repeated(
    site: SiteMaker, www: Path, monkeypatch: pytest.MonkeyPatch, step: int, again: int
) -> None:
    one = example(site)
    swap(one, 0)
    send(one, f"rsync:{www}")
    swap(one, 1)
    run = breaking_off(RsyncDestination._run, step)
    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(RsyncDestination, "_run", run)
        send(one, f"rsync:{www}")
    after = swap(one, again)
    send(one, f"rsync:{www}")
    assert served(www) == after


def test_a_refusal_is_told(site: SiteMaker, www: Path) -> None:
    one: Site = example(site)
    www.write_text("a file")
    with pytest.raises(BackfileError, match=r"rsync failed \(\d+\): "):
        send(one, f"rsync:{www}")


def test_a_password_in_an_address_is_not_shown(site: SiteMaker) -> None:
    one = example(site)
    with pytest.raises(BackfileError, match=r"^rsync://127\.0\.0\.1:1/m: rsync failed") as error:
        send(one, "rsync://u:s3cret@127.0.0.1:1/m")
    assert "s3cret" not in str(error.value)


def test_a_damaged_manifest_is_told(site: SiteMaker, www: Path) -> None:
    one = example(site)
    www.mkdir()
    (www / ".backfile-manifest").write_text("nonsense\n")
    with pytest.raises(BackfileError, match="this manifest is damaged"):
        send(one, f"rsync:{www}")


def test_without_rsync_that_is_told(
    site: SiteMaker, www: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one = example(site)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackfileError, match=r"rsync can't be run \(No such file or directory\); install it"):
        send(one, f"rsync:{www}")


def test_names_of_ours_are_those_in_the_docs() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "publish.md").read_text("utf-8")
    assert f"`{rsync.MANIFEST}`" in docs
    assert f"`{rsync.PENDING}`" in docs
