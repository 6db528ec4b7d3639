"""Pictures that arrive, are lost, found again or removed: an incremental build equals a clean one.

So it is with pictures beside posts and static ones that come, change, move and go.
"""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core.paths import SitePaths
from generator.pictures.entry import Entry
from generator.pictures.store import PictureStore
from generator.pipeline.build import Options, Scope
from generator.pipeline.session import Session
from generator.reporting.report import Report, Reporter
from tests.conftest import SiteMaker
from tests.pictures.samples import keep, known, lose, picture
from tests.sites import NOW, Site, make_site, post

pytestmark = pytest.mark.slow

ADDRESSES = [f"https://img.example/{name}.png" for name in "abcd"]
CONFIG = """\
title: 旧闻馆
url: https://old.example/
feed: {content: full, formats: [rss, json]}
pictures: {widths: [32, 16]}
"""
_numbers = count()


def body(numbers: list[int]) -> str:
    parts = (
        f'第{n}段。\n\n<p><img src="{ADDRESSES[n]}"></p>\n\n![](pic{n}.png)![](/img/pic{n}.png)'
        for n in numbers
    )
    return "\n\n".join(parts) + "\n\n正文。"


def files() -> dict[str, str | bytes]:
    return {
        "content/posts/one.md": post("一", "2021-12-28 08:00", body([0, 1]), image=ADDRESSES[2]),
        "content/posts/two.md": post("二", "2021-12-27 08:00", body([1, 2])),
        "content/posts/three.md": post("三", "2021-11-27 08:00", body([3])),
        "content/posts/four.md": post("四", "2021-11-26 08:00", "没有图。"),
        "content/posts/pic1.png": picture(41, 30),
        "content/static/img/pic1.png": picture(41, 30),
        "content/pages/about.md": "---\ntitle: 关于\n---\n" + body([0]),
    }


def later() -> str:
    """Return a time after that of all lines."""
    number = next(_numbers)
    return f"2022-01-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"


def edited(site: Site, edit: str, number: int) -> None:
    """Change registry, store or posts as fetches and editors do."""
    root = site.root
    match edit:
        case "no store":
            shutil.rmtree(root / "pictures", ignore_errors=True)
        case "no registry":
            shutil.rmtree(root / "content/pictures", ignore_errors=True)
        case "post":
            site.write({"content/posts/four.md": post("四", "2021-11-26 08:00", body([number, 0]))})
        case "no post":
            site.write({"content/posts/two.md": post("二", "2021-12-27 08:00", "没有图。")})
        case "file" | "no file" | "static" | "no static" | "file of a page" | "no pictures beside":
            edited_beside(site, edit, number)
        case "bad post":
            site.write({"content/posts/three.md": post("三", "某年某月", body([number]))})
        case _:
            learnt(root, edit, ADDRESSES[number], number)


def edited_beside(site: Site, edit: str, number: int) -> None:
    """Change pictures beside posts, and whether they are looked at."""
    match edit:
        case "file":  # Sometimes with the bytes of a kept one.
            site.write({f"content/posts/pic{number}.png": picture(39 + number, 30)})
            site.write({f"content/posts/two/pic{number}.png": picture(40 + number, 30)})
        case "no file":
            (site.root / f"content/posts/pic{number}.png").unlink(missing_ok=True)
        case "static":  # Sometimes with the bytes of another one, sometimes no picture.
            data = picture(39 + number, 30) if number else b"x"
            site.write({f"content/static/img/pic{number}.png": data})
        case "no static":
            (site.root / f"content/static/img/pic{number}.png").unlink(missing_ok=True)
        case "file of a page":  # At the address of a static one, and before it.
            site.write({f"content/pages/img/pic{number}.png": picture(50 + number, 30)})
        case _:
            site.write({"site.yaml": CONFIG.replace("[32, 16]", "[32, 16], beside: false")})


def learnt(root: Path, what: str, address: str, number: int) -> None:
    """Say something new of a picture."""
    size = (40 + number, 30)
    match what:
        case "keep":
            keep(root, address, picture(*size), size=size, when=later())
        case "lose":
            lose(root, address, later(), width=40 * (number % 2), height=30 * (number % 2))
        case "fail":
            known(root, Entry(address, "failed", later(), tries=1, why="404"))
        case "remove":
            known(root, Entry(address, "removed", later()))
        case "lack":
            PictureStore(root / "pictures").remove(keep(root, address, picture(*size), when=later()))


EDITS = (
    "keep", "lose", "fail", "remove", "lack", "no store", "no registry", "file", "no file", "static",
    "no static", "file of a page", "post", "no post", "bad post", "no pictures beside",
)  # fmt: skip


@settings(
    max_examples=int(os.environ.get("BACKFILE_EXAMPLES", "5")),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 3)), min_size=1, max_size=5))
def test_incremental_is_clean(tmp_path: Path, edits: list[tuple[str, int]]) -> None:
    site = make_site(tmp_path / str(next(_numbers)) / "site", config=CONFIG).write(files())
    site.build()
    for edit, number in edits:
        edited(site, edit, number)
        site.build()
    assert site.tree() == site.clean_tree()
    shutil.rmtree(site.root.parent)


def test_every_edit_once(site: SiteMaker) -> None:
    archive = site({}, CONFIG).write(files())
    archive.build()
    plain = archive.tree()
    for edit in EDITS[:7]:
        for number in (0, 1, 3):
            edited(archive, edit, number)
        archive.build()
        assert archive.tree() == archive.clean_tree(), edit
    assert archive.tree() == plain
    for edit in EDITS[7:]:
        for number in (0, 1, 3):
            edited(archive, edit, number)
        archive.build()
        assert archive.tree() == archive.clean_tree(), edit
    assert archive.build().written == 0


def test_a_build_of_some_paths_reads_the_registry(site: SiteMaker) -> None:
    archive = site({}, CONFIG).write(files())
    with closing(Session(SitePaths.of(archive.root), Options(NOW, jobs=1), Reporter())) as session:
        session.build(Scope(), NOW, Report())
        keep(archive.root, ADDRESSES[0], picture())
        session.build(Scope(["content/pictures/2022-01.jsonl"], outputs=False), NOW, Report())
        assert archive.tree() == archive.clean_tree()
        assert "assets/pictures/" in archive.page("2021/12/28/one.html")
