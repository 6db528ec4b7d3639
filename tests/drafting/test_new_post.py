"""A new post: where it goes, what it is called, what it says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.content.frontmatter.record import clean
from generator.content.post import parse_post
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.drafting.new_post import PostRequest, create_post
from generator.kinds.site_config import load_config
from generator.pipeline.slices import read_options
from tests.conftest import SiteMaker
from tests.sites import NOW, Site, post, tree

TEXTS = st.text(max_size=30).filter(lambda text: clean(text) != "")


def new(site: Site, title: str, *notes: list[str], **request: object) -> str:
    """Begin a post; return its path from content/posts/."""
    heard = notes[0] if notes else []
    file = create_post(SitePaths.of(site.root), PostRequest(title, **request), NOW, heard.append)  # type: ignore[arg-type]
    return file.relative_to(site.root / "content" / "posts").as_posix()


def text(site: Site, path: str) -> str:
    return (site.root / "content" / "posts" / path).read_text(encoding="utf-8")


def test_a_post(site: SiteMaker) -> None:
    one = site({})
    path = new(one, "银行 重庆: “夜航”", tags=("a", "b"), author="甲", draft=True)
    assert path == "2022/01/2022-01-10-yinhang-chongqing-yehang.md"
    assert text(one, path) == (
        '---\ntitle: "银行 重庆: “夜航”"\ndate: 2022-01-10 08:00:00 +0800\n'
        "tags: [a, b]\nauthor: 甲\ndraft: true\n---\n\n"
    )


def test_names_are_unique_on_their_day_and_nothing_is_written_over(site: SiteMaker) -> None:
    one = site({"posts/2022/01/2022-01-10-own.md": post(date="2022-01-10", slug="yehang")})
    assert new(one, "夜航") == "2022/01/2022-01-10-yehang.md"
    one = Site(one.root)
    one.build()
    before = tree(one.root / "content")
    assert new(one, "夜航") == "2022/01/2022-01-10-yehang-2.md"
    assert new(one, "夜 航") == "2022/01/2022-01-10-ye-hang.md"
    assert new(one, "夜航", date="2022-01-11") == "2022/01/2022-01-11-yehang.md"
    for slug in ("yehang", "YEHANG", "own"):
        with pytest.raises(BackfileError, match="another post of this day has it"):
            new(one, "x", slug=slug)
    after = tree(one.root / "content")
    assert {path: after[path] for path in before} == before


def test_a_slug_of_a_post_that_only_the_index_knows(site: SiteMaker) -> None:
    one = site({"posts/x/own.md": post(date="2022-01-10", slug="yehang")})
    one.build()
    assert new(one, "夜航").endswith("2022-01-10-yehang-2.md")


@pytest.mark.parametrize("drafts", ["drafts", "news/drafts"])
def test_it_does_not_go_where_drafts_were_imported(site: SiteMaker, drafts: str) -> None:
    old, draft = post(date="2021-12-28"), post(date="2022-01-10", draft="true")
    one = site({"posts/old/2021/2021-12-28-a.md": old, f"posts/{drafts}/2022-01-10-yehang.md": draft})
    assert new(one, "夜航") == "old/2022/2022-01-10-yehang-2.md"


def test_without_posts_drafts_say_nothing_of_folders(site: SiteMaker) -> None:
    one = site({"posts/drafts/2022-01-10-a.md": post(date="2022-01-10", draft="true")})
    assert new(one, "夜航") == "2022/01/2022-01-10-yehang.md"


@pytest.mark.parametrize(
    ("newest", "folder"),
    [
        ("2021/12/28/2021-12-28-a.md", "2022/01/10/"), ("2021-12/2021-12-28-a.md", "2022-01/"),
        ("2021-12-28-a.md", ""), ("news/2021/2021-12-28-a.md", "news/2022/"),
        ("wanbao/12/20211228000.md", "ribao/01/"),
    ],
)  # fmt: skip
def test_it_goes_where_the_newest_posts_are(site: SiteMaker, newest: str, folder: str) -> None:
    one = site(
        {f"posts/{newest}": post(categories="wanbao"), "posts/old/2020-01-01-b.md": post(categories="ribao")}
    )
    assert new(one, "夜航", categories=("ribao",)) == f"{folder}2022-01-10-yehang.md"


CONFIG = "title: x\ncategories: {wanbao: {label: 晚报, aliases: [晚 报]}}\n"


def named(site: SiteMaker) -> Site:
    posts = {
        f"posts/{n}.md": post(f"第{n}篇", categories=name, tags=tag)
        for n, (name, tag) in enumerate(
            [("nanfangribao", "南方日报新闻"), ("nanfangzhoumo", "南方周末新闻"), ("财经", "财经")]
        )
    }
    return site(posts, CONFIG)


@pytest.mark.slow
@pytest.mark.parametrize("built", [False, True])
@pytest.mark.parametrize(
    ("said", "meant", "note"),
    [
        ("nanfangribao", "nanfangribao", ""), ("南方日报新闻", "nanfangribao", ""),
        ("nanfangr", "nanfangribao", "interpreted"),
        ("Nanfang-Ribao", "nanfangribao", "interpreted"), ("nanfangrbao", "nanfangribao", "interpreted"),
        ("南方周", "nanfangzhoumo", "interpreted"), ("晚报", "wanbao", ""), ("晚 报", "wanbao", ""),
        ("beifangribao", "beifangribao", "new, no post has it yet; similar: nanfangribao"),
        ("体育", "体育", "new, no post has it yet"),
    ],
)  # fmt: skip
def test_categories_are_completed(site: SiteMaker, built: bool, said: str, meant: str, note: str) -> None:
    one = named(site)
    if built:
        one.build()
    heard: list[str] = []
    path = new(one, "夜航", heard, categories=(said,))
    assert f"\ncategories: {meant}\n" in text(one, path)
    assert len(heard) == bool(note)
    assert note in "".join(heard)


def test_several_that_may_be_meant(site: SiteMaker) -> None:
    one = named(site)
    with pytest.raises(BackfileError, match="it may mean nanfangribao, nanfangzhoumo; type more of the name"):
        new(one, "夜航", categories=("nanfang",))
    assert len(tree(one.root / "content" / "posts")) == 3
    path = new(one, "夜航", categories=("nanfang",), as_is=True)
    assert "\ncategories: nanfang\n" in text(one, path)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"date": "yesterday"}, "this is not a date"),
        ({"date": "03/04/2020"}, "this may mean 2020-04-03 or 2020-03-04"),
        ({"slug": "a/b"}, "an address can't contain this; use a-b"),
        ({"slug": "！"}, "an address can't contain this"),
    ],
)
def test_what_can_not_be_used(site: SiteMaker, wanted: dict[str, str], why: str) -> None:
    one = site({})
    with pytest.raises(BackfileError, match=why):
        new(one, "x", **wanted)
    with pytest.raises(BackfileError, match="a post needs a title"):
        new(one, " \n")
    assert tree(one.root / "content") == {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXTS, names=st.lists(TEXTS, max_size=3), author=TEXTS, draft=st.booleans(), split=st.booleans())
def test_what_is_written_is_what_was_said(
    tmp_path: Path, title: str, names: list[str], author: str, draft: bool, split: bool
) -> None:
    root = tmp_path / os.urandom(4).hex()
    (root / "content").mkdir(parents=True)
    site = Site(root).write(
        {"site.yaml": f"title: x\nposts: {{categories_string: {'split' if split else 'one'}}}\n"}
    )
    path = new(
        site, title, categories=tuple(names), tags=tuple(names), author=author, draft=draft, as_is=True
    )
    data = (root / "content" / "posts" / path).read_bytes()
    parsed = parse_post(f"content/posts/{path}", data, read_options(load_config(root / "site.yaml")))
    assert parsed.problems == ()
    assert parsed.post is not None
    said = tuple(dict.fromkeys(map(clean, names)))
    assert parsed.post.title == clean(title)
    assert parsed.post.date == "2022-01-10T08:00:00+08:00"
    assert parsed.post.draft == draft
    assert len(parsed.post.categories) == len(parsed.post.tags) <= len(said)
    assert f"2022-01-10-{parsed.post.slug}.md" == path.rpartition("/")[2]
    assert path.isascii()


def test_the_newest_post_may_have_front_matter_in_toml(site: SiteMaker) -> None:
    one = site({"posts/wanbao/2021-12-28-a.md": '+++\ntitle = "a"\ncategories = ["wanbao"]\n+++\nx\n'})
    assert new(one, "夜航", categories=("ribao",)) == "ribao/2022-01-10-yehang.md"
