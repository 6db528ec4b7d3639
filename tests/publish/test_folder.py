"""Publishing into a folder: releases, links, rollback, and what is not ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.core.errors import BackfileError, LockedError
from generator.publish.folder import FolderDestination
from generator.publish.releases import Releases
from generator.system.lock import hold
from tests.conftest import SiteMaker
from tests.publish.publications import Ear, differing, edit, example, go_back, send, swap
from tests.sites import Site, tree


@pytest.fixture
def www(tmp_path: Path) -> Path:
    return tmp_path / "www"


def releases(www: Path) -> list[int]:
    return Releases(www).numbers()


def test_a_release_is_the_output(site: SiteMaker, www: Path) -> None:
    one = example(site)
    outcome = send(one, www)
    assert tree(www / "current") == one.tree()
    assert os.readlink(www / "current") == "releases/1"
    assert (outcome.files, outcome.new, outcome.removed) == (len(one.tree()), len(one.tree()), 0)
    assert sorted(path.name for path in www.iterdir()) == [".backfile-lock", "current", "releases"]


def test_what_has_not_changed_is_the_same_file(site: SiteMaker, www: Path) -> None:
    one = example(site)
    send(one, www)
    before = one.tree()
    after = edit(one)
    outcome = send(one, www)
    assert tree(www / "current") == after
    assert tree(www / "releases/1") == before
    assert outcome.files == differing(before, after)
    assert outcome.removed == len(before.keys() - after.keys()) > 0
    for path in before.keys() & after.keys():
        first, second = www / "releases/1" / path, www / "releases/2" / path
        assert first.samefile(second) == (before[path] == after[path])
    assert not (www / "current/index.html").samefile(one.output / "index.html")


def test_the_same_output_is_not_published_twice(site: SiteMaker, www: Path) -> None:
    one = example(site)
    send(one, www)
    outcome = send(one, www)
    assert (outcome.files, outcome.place, outcome.unchanged) == (0, "", len(one.tree()))
    assert releases(www) == [1]


def test_old_releases_are_made_into_new_ones(site: SiteMaker, www: Path) -> None:
    one = example(site)
    made = {}
    for number in range(1, 7):
        made[number] = edit(one, number)
        inode = (www / "releases" / str(number - 2)).stat().st_ino if number > 2 else 0
        send(one, www, keep=2)
        assert tree(www / "current") == made[number]
        assert releases(www) == [one for one in (number - 1, number) if one]
        if inode:
            assert (www / "releases" / str(number)).stat().st_ino == inode
    assert tree(www / "releases/5") == made[5]


def test_one_release_is_enough_for_who_wants_one(site: SiteMaker, www: Path) -> None:
    one = example(site)
    for number in range(1, 4):
        after = edit(one, number)
        send(one, www, keep=1)
        assert releases(www) == [number]
        assert tree(www / "current") == after


def test_a_rollback_serves_the_release_before(site: SiteMaker, www: Path) -> None:
    one = example(site)
    before = one.tree()
    send(one, www)
    after = edit(one)
    send(one, www)
    assert go_back(one, www) == f"{www}: release 1 is current again, release 2 stays"
    assert tree(www / "current") == before
    with pytest.raises(BackfileError, match="no release before the current one"):
        go_back(one, www)
    send(one, www)
    assert tree(www / "current") == after
    assert os.readlink(www / "current") == "releases/3"


def test_a_rollback_needs_a_release(site: SiteMaker, www: Path) -> None:
    one = example(site)
    with pytest.raises(BackfileError, match="nothing was published there"):
        go_back(one, www)
    assert not www.exists()


def test_files_that_are_not_ours_stay(site: SiteMaker, www: Path) -> None:
    one = example(site)
    (www / "releases" / "9").mkdir(parents=True)
    (www / "releases" / "9" / "theirs").write_text("x")
    (www / "theirs.txt").write_text("x")
    send(one, www, keep=1)
    assert os.readlink(www / "current") == "releases/10"
    (www / "releases/10/foreign.html").write_text("x")
    edit(one)
    ear = Ear()
    send(one, www, keep=1, reporter=ear)
    assert tree(www / "current") == one.tree()
    assert tree(www / "releases/10") == {"foreign.html": b"x"}
    assert ear.notes == [
        f"{www}/releases/10: this release has expired; files that Backfile did not put there stay"
    ]
    assert (www / "theirs.txt").exists()
    assert (www / "releases" / "9" / "theirs").exists()


def test_a_release_that_another_hand_changed_is_not_passed_on(site: SiteMaker, www: Path) -> None:
    one = example(site)
    send(one, www)
    outside = www.with_name("outside")
    outside.write_text("secret")
    (www / "current" / "404.html").unlink()
    (www / "current" / "404.html").symlink_to(outside)
    (www / "current" / "tags.html").unlink()
    edit(one)
    send(one, www)
    assert tree(www / "current") == one.tree()
    assert not (www / "current" / "404.html").is_symlink()


@pytest.mark.parametrize("keep", [1, 2])
def test_links_in_a_release_are_not_followed(site: SiteMaker, www: Path, keep: int) -> None:
    """Nothing comes in through them, and nothing goes that lies behind."""
    one = example(site)
    send(one, www)
    outside = www.with_name("outside")
    (www / "releases/1/wanbao").rename(outside)
    (www / "releases/1/wanbao").symlink_to(outside)
    secret = outside / "2021/12/28/c.html"
    secret.unlink()
    secret.write_bytes(b"x" * len(one.tree()["wanbao/2021/12/28/c.html"]))
    before = tree(outside)
    for number in range(3):
        edit(one, number)
        send(one, www, keep=keep)
        assert tree(www / "current") == one.tree()
        assert tree(outside) == before


def test_a_folder_where_there_can_be_no_links_gets_copies(
    site: SiteMaker, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    one = example(site)
    send(one, www)
    monkeypatch.setattr(os, "link", refuse)
    after = edit(one)
    send(one, www)
    assert tree(www / "current") == after


@pytest.mark.parametrize("name", ["current", "releases"])
def test_what_stands_in_the_way_is_told(site: SiteMaker, www: Path, name: str) -> None:
    one = example(site)
    www.mkdir()
    if name == "current":
        (www / name).mkdir()
    else:
        (www / name).symlink_to(one.root)
    with pytest.raises(BackfileError, match=f"{name}: Backfile did not make this"):
        send(one, www)


def test_a_link_to_elsewhere_is_told(site: SiteMaker, www: Path) -> None:
    one = example(site)
    www.mkdir()
    (www / "current").symlink_to("/srv/other")
    with pytest.raises(BackfileError, match="it leads to /srv/other, which is no release"):
        send(one, www)


@pytest.mark.parametrize("name", [".", "output", "output/x", "content/x", ".backfile/x", "themes"])
def test_the_target_may_not_be_among_the_sources(site: SiteMaker, name: str) -> None:
    one = example(site)
    with pytest.raises(BackfileError, match="must not be among the files of the archive"):
        send(one, one.root / name)


def test_two_publications_at_once_do_not_meet(site: SiteMaker, www: Path) -> None:
    one = example(site)
    send(one, www)
    edit(one)
    with hold(www / ".backfile-lock"), pytest.raises(LockedError, match="another publication is at work"):
        send(one, www)


def test_a_dry_run_does_nothing(site: SiteMaker, www: Path) -> None:
    one = example(site)
    outcome = send(one, www, dry_run=True)
    assert outcome.files == len(one.tree())
    assert not www.exists()


@pytest.mark.parametrize("what", ["_make_partial", "_remove"])
def test_what_a_broken_publication_left_is_cleared(
    site: SiteMaker, www: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    one: Site = example(site)
    for number in range(3):
        edit(one, number)
        send(one, www, keep=2)
    edit(one, 7)
    with monkeypatch.context() as patch:
        patch.setattr(FolderDestination, what, die)
        with pytest.raises(KeyboardInterrupt):
            send(one, www, keep=2)
    (www / "releases/8.partial/a").mkdir(parents=True)
    (www / "releases/7.manifest").write_text("x")
    edit(one, 8)
    send(one, www, keep=2)
    assert tree(www / "current") == one.tree()
    assert len(releases(www)) == 2
    assert len(os.listdir(www / "releases")) == 4


def _three(site: SiteMaker, www: Path) -> Site:
    """Publish twice, and build for the third time: release 1 will be made into release 3."""
    one = example(site)
    one.write(
        {"content/static/k.txt": "kept", "content/static/e.txt": "12345", "content/static/f.txt": "12345"}
    )
    one.build()
    send(one, www, keep=2)
    edit(one)
    send(one, www, keep=2)
    edit(one, 2)
    return one


def test_an_old_release_that_others_took_from_is_filled_up(site: SiteMaker, www: Path) -> None:
    one = _three(site, www)
    old = www / "releases/1"
    (old / "k.txt").unlink()
    for name, time in (("404.html", None), ("e.txt", None), ("f.txt", 10**18)):
        other = www.with_name("other")
        other.write_bytes(b"x" * (old / name).stat().st_size)
        if time:
            os.utime(other, ns=(time, time))
        other.rename(old / name)
    inode = old.stat().st_ino
    send(one, www, keep=2)
    assert (www / "releases/3").stat().st_ino == inode
    assert tree(www / "current") == one.tree()


def test_an_old_release_that_was_edited_where_it_stands_is_put_right(site: SiteMaker, www: Path) -> None:
    """The same file stands in the current release, too."""
    one = _three(site, www)
    assert (www / "current/e.txt").samefile(www / "releases/1/e.txt")
    (www / "releases/1/e.txt").write_text("54321")
    send(one, www, keep=2)
    assert tree(www / "current") == one.tree()


@pytest.mark.parametrize("what", ["file", "exchange", "link", "folder", "name", "pipe"])
def test_an_old_release_that_others_put_something_into_is_not_used_again(
    site: SiteMaker, www: Path, what: str
) -> None:
    one = _three(site, www)
    old = www / "releases/1"
    names = {
        "file": "CNAME",
        "exchange": "CNAME",
        "link": "a/l",
        "folder": "d",
        "name": "\udcd6",
        "pipe": "p",
    }
    theirs = os.path.join(os.fsencode(old), os.fsencode(names[what]))
    if what == "exchange":
        (old / "k.txt").unlink()
    if what == "folder":
        os.mkdir(theirs)
    elif what == "link":
        (old / "a").mkdir()
        os.symlink(b"/etc/passwd", theirs)
    elif what == "pipe":
        os.mkfifo(theirs)
    else:
        with open(theirs, "w") as stream:
            stream.write("theirs")
    ear = Ear()
    send(one, www, keep=2, reporter=ear)
    assert tree(www / "current") == one.tree()
    assert os.path.lexists(theirs)
    assert ear.notes == [
        f"{www}/releases/1: this release has expired; files that Backfile did not put there stay"
    ]
    assert releases(www) == [2, 3]


def test_another_time_alone_costs_a_look_at_the_bytes(site: SiteMaker, www: Path) -> None:
    one = _three(site, www)
    for number in (1, 2):
        for path in (www / "releases" / str(number)).rglob("*.txt"):
            os.utime(path, ns=(10**18, 10**18))
    before = (www / "releases/1/e.txt").stat().st_ino
    send(one, www, keep=2)
    assert (www / "current/e.txt").stat().st_ino == before
    assert tree(www / "current") == one.tree()


@pytest.mark.parametrize("keep", [1, 2, 3])
def test_a_file_becomes_a_folder_and_the_reverse(site: SiteMaker, www: Path, keep: int) -> None:
    one = example(site)
    for number in range(6):
        after = swap(one, number)
        send(one, www, keep=keep)
        assert tree(www / "current") == after
