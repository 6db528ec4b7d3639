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

from generator import folders
from generator.paths import SitePaths
from generator.serve.indexer import Broken, Indexer, Message, Note, Opened, Progress, Refused, Updated
from tests.conftest import SiteMaker
from tests.sites import Site, post


@contextmanager
def indexer_of(site: Site) -> Iterator[Indexer]:
    indexer = Indexer(SitePaths.of(site.root), 1)
    try:
        yield indexer
    finally:
        indexer.end(idle=True)


def answer(indexer: Indexer, paths: tuple[str, ...] | None = None) -> Message:
    indexer.ask(paths)
    return next(one for one in indexer.messages() if not isinstance(one, Progress | Opened | Note))


def test_it_looks_at_everything_and_then_at_what_changed(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with indexer_of(archive) as indexer:
        first = answer(indexer)
        assert isinstance(first, Updated)
        assert (first.update.read, first.update.changed) == (1, True)
        archive.write({"content/posts/b.md": post("乙")})
        second = answer(indexer, ("content/posts/b.md",))
        assert isinstance(second, Updated)
        assert second.update.read == 1


def test_what_it_knew_is_there_at_once(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with indexer_of(archive) as indexer:
        answer(indexer)
    with indexer_of(archive) as indexer:
        assert next(indexer.messages()) == Opened(True)
        again = answer(indexer)
        assert isinstance(again, Updated)
        assert again.update.read == 0
    beside = [path.name for path in (archive.root / ".backfile/preview").iterdir()]
    assert sorted(beside) == ["index.sqlite", "lock"]  # Put away, nothing is left to be recovered.


def test_it_begins_with_the_index_of_the_last_build(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲"), "posts/b.md": post("乙", draft="true")})
    archive.build()
    with indexer_of(archive) as indexer:
        first = answer(indexer)
        assert isinstance(first, Updated)
        assert (first.update.read, first.update.changed) == (0, True)  # The draft is shown from now on.
    assert archive.build().written == 0


def test_a_build_can_go_on_beside_it(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲", draft="true", tags="银行")})
    with indexer_of(archive) as indexer:
        answer(indexer)
        archive.build()
        assert not (archive.output / "2021/12/28/a.html").exists()
    archive.verify()


def test_a_second_preview_of_an_archive_is_refused(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with indexer_of(archive) as first:
        answer(first)
        with indexer_of(archive) as second:
            refused = next(second.messages())
    assert isinstance(refused, Refused)
    assert refused.is_locked


def test_mistakes_are_told_and_it_goes_on(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")}, "title: [\n")
    with indexer_of(archive) as indexer:
        broken = answer(indexer)
        assert isinstance(broken, Broken)
        assert broken.problems[0].path == "site.yaml"
        archive.write({"site.yaml": "title: x\n", "content/slugs.yaml": "- x\n"})
        broken = answer(indexer)
        assert isinstance(broken, Broken)
        assert broken.problems[0].path == "content/slugs.yaml"
        archive.write({"content/slugs.yaml": None})
        assert isinstance(answer(indexer), Updated)
        (archive.root / "content").rename(archive.root / "elsewhere")
        broken = answer(indexer)
        assert isinstance(broken, Broken)
        assert "no such folder" in broken.text


def test_a_damaged_index_is_made_anew(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with indexer_of(archive) as indexer:
        answer(indexer)
    (archive.root / ".backfile/preview/index.sqlite").write_bytes(b"x" * 10_000)
    with indexer_of(archive) as indexer:
        again = answer(indexer)
        assert isinstance(again, Updated)
        assert again.update.read == 1


def test_an_index_that_turns_out_to_be_damaged_is_made_anew(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with indexer_of(archive) as indexer:
        answer(indexer)
    with sqlite3.connect(archive.root / ".backfile/preview/index.sqlite") as connection:
        connection.execute("DROP TABLE claims")
    connection.close()
    archive.write({"content/posts/b.md": post("乙")})
    with indexer_of(archive) as indexer:
        again = answer(indexer)
        assert isinstance(again, Updated)
        assert again.update.read == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX does")
def test_its_death_is_the_end_of_its_messages(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with indexer_of(archive) as indexer:
        answer(indexer)
        os.kill(indexer.pid, signal.SIGKILL)
        assert list(indexer.messages()) == []
        indexer.end(idle=False)
    with indexer_of(archive) as indexer:
        assert isinstance(answer(indexer), Updated)


def test_an_index_that_is_taken_away_is_made_anew(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with indexer_of(archive) as indexer:
        answer(indexer)
        shutil.rmtree(archive.root / ".backfile")
        again = answer(indexer, ("content/posts/a.md",))
        assert isinstance(again, Updated)
        assert again.update.read == 1
        assert (archive.root / ".backfile/preview/index.sqlite").exists()


def test_a_folder_that_can_not_be_read_is_told(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = site({"posts/a.md": post("甲")})
    refuse = PermissionError(errno.EACCES, os.strerror(errno.EACCES), "content/posts")
    monkeypatch.setattr(folders, "list_folder", Mock(side_effect=refuse))
    with indexer_of(archive) as indexer:  # A fork, so it can't list folders either.
        broken = answer(indexer)
        assert isinstance(broken, Broken)
        assert "content/posts" in broken.text
