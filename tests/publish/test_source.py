"""Only what a finished build left is published."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from generator.core.errors import BackfileError, LockedError
from generator.core.paths import SitePaths
from generator.pipeline import output_stage
from generator.publish.publish import Outcome, Request, publish
from generator.publish.target import FolderTarget
from generator.reporting.report import Reporter
from generator.system.lock import hold
from tests.conftest import SiteMaker
from tests.publish.publications import example, send
from tests.sites import post, tree


@pytest.fixture
def www(tmp_path: Path) -> Path:
    return tmp_path / "www"


def test_without_a_build_there_is_nothing_to_publish(site: SiteMaker, www: Path) -> None:
    with pytest.raises(BackfileError, match="there is no finished build to publish; run `backfile build`"):
        send(site({"posts/a.md": post()}), www)
    assert not www.exists()


def test_while_a_build_is_at_work_nothing_is_published(site: SiteMaker, www: Path) -> None:
    one = example(site)
    with hold(one.root / ".backfile" / "lock"), pytest.raises(LockedError, match="another build"):
        send(one, www)


@pytest.mark.parametrize("step", ["render", "install", "write_changes"])
def test_after_a_build_that_was_broken_off_nothing_is_published(
    site: SiteMaker, www: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def die(*_: object, **named: object) -> None:
        raise KeyboardInterrupt

    one = example(site)
    one.write({"content/posts/d.md": post("d")})
    with monkeypatch.context() as patch:
        patch.setattr(output_stage, step, die)
        with pytest.raises(KeyboardInterrupt):
            one.build()
    with pytest.raises(BackfileError, match="the last build did not finish; run `backfile build`"):
        send(one, www)
    one.build()
    send(one, www)
    assert tree(www / "current") == one.tree()


def test_a_theme_that_was_broken_off_is_seen_too(
    site: SiteMaker, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is as it was, so that only the ledger tells."""

    def die(*_: object, **named: object) -> None:
        raise KeyboardInterrupt

    one = example(site)
    one.write({"site.yaml": "title: 新名\n"})
    with monkeypatch.context() as patch:
        patch.setattr(output_stage, "install", die)
        with pytest.raises(KeyboardInterrupt):
            one.build()
    with pytest.raises(BackfileError, match="the last build did not finish"):
        send(one, www)


@pytest.mark.parametrize("how", ["grow", "flip", "remove", "link", "folder"])
def test_an_output_that_another_hand_changed_is_not_published(site: SiteMaker, www: Path, how: str) -> None:
    one = example(site)
    page = one.output / "wanbao/2021/12/28/a.html"
    if how == "grow":
        page.write_bytes(page.read_bytes() + b"x")
    elif how == "flip":
        page.write_bytes(b"x" * page.stat().st_size)
    elif how == "remove":
        page.unlink()
    elif how == "link":
        page.rename(one.root / "aside")
        page.symlink_to(one.root / "aside")
    else:
        (one.output / "wanbao").rename(one.root / "aside")
        (one.output / "wanbao").symlink_to(one.root / "aside")
    with pytest.raises(BackfileError, match="since the last build; build again, then publish"):
        send(one, www)
    assert not (www / "current").exists()


def test_another_time_alone_is_no_difference(site: SiteMaker, www: Path) -> None:
    """A cache or an artefact of CI may not keep times."""
    one = example(site)
    for path in one.output.rglob("*.html"):
        os.utime(path, ns=(10**18, 10**18))
    send(one, www)
    assert tree(www / "current") == one.tree()


def test_files_of_others_in_the_output_are_not_published(site: SiteMaker, www: Path) -> None:
    one = example(site)
    before = one.tree()
    (one.output / "mine.txt").write_text("x")
    send(one, www)
    assert tree(www / "current") == before


def test_the_index_may_be_thrown_away(site: SiteMaker, www: Path) -> None:
    one = example(site)
    (one.root / ".backfile" / "index.sqlite").unlink()
    send(one, www)
    assert tree(www / "current") == one.tree()


@pytest.mark.parametrize("damage", ["version", "bytes"])
def test_a_ledger_that_is_of_no_use_is_told(site: SiteMaker, www: Path, damage: str) -> None:
    one = example(site)
    ledger = one.root / ".backfile" / "ledger.sqlite"
    if damage == "version":
        with closing(sqlite3.connect(ledger)) as connection:
            connection.execute("PRAGMA user_version = 3")
    else:
        ledger.write_bytes(b"nonsense" * 1000)
    with pytest.raises(BackfileError, match=r"ledger\.sqlite: it .*run `backfile build` first"):
        send(one, www)


def test_an_output_elsewhere_is_published_from_there(site: SiteMaker, www: Path, tmp_path: Path) -> None:
    one = site({"posts/a.md": post()})
    one.build(output=tmp_path / "out")
    paths = SitePaths.of(one.root, tmp_path / "out")
    publish(paths, Request(FolderTarget(www), 3), Reporter(), Outcome(""), lambda plan: None)
    assert tree(www / "current") == tree(tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
