"""The plan: what differs, in the order in which it goes, and which folders are left empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.core.paths import SitePaths
from generator.publish.manifest import Entry
from generator.publish.order import PHASES
from generator.publish.plan import Plan, make_plan
from generator.publish.source import Source, open_source
from tests.conftest import SiteMaker
from tests.sites import Site, post


@pytest.fixture
def built(site: SiteMaker) -> Site:
    one = site(
        {
            "posts/a.md": post("a", slug="a", categories="wanbao", tags="标", aliases="/old.html"),
            "pages/about.md": post("关于"),
            "static/x.png": b"x",
            "static/robots.txt": b"theirs",
        },
        config="title: 旧闻馆\nurl: https://x.example/\n",
    )
    one.build()
    return one


@pytest.fixture
def source(built: Site) -> Iterator[Source]:
    with open_source(SitePaths.of(built.root)) as found:
        yield found


def everything(source: Source) -> list[Entry]:
    rows = source.connection.execute("SELECT folder || name, digest, size FROM ledger.outputs")
    return [Entry(*row) for row in rows]


def paths(plan: Plan, phase: str) -> set[str]:
    return {entry.path for entry in plan.sending(phase)}


def test_each_file_has_its_phase(source: Source) -> None:
    plan = make_plan(source.connection, [])
    assert {"x.png", "robots.txt"} <= paths(plan, "assets")
    assert any(path.startswith("assets/style.") for path in paths(plan, "assets"))
    index = {path for path in paths(plan, "pages") if path.startswith("search/")}
    assert paths(plan, "pages") - index == {"wanbao/2021/12/28/a.html", "about.html", "old.html"}
    assert index
    assert "search/manifest.json" in paths(plan, "lists")
    assert {"index.html", "404.html", "category/wanbao.html", "archive/2021/12.html"} <= paths(plan, "lists")
    assert {"feed.xml", "category/wanbao.xml", "sitemap.xml"} <= paths(plan, "feeds")
    assert not any(path.endswith(".xml") for path in paths(plan, "lists"))
    assert [entry.path for entry in plan.sending()] == [
        entry.path for phase in PHASES for entry in plan.sending(phase)
    ]
    assert plan.sent.files == plan.new == len(everything(source))
    assert plan.sent.size == sum(entry.size for entry in everything(source))


def test_only_what_differs_is_sent(source: Source) -> None:
    known = everything(source)
    assert make_plan(source.connection, known).is_empty


def test_what_differs_is_not_known_or_was_broken_off(source: Source) -> None:
    known = [entry for entry in everything(source) if entry.path not in ("index.html", "tags.html")]
    known += [
        Entry("tags.html", b"x" * 16, 1),
        Entry("gone/1/2.html", b"", 1),
        Entry("wanbao/gone.html", None, 1),
    ]
    plan = make_plan(source.connection, known, ["404.html", "gone/x.html"])
    assert {entry.path for entry in plan.sending()} == {"index.html", "tags.html", "404.html"}
    assert plan.new == 1
    assert list(plan.removing()) == ["gone/x.html", "gone/1/2.html", "wanbao/gone.html"]
    assert list(plan.emptied()) == ["gone/1", "gone"]
    assert plan.unchanged == len(everything(source)) - 3


def test_names_that_begin_alike_are_not_the_same_folder(source: Source) -> None:
    plan = make_plan(source.connection, [Entry("wan/x.html", None, 1), Entry("wanbao2/x.html", None, 1)])
    assert list(plan.emptied()) == ["wan", "wanbao2"]


def test_lists_may_be_long(source: Source, tmp_path: Path) -> None:
    known = (Entry(f"old/{number}.html", b"x", 1) for number in range(5000))
    plan = make_plan(source.connection, known)
    assert plan.removed == sum(1 for _ in plan.removing()) == 5000
