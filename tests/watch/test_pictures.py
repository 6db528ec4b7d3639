"""A watch fetches pictures between batches: no batch waits, and what is learnt is built."""

from __future__ import annotations

import time

import pytest
from click.testing import CliRunner

from generator.cli import program
from generator.core.paths import SitePaths
from generator.watch.journal import Journal
from generator.watch.pictures import PictureFetcher
from tests.conftest import SiteMaker
from tests.sites import post
from tests.watch.watching import PATIENCE, watching

BODY = '<p>字<img src="https://img.invalid/a.png"></p>'


@pytest.mark.slow
def test_what_a_fetch_learns_is_the_next_batch(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post(body=BODY)})
    with watching(archive.root, "--pictures", "5m") as watch:
        watch.wait_for("batch", lambda one: one["cause"] == "start")
        deadline = time.monotonic() + PATIENCE
        while len(list(archive.root.glob("content/pictures/*.jsonl"))) == 0 and time.monotonic() < deadline:
            time.sleep(0.05)
        watch.wait_to_say("pictures: 1 failed")
        watch.wait_for("batch", lambda one: "content/pictures" in str(one["paths"]))
        assert watch.stop() == 0


def test_a_fetch_that_can_not_run_is_told_of(site: SiteMaker) -> None:
    told: list[str] = []
    fetcher = PictureFetcher(SitePaths.of(site().root), "5m", Journal(told.append, quiet=False, file=None))
    assert fetcher.due == float("inf")
    fetcher.notice()
    assert fetcher.due == 0
    fetcher.start()
    fetcher.notice()
    assert fetcher.due == float("inf")
    fetcher.finish()
    (line,) = told
    assert "pictures were not fetched: " in line
    assert "there is no index; build first" in line
    assert 0 < fetcher.due < float("inf")
    fetcher.start()
    fetcher.close()
    assert fetcher.pipe is None


def test_an_amount_that_is_none(site: SiteMaker) -> None:
    result = CliRunner().invoke(program, ["watch", str(site().root), "--pictures", "5x"])
    assert result.exit_code == 2
    assert "--pictures: '5x' is no limit" in result.output
