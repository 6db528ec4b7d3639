"""Categories and tags that are written in two ways."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from tests.checks.checking import found, told
from tests.conftest import SiteMaker
from tests.sites import Site, post


def archive(
    site: SiteMaker, categories: Sequence[str] = (), tags: Sequence[str] = (), config: str = ""
) -> Site:
    named = [("categories", name) for name in categories] + [("tags", name) for name in tags]
    return site(
        {f"posts/{n:03}.md": post(f"第{n}篇", **{key: name}) for n, (key, name) in enumerate(named)},
        f"title: 旧闻馆\n{config}",
    )


def test_the_rarer_spelling_is_told_at_its_first_post(site: SiteMaker) -> None:
    one = archive(site, ["nanfangribao"] * 3 + ["nanfang-ribao", "Nanfang Ribao", "beifangribao"])
    problems = found(one)
    assert told(problems) == ["posts/003.md:4:13 category.near", "posts/004.md:4:13 category.near"]
    assert (
        problems[0].message
        == "the category “nanfang-ribao” (1 post) is very similar to “nanfangribao” (3 posts)"
    )
    assert 'add to categories in site.yaml: "nanfangribao": {aliases: ["nanfang-ribao"]}' in problems[0].hint


def test_what_site_yaml_defines_is_right_and_knows_its_aliases(site: SiteMaker) -> None:
    config = "categories: {nanfang-ribao: {}}\ntags: {财经: {aliases: [财 经]}}\n"
    one = archive(site, ["nanfangribao"] * 3, ["财经", "财 经", "《财经》"], config)
    assert [problem.message for problem in found(one)] == [
        "the category “nanfangribao” (3 posts) is very similar to “nanfang-ribao” (in site.yaml)",
        "the tag “《财经》” (1 post) is very similar to “财经” (1 post)",
    ]


@pytest.mark.parametrize(
    ("common", "rare", "near"),
    [
        ("procurement", "procurment", True), ("扬子晚报", "杨子晚报", True), ("南方日报", "北方日报", False),
        ("election 2021", "election 2022", False), ("第一季度", "第二季度", False), ("C++", "C#", False),
        ("Python 3.1", "Python 31", False), ("art", "arm", False),
    ],
)  # fmt: skip
def test_slips_count_where_one_is_rare(site: SiteMaker, common: str, rare: str, near: bool) -> None:
    assert bool(found(archive(site, [], [common] * 10 + [rare]))) is near


def test_two_that_are_common_are_two(site: SiteMaker) -> None:
    assert found(archive(site, [], ["procurement"] * 10 + ["procurment"] * 3)) == []


@pytest.mark.slow
def test_many_tags_take_little_time(site: SiteMaker) -> None:
    tags = ", ".join(f"subject {n:x}" for n in range(0x10000, 0x10000 + 4_000))
    one = site({f"posts/{n}.md": post(f"第{n}篇", tags=f"[{tags}]") for n in range(10)})
    found(one)
    start = time.perf_counter()
    assert found(one, "tag") == []
    assert time.perf_counter() - start < 5
