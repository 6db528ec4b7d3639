"""The progress of a build ends at its total: numbered pages, archives and formats are counted beforehand."""

from __future__ import annotations

import pytest

from generator.kinds import feed_archive, month_sitemap, sitemaps
from generator.kinds.kind import Kind
from generator.kinds.registry import KINDS
from generator.plan.touched import Touched
from generator.reporting.report import Clock, Report
from tests.conftest import SiteMaker
from tests.sites import Ear, Site, post, without_index

pytestmark = pytest.mark.slow

CONFIG = """\
title: 旧闻馆
url: https://archive.example/
lists: {page_size: 5}
feed: {formats: [rss, json]}
sitemaps: {news: true}
"""


@pytest.fixture(autouse=True)
def small_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few posts fill a document of the feed's archives and a sitemap."""
    monkeypatch.setattr(feed_archive, "SIZE", 2)
    monkeypatch.setattr(month_sitemap, "SITEMAP_URLS", 10)
    monkeypatch.setattr(sitemaps, "SITEMAP_URLS", 3)


def archive(site: SiteMaker) -> Site:
    files = {
        f"posts/{number}.md": post(f"第{number}篇", f"2021-{11 + number % 2}-07 08:{number:02}:00",
                                   categories="ab"[number % 2], tags=f"[t{number % 3}]")
        for number in range(50)
    }  # fmt: skip
    return site({**files, "pages/about.md": "# 关于\n\n正文。\n", "posts/pic.png": "png"}, CONFIG)


def build(site: Site) -> tuple[int, int]:
    """Build, and return the total of the stage and the steps that were reported."""
    ear = Ear()
    site.build(ear)
    return ear.totals["render"], ear.done["render"]


def test_a_first_build_counts_each_of_its_outputs_once(site: SiteMaker) -> None:
    one = archive(site)
    total, done = build(one)
    assert total == done == len(without_index(one.tree()))
    assert total > 50 + 2 * 4 + 3 * 3


def test_a_later_build_counts_the_outputs_that_it_compares(site: SiteMaker) -> None:
    one = archive(site)
    one.build()
    one.write({"content/posts/new.md": post("新的", "2021-12-07 07:00:00", categories="a")})
    total, done = build(one)
    assert total == done
    assert 15 < total < 60
    assert build(one) == (0, 0)
    one.write({"site.yaml": CONFIG.replace("旧闻馆", "新闻馆")})
    total, done = build(one)
    assert total == done > 100


def test_owners_that_are_gone_count_as_done_at_the_end(site: SiteMaker) -> None:
    one = archive(site)
    one.build()
    one.write({f"content/posts/{number}.md": None for number in range(30)})
    total, done = build(one)
    assert total == done


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_kind_counts_fewer_tasks_than_it_has(
    site: SiteMaker, kind: type[Kind], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: dict[str, int] = {}
    made: dict[str, int] = {}

    def count(self: Kind, connection: object, touched: Touched, real: object = kind.count) -> int:
        counted[self.name] = real(self, connection, touched)  # type: ignore[operator]
        return counted[self.name]

    def tasks(self: Kind, connection: object, touched: Touched, real: object = kind.tasks) -> object:
        for task in real(self, connection, touched):  # type: ignore[operator]
            made[self.name] = made.get(self.name, 0) + 1
            yield task

    monkeypatch.setattr(kind, "count", count)
    monkeypatch.setattr(kind, "tasks", tasks)
    one = archive(site)
    one.build()
    assert counted == made or (set(counted.values()) == {0} and not made)


def test_a_stage_that_fails_does_not_claim_to_be_complete() -> None:
    ear = Ear()
    clock = Clock(Report(), ear)

    def fail() -> None:
        with clock.stage("read", 5):
            clock.advance(2)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ear.done["read"] == 2
