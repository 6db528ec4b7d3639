"""`backfile import feed` as people and jobs meet it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import program
from generator.core.errors import BackfileError
from tests.importers.feeds.server import feed_server
from tests.importers.feeds.texts import rss, rss_item


def backfile(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, [*map(str, arguments)], prog_name="backfile")


def test_a_job(tmp_path: Path) -> None:
    with feed_server() as server:
        server.feed = rss(rss_item(1), rss_item(2, "老船回港"))
        job = ("import", "feed", server.url("/feed"), tmp_path / "site", "--category", "晚报", "--update")
        first, again = backfile(*job), backfile(*job)
    assert (first.exit_code, first.stderr) == (0, "")
    assert "articles: 2 read: 2 added\n" in first.stdout
    assert again.exit_code == 0
    assert "note:     the feed has not changed since it was imported\n" in again.stdout
    assert "articles: 0 read\n" in again.stdout


def test_a_failing_network_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    with feed_server() as server:
        address, site = server.url("/gone"), str(tmp_path / "site")
        command = [sys.executable, "-m", "generator", "import", "feed", address, site]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (
        done.stderr
        == f"backfile: {server.url('/gone')}: it is gone for good (410); remove it from your jobs\n"
    )
    assert not (tmp_path / "site").exists()


def test_without_feedparser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    (tmp_path / "feed.xml").write_bytes(rss(rss_item()))
    done = backfile("import", "feed", tmp_path / "feed.xml", tmp_path / "site")
    assert isinstance(done.exception, BackfileError)
    assert "pip install 'backfile[feeds]'" in str(done.exception)
