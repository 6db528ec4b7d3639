"""Posts that are there twice; reprints and columns are not meant."""

from __future__ import annotations

from tests.checks.checking import codes, found
from tests.conftest import SiteMaker
from tests.sites import post

TEXT = "伴随着房地产业的蓬勃发展，中山物业管理行业有了长足的发展。" * 5


def test_the_same_title(site: SiteMaker) -> None:
    one = site(
        {
            "posts/1.md": post("天气", "2021-12-28 08:00", body="晴", categories="wanbao"),
            "posts/2.md": post("天气", "2021-12-28 20:00", body="雨", categories="wanbao"),
            "posts/3.md": post("天气", "2021-12-29 08:00", body="阴", categories="wanbao"),
            "posts/4.md": post("天气", "2021-12-28 08:00", body="雪", categories="ribao"),
        }
    )
    assert codes(one) == ["posts/2.md:0:0 duplicate.title"]
    assert "as content/posts/1.md" in found(one)[0].message


def test_the_same_text(site: SiteMaker) -> None:
    one = site(
        {
            "posts/1.md": post("甲", body=TEXT, categories="wanbao"),
            "posts/2.md": post("乙", "2022-01-01", body=f"<p>{TEXT}</p>\n\n", categories="wanbao"),
            "posts/3.md": post("丙", body=TEXT, categories="ribao"),
            "posts/4.md": post("丁", body="停电通知", categories="wanbao"),
            "posts/5.md": post("戊", body="停电通知", categories="wanbao"),
        }
    )
    assert codes(one) == ["posts/2.md:0:0 duplicate.body"]
    assert found(one)[0].message == "the post has the same text as content/posts/1.md"


def test_both_are_told_once(site: SiteMaker) -> None:
    one = site({"posts/1.md": post("甲", body=TEXT), "posts/2.md": post("甲", body=TEXT)})
    assert codes(one) == ["posts/2.md:0:0 duplicate.body"]
