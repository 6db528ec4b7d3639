"""Links to a part of one's own post find its heading."""

from __future__ import annotations

import pytest

from tests.conftest import SiteMaker
from tests.sites import Site, post

TARGET = {"posts/b.md": post("乙", body="## 二 {#part-two}\n\n段落", permalink="/2020/01/03/b.html")}


def archive(site: SiteMaker, link: str, config: str = "", body: str = "") -> Site:
    files = {"posts/a.md": post("甲", body=f"[乙]({link})\n\n{body}", permalink="/a.html")}
    return site(TARGET | files, f"title: 甲\nurl: https://archive.example/\n{config}")


@pytest.mark.parametrize(
    "link",
    [
        "/2020/01/03/b.html#part-two",
        "/2020/01/03/b#part-two",
        "https://archive.example/2020/01/03/b.html#part-two",
    ],
)
def test_a_link_to_a_part_of_a_post_has_the_prefix_of_its_ids(site: SiteMaker, link: str) -> None:
    one = archive(site, link)
    one.build()
    assert '<h2 id="post-part-two">' in one.page("2020/01/03/b.html")
    assert '#post-part-two">乙</a>' in one.page("a.html")


def test_a_link_to_a_part_of_another_page_stays(site: SiteMaker) -> None:
    one = archive(site, "/archive.html#y2021")
    one.build()
    assert 'archive.html#y2021">乙</a>' in one.page("a.html")


@pytest.mark.slow
def test_a_link_to_a_part_follows_its_post(site: SiteMaker) -> None:
    one = archive(site, "/2020/01/03/b.html#part-two")
    one.build()
    one.write({"content/posts/b.md": None})
    one.build()
    assert "part-two" not in one.page("a.html")
    assert one.tree() == one.clean_tree()
    one.write({f"content/{path}": text for path, text in TARGET.items()})
    one.build()
    assert '#post-part-two">乙</a>' in one.page("a.html")
    assert one.tree() == one.clean_tree()


def test_ids_can_be_without_a_prefix(site: SiteMaker) -> None:
    one = archive(
        site, "/2020/01/03/b.html#part-two", "markdown: {prefix_ids: false}\n", "[丙](#c)\n\n## 丙 {#c}"
    )
    one.build()
    assert '<h2 id="part-two">' in one.page("2020/01/03/b.html")
    assert 'b.html#part-two">乙</a>' in one.page("a.html")
    assert '<a href="#c">丙</a>' in one.page("a.html")
    assert '<h2 id="c">' in one.page("a.html")
