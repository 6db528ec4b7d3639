"""Every output of a build can be asked for, and is the same byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import SiteMaker
from tests.pictures.samples import keep, picture
from tests.preview.previews import preview_of
from tests.sites import Site, post, tree, without_index

PICTURE = "https://img.example/a.png"
CONFIG = """\
title: 旧闻馆
url: https://archive.example/news/
lists: {page_size: 5}
feed: {size: 3, formats: [rss, json], archives: true, content: full}
sitemaps: {news: true}
llms_txt: true
security: {headers: true, meta: true}
manifest: {icons: true}
"""


def everything() -> dict[str, str | bytes | None]:
    """Return content with at least one output of every kind."""
    files: dict[str, str | bytes | None] = {
        f"posts/2021/2021-{month:02}-{day:02}-{month}{day}.md": post(
            f"标题 {month}-{day}",
            f"2021-{month:02}-{day:02} 08:00:00 +0800",
            categories="报",
            tags="新闻 要闻",
        )
        for month in (10, 11)
        for day in range(1, 16)
    }
    return files | {
        "posts/draft.md": post("草稿", categories="稿", draft="true"),
        "posts/2030-01-01-due.md": post("来日", "2030-01-01 00:00:00 +0800"),
        "posts/bad.md": "---\ntitle: [\n---\n",
        "posts/linked.md": post(
            "链", body=f"[甲](draft.md) ![](p.png) ![]({PICTURE})", aliases="[/old/a.html]", permalink="/x/y/"
        ),
        "posts/p.png": b"\x89PNG",
        "pages/about.md": "---\ntitle: 关于\n---\n我们。\n",
        "static/robots.txt": "User-agent: *\n",
        "static/deep/a b.txt": "静",
    }


def clean_tree(site: Site, folder: Path) -> dict[str, bytes]:
    """Build a copy of a site from nothing, with drafts and posts of the future.

    The search index is left out: a preview answers searches itself.
    """
    shutil.copytree(site.root, folder, ignore=shutil.ignore_patterns("*.sqlite*", "lock", "output"))
    Site(folder).build(drafts=True, future=True)
    return without_index(tree(folder / "output"))


@pytest.mark.slow
def test_every_output_is_what_a_build_makes(site: SiteMaker, tmp_path: Path) -> None:
    archive = site(everything(), CONFIG)
    keep(archive.root, PICTURE, picture(1200, 800), size=(1200, 800))
    expected = clean_tree(archive, tmp_path / "clean")
    assert {"index.html", "old/a.html", "files/p.png", "robots.txt", "feed/2021-10.xml", "_headers"} <= set(
        expected
    )
    assert "category/bao/2.html" in expected
    assert sum(path.startswith("assets/pictures/") for path in expected) == 2
    with preview_of(archive) as preview:
        preview.update()
        assert preview.tree(list(expected)) == expected


@pytest.mark.parametrize("digits", [19, 5000])
def test_a_page_of_a_number_beyond_all_bounds_is_not_there(site: SiteMaker, digits: int) -> None:
    """Neither SQLite nor Python takes such numbers."""
    one = site({"posts/a.md": post(tags="a")}, CONFIG)
    with preview_of(one) as preview:
        preview.update()
        for folder in ("archive/2021/12/28", "tag/a"):
            assert preview.pages.output(f"{folder}/{'9' * digits}.html") is None
