"""A post finds the files in the folder of its own name, as in Hexo."""

from __future__ import annotations

import pytest

from tests.conftest import SiteMaker
from tests.sites import post

PAGE = "2021/12/28/mill.html"
CONFIG = "title: x\nurl: https://archive.example/\nfeed: {content: full}\n"


def test_pictures_in_the_folder_of_the_posts_own_name(site: SiteMaker) -> None:
    body = "![](pic.png)\n\n![](mill/pic.png)\n\n![](other.png)"
    one = site(
        {
            "posts/mill.md": post(body=body, slug="mill", image="pic.png", categories="c"),
            "posts/mill/pic.png": "x",
            "posts/other.png": "x",
        },
        CONFIG.replace("url", "permalink: /{year}/{month}/{day}/{slug}.html\nurl"),
    )
    one.build()
    assert one.page(PAGE).count('src="../../../files/mill/pic.png"') == 2
    assert 'src="../../../files/other.png"' in one.page(PAGE)
    assert 'content="https://archive.example/files/mill/pic.png"' in one.page(PAGE)
    assert one.page("feed.xml").count("https://archive.example/files/mill/pic.png") == 2
    assert one.page("category/c.xml").count("https://archive.example/files/mill/pic.png") == 2


@pytest.mark.slow
def test_a_file_beside_the_post_comes_first(site: SiteMaker) -> None:
    files = {"posts/mill.md": post(body="![](pic.png)", slug="mill", categories="c")}
    one = site({**files, "posts/mill/pic.png": "x"}, CONFIG)
    one.build()
    page = f"c/{PAGE}"
    assert "files/mill/pic.png" in one.page(page)
    one.write({"content/posts/pic.png": "y"}).build()
    assert "files/pic.png" in one.page(page)
    assert one.tree() == one.clean_tree()
    one.write({"content/posts/pic.png": None}).build()
    assert "files/mill/pic.png" in one.page(page)
    assert one.tree() == one.clean_tree()
