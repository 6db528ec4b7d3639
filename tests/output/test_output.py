"""The output is a function of content, config, theme and program, and only what we wrote is ours."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from tests.conftest import SiteMaker
from tests.sites import Site, post, tree
from tests.test_edits import CONFIG, archive

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("jobs", [2, 4])
def test_jobs_do_not_show(site: SiteMaker, tmp_path: Path, jobs: int) -> None:
    one = site(
        archive() | {f"posts/x{n}.md": post(f"多{n}", slug=f"x{n}", tags=f"标{n % 9}") for n in range(150)},
        CONFIG,
    )
    one.build(jobs=1)
    one.build(jobs=jobs, output=tmp_path / "other", clean=1)
    assert tree(tmp_path / "other") == one.tree()


def test_the_order_of_files_and_the_machine_do_not_show(site: SiteMaker, tmp_path: Path) -> None:
    one = site(archive(), CONFIG)
    one.build()
    files = [
        path for path in (one.root / "content").rglob("*") if path.is_file() and path.name != "slugs.yaml"
    ]
    random.Random(7).shuffle(files)
    moved = Site(tmp_path / "elsewhere" / "deeper")
    for file in files:
        moved.write({str(file.relative_to(one.root)): file.read_bytes()})
    shutil.copyfile(one.root / "site.yaml", moved.root / "site.yaml")
    moved.build()
    assert moved.tree() == one.tree()


def test_files_of_others_stay(site: SiteMaker) -> None:
    one = site(archive(), CONFIG)
    one.output.mkdir()
    (one.output / "CNAME").write_text("x", encoding="utf-8")
    one.build()
    (one.output / "category" / "mine.html").write_text("x", encoding="utf-8")
    for path in (one.root / "content" / "posts").rglob("*.md"):
        path.unlink()
    one.build()
    assert {"CNAME", "category/mine.html"} <= set(one.tree())
    assert not [path for path in one.tree() if path.startswith("wanbao/")]
    assert not (one.output / "wanbao").exists()


def test_damage_is_mended(site: SiteMaker) -> None:
    one = site(archive(), CONFIG)
    one.build()
    before = one.tree()
    (one.output / "index.html").write_text("changed", encoding="utf-8")
    (one.output / "category/wanbao/1.html").unlink()
    shutil.rmtree(one.output / "archive")
    report = one.build()
    assert one.tree() == before
    assert report.written > 3


def test_a_copy_without_times_is_not_written_again(site: SiteMaker) -> None:
    one = site(archive(), CONFIG)
    one.build()
    copy = one.output.with_name("copy")
    shutil.copytree(one.output, copy, copy_function=shutil.copyfile)
    shutil.rmtree(one.output)
    copy.rename(one.output)
    for path in (one.root / "content").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes())
    report = one.build()
    assert (report.written, report.removed) == (0, 0)


def test_a_lost_ledger_removes_nothing_and_writes_only_what_differs(site: SiteMaker) -> None:
    one = site(archive(), CONFIG)
    one.build()
    before = one.tree()
    (one.root / ".backfile" / "ledger.sqlite").unlink()
    assert one.build().written == 0
    assert one.tree() == before


def test_a_folder_in_the_way_is_told(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(slug="a")})
    (one.output / "feed.xml").mkdir(parents=True)
    with pytest.raises(BackfileError, match=r"feed\.xml: a folder is where the output needs a file"):
        one.build()


def test_pages_work_below_any_path(site: SiteMaker) -> None:
    one = site(archive(), CONFIG)
    one.build()
    for path, data in one.tree().items():
        if path.endswith(".html") and path != "404.html":
            assert b'href="/' not in data, path
            assert b'src="/' not in data, path
    assert 'href="/old/' in one.page("404.html")
