"""The process beside the server, for real."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import Mock

import pytest

from generator.core.paths import SitePaths
from generator.preview.index_process import (
    IndexProcess,
    Message,
    Note,
    Opened,
    Progress,
    StartFailed,
    Updated,
    UpdateFailed,
)
from generator.system import folders
from tests.conftest import SiteMaker
from tests.sites import Site, post


@contextmanager
def index_process_of(site: Site) -> Iterator[IndexProcess]:
    index_process = IndexProcess(SitePaths.of(site.root), 1)
    try:
        yield index_process
    finally:
        index_process.end(idle=True)


def answer(index_process: IndexProcess, paths: tuple[str, ...] | None = None) -> Message:
    index_process.request(paths)
    return next(one for one in index_process.messages() if not isinstance(one, Progress | Opened | Note))


def test_it_looks_at_everything_and_then_at_what_changed(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with index_process_of(archive) as index_process:
        first = answer(index_process)
        assert isinstance(first, Updated)
        assert (first.update.read, first.update.changed) == (1, True)
        archive.write({"content/posts/b.md": post("乙")})
        second = answer(index_process, ("content/posts/b.md",))
        assert isinstance(second, Updated)
        assert second.update.read == 1


def test_what_it_knew_is_there_at_once(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with index_process_of(archive) as index_process:
        answer(index_process)
    with index_process_of(archive) as index_process:
        assert next(index_process.messages()) == Opened(True)
        again = answer(index_process)
        assert isinstance(again, Updated)
        assert again.update.read == 0
    beside = [path.name for path in (archive.root / ".backfile/preview").iterdir()]
    assert sorted(beside) == ["index.sqlite", "lock"]  # Put away, nothing is left to be recovered.


def test_it_begins_with_the_index_of_the_last_build(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲"), "posts/b.md": post("乙", draft="true")})
    archive.build()
    with index_process_of(archive) as index_process:
        first = answer(index_process)
        assert isinstance(first, Updated)
        assert (first.update.read, first.update.changed) == (0, True)  # The draft is shown from now on.
    assert archive.build().written == 0


def test_a_build_can_go_on_beside_it(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲", draft="true", tags="银行")})
    with index_process_of(archive) as index_process:
        answer(index_process)
        archive.build()
        assert not (archive.output / "2021/12/28/a.html").exists()
    archive.verify()


def test_a_second_preview_of_an_archive_is_refused(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with index_process_of(archive) as first:
        answer(first)
        with index_process_of(archive) as second:
            refused = next(second.messages())
    assert isinstance(refused, StartFailed)
    assert refused.is_locked


def test_mistakes_are_told_and_it_goes_on(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")}, "title: [\n")
    with index_process_of(archive) as index_process:
        broken = answer(index_process)
        assert isinstance(broken, UpdateFailed)
        assert broken.problems[0].path == "site.yaml"
        archive.write({"site.yaml": "title: x\n", "content/slugs.yaml": "- x\n"})
        broken = answer(index_process)
        assert isinstance(broken, UpdateFailed)
        assert broken.problems[0].path == "content/slugs.yaml"
        archive.write({"content/slugs.yaml": None})
        assert isinstance(answer(index_process), Updated)
        (archive.root / "content").rename(archive.root / "elsewhere")
        broken = answer(index_process)
        assert isinstance(broken, UpdateFailed)
        assert "no such folder" in broken.text


def test_a_damaged_index_is_made_anew(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with index_process_of(archive) as index_process:
        answer(index_process)
    (archive.root / ".backfile/preview/index.sqlite").write_bytes(b"x" * 10_000)
    with index_process_of(archive) as index_process:
        again = answer(index_process)
        assert isinstance(again, Updated)
        assert again.update.read == 1


def test_an_index_that_turns_out_to_be_damaged_is_made_anew(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with index_process_of(archive) as index_process:
        answer(index_process)
    with sqlite3.connect(archive.root / ".backfile/preview/index.sqlite") as connection:
        connection.execute("DROP TABLE claims")
    connection.close()
    archive.write({"content/posts/b.md": post("乙")})
    with index_process_of(archive) as index_process:
        again = answer(index_process)
        assert isinstance(again, Updated)
        assert again.update.read == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX does")
def test_its_death_is_the_end_of_its_messages(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with index_process_of(archive) as index_process:
        answer(index_process)
        os.kill(index_process.pid, signal.SIGKILL)
        assert list(index_process.messages()) == []
        index_process.end(idle=False)
    with index_process_of(archive) as index_process:
        assert isinstance(answer(index_process), Updated)


def test_an_index_that_is_taken_away_is_made_anew(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with index_process_of(archive) as index_process:
        answer(index_process)
        shutil.rmtree(archive.root / ".backfile")
        again = answer(index_process, ("content/posts/a.md",))
        assert isinstance(again, Updated)
        assert again.update.read == 1
        assert (archive.root / ".backfile/preview/index.sqlite").exists()


def test_a_folder_that_can_not_be_read_is_told(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = site({"posts/a.md": post("甲")})
    refuse = PermissionError(errno.EACCES, os.strerror(errno.EACCES), "content/posts")
    monkeypatch.setattr(folders, "list_folder", Mock(side_effect=refuse))
    with index_process_of(archive) as index_process:  # A fork, so it can't list folders either.
        broken = answer(index_process)
        assert isinstance(broken, UpdateFailed)
        assert "content/posts" in broken.text
