"""Check, explain, preview and new know packed posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.drafting.new_post import PostRequest, create_post
from generator.explain.explain import explain
from generator.notifications.classify import classify
from generator.preview import error_pages
from tests.checks.checking import found
from tests.conftest import SiteMaker
from tests.packing.packing import content, packed, put_pack
from tests.preview.previews import preview_of
from tests.preview.test_page_builder import CONFIG, clean_tree
from tests.sites import NOW, Site, post

BAD = "---\ntitle: [\ndate: 2021-12-28\n---\n"


def test_a_check_finds_the_same_in_packs_and_names_them(site: SiteMaker) -> None:
    files = {
        "a.md": post("甲", body="[没有](gone.md) ![图](none.png)", catgories="x"),
        "x/b.md": post("乙", tags="[扬子 晚报]"),
        "c.md": post("丙", tags="[扬子晚报]"),
        "bad.md": BAD,
    }
    one = site({f"posts/{name}": text for name, text in files.items()})
    as_files = found(one)
    for name in files:
        one.write({f"content/posts/{name}": None})
    put_pack(one, "2021-12", files)
    as_packs = found(one)
    assert {problem.code for problem in as_files} >= {"link.missing", "picture.missing", "tag.near"}
    assert sorted(as_packs) == sorted(
        problem._replace(
            path=problem.path.replace("content/posts/", "content/packs/2021-12.jsonl.zst:"),
        )
        for problem in as_files
    )


def test_explain_says_where_a_post_is(site: SiteMaker) -> None:
    one = site({})
    put_pack(one, "2021-12", {"a.md": post("甲"), "bad.md": BAD})
    one.build()
    in_pack = "content/packs/2021-12.jsonl.zst:a.md"
    for name in ("content/posts/a.md", in_pack, f"{in_pack}:3:1"):
        told = explain(SitePaths.of(one.root), name, one.root, NOW)
        assert told[0] == "content/posts/a.md"
        assert "It is in the pack content/packs/2021-12.jsonl.zst." in told
        assert told[-1] == "It has not changed in its pack since the last build."
    put_pack(one, "2021-12", {"a.md": post("改过")})
    told = explain(SitePaths.of(one.root), "content/posts/a.md", one.root, NOW)
    assert "the next build reads it again" in told[-1]
    told = explain(SitePaths.of(one.root), "content/packs/2021-12.jsonl.zst", one.root, NOW)
    assert told[-1].startswith("It has the posts of a month")


def test_a_new_post_takes_no_name_of_a_packed_one(site: SiteMaker) -> None:
    one = site({"posts/2021/12/2021-12-28-yehang.md": post("夜航")})
    packed(one)
    request = PostRequest("夜航", date="2021-12-28")
    file = create_post(SitePaths.of(one.root), request, NOW, lambda _: None)
    assert file.relative_to(one.root).as_posix() == "content/posts/2021/12/2021-12-28-yehang-2.md"


def test_a_new_post_lies_like_the_packed_ones_where_all_are_packed(site: SiteMaker) -> None:
    one = site({"posts/wanbao/2021-12/2021-12-28-a.md": post(categories="wanbao")})
    packed(one)
    file = create_post(SitePaths.of(one.root), PostRequest("x", categories=("ribao",)), NOW, lambda _: None)
    assert file.parent.relative_to(one.root).as_posix() == "content/posts/ribao/2022-01"


def test_a_new_post_does_not_hide_a_packed_one_of_another_month(site: SiteMaker) -> None:
    one = site({})
    put_pack(one, "2021-11", {"2022/01/2022-01-10-x.md": post("x", "2021-11-01")})
    one.build()
    before = content(one)
    with pytest.raises(BackfileError, match="a packed post has this path"):
        create_post(SitePaths.of(one.root), PostRequest("x"), NOW, lambda _: None)
    assert content(one) == before


@pytest.mark.slow
def test_a_preview_shows_packed_posts_and_follows_their_packs(site: SiteMaker, tmp_path: Path) -> None:
    one = site({}, CONFIG)
    put_pack(one, "2021-12", {"a.md": post("甲"), "b.md": post("乙")})
    with preview_of(one) as preview:
        preview.update()
        _same(one, preview.tree, tmp_path / "first")
        put_pack(one, "2021-12", {"a.md": post("改过"), "c.md": post("丙")})
        changes = classify(["content/packs/2021-12.jsonl.zst", "content/packs/.2021-12.jsonl.zst.tmp"])
        assert changes.content == ("content/packs/2021-12.jsonl.zst",)
        preview.update(list(changes.content))
        _same(one, preview.tree, tmp_path / "second")
        one.write({"content/posts/a.md": post("文件")})
        preview.update(["content/posts/a.md"])
        _same(one, preview.tree, tmp_path / "third")
        one.write({"content/posts/a.md": None})
        preview.update(["content/posts/a.md"])
        _same(one, preview.tree, tmp_path / "fourth")


def _same(site: Site, shown: object, folder: Path) -> None:
    expected = clean_tree(site, folder)
    assert shown(list(expected)) == expected  # type: ignore[operator]


def test_a_page_of_problems_shows_the_lines_of_a_packed_post(site: SiteMaker) -> None:
    one = site({})
    put_pack(one, "2021-12", {"bad.md": BAD})
    problems = one.build().problems
    (fault,) = error_pages.of_problems(one.root, problems)
    assert fault.problem.path == "content/packs/2021-12.jsonl.zst:bad.md"
    assert [line.text for line in fault.lines][:2] == ["---", "title: ["]
