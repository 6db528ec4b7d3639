"""The progress of a build ends at its total: numbered pages, archives and formats are counted beforehand."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from generator.kinds import feed_archive, month_sitemap, sitemaps
from generator.kinds.kind import Kind
from generator.kinds.picture import PictureKind
from generator.kinds.registry import KINDS
from generator.plan.touched import Touched
from generator.reporting.report import Clock, Report
from tests.conftest import SiteMaker
from tests.kinds.test_pictures import A, B
from tests.pictures.samples import keep, picture
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


@pytest.mark.parametrize("widths", ["[]", "[960, 480]"])
def test_pictures_are_counted_without_a_look_at_each(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch, widths: str
) -> None:
    options = f"theme: {{options: {{list_pictures: thumbnails}}}}\npictures: {{widths: {widths}}}\n"
    names = ("small.png", "wide.png", "moves.gif", "draw.svg")
    moving = BytesIO()
    frames = [Image.new("RGB", (500, 90), colour) for colour in ("teal", "red")]
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    one = site(
        {
            "posts/a.md": post(body="字" + "".join(f"![](/img/{name})" for name in names)),
            "posts/b.md": post(body=f"![](/img/wide.png)![](third.png)<img src='{A}'><img src='{B}'>"),
            "posts/third.png": picture(500, 90),
            "static/img/small.png": picture(),
            "static/img/wide.png": picture(1200, 100),
            "static/img/moves.gif": moving.getvalue(),
            "static/img/draw.svg": b"<svg width='1000' height='900'/>",
            "static/img/unseen.png": picture(1300, 100),
        },
        CONFIG + options,
    )
    keep(one.root, A, picture(1000, 90), size=(1000, 90))
    keep(one.root, B, picture(41, 90), size=(41, 90))
    found: list[int] = []

    def count(self: PictureKind, *given: Any, real: Any = PictureKind.count) -> int:
        with monkeypatch.context() as context:
            context.setattr("generator.kinds.picture.from_text", None)
            found.append(real(self, *given))
        found.append(sum(1 for _ in self.tasks(*given)))
        return found[-2]

    monkeypatch.setattr(PictureKind, "count", count)
    one.build()
    assert found[0] == found[1] > 2
