"""Defects that were found by hunting, each with its smallest reproduction."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.content import load
from generator.core.paths import SitePaths
from generator.pipeline import output_stage
from generator.system import files
from tests.conftest import SiteMaker
from tests.sites import NOW, Ear, Site, Tree, post, tree

pytestmark = pytest.mark.slow


def clean(one: Site, slugs: bytes | None = None) -> Tree:
    """Return a clean build's output; `slugs` is the registry to start from, else the one that is there."""
    copy = one.root.with_name("before")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(one.root, copy, ignore=shutil.ignore_patterns("output", "*.sqlite*", "lock"))
    if slugs is not None:
        (copy / "content" / "slugs.yaml").write_bytes(slugs)
    Site(copy).build()
    return tree(copy / "output")


def differing(one: Tree, other: Tree) -> list[str]:
    """Return the paths at which two outputs differ."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def break_off(one: Site, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    """Build until a function of `generator.pipeline.output_stage` is called, and no further."""

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(output_stage, stage, crash)
        with pytest.raises(KeyboardInterrupt):
            one.build()


def test_the_homes_masthead_is_not_that_of_a_post_beside_it(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("甲", permalink="/a.html")}, "title: x\ndescription: 座右铭\n")
    one.build()
    assert '<h1 class="nameplate">' in one.page("index.html")
    assert '<h1 class="nameplate">' not in one.page("a.html")


def test_the_homes_masthead_does_not_depend_on_what_else_is_rendered(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("甲", permalink="/a.html", categories="c", tags="标")})
    one.build()
    one.write({"content/posts/b.md": post("乙", categories="d", tags="标")})
    one.build()
    assert differing(one.tree(), one.clean_tree()) == []


def test_aliases_of_a_post_that_loses_its_address_go(site: SiteMaker) -> None:
    one = site({"posts/b.md": post("乙", permalink="/x.html", aliases="/old.html", tags="标")})
    one.build()
    one.write({"content/posts/a.md": post("甲", permalink="/x.html", tags="标")})
    one.build()
    assert differing(one.tree(), one.clean_tree()) == []


def test_feeds_follow_the_publisher(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(categories="c")})
    one.build()
    one.write({"site.yaml": "title: 旧闻馆\npublisher: {name: 报社}\n"})
    one.build()
    assert differing(one.tree(), one.clean_tree()) == []


def test_feeds_follow_the_words_of_the_theme(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(categories="c")}, "title: x\ntheme: own\n")
    one.write({"themes/own/theme.yaml": "inherits: default\n"})
    one.build()
    one.write({"themes/own/strings/zh-CN.yaml": 'separator: " / "\n'})
    one.build()
    assert differing(one.tree(), one.clean_tree()) == []


@pytest.mark.parametrize("files", [
    {"posts/x.md": post(categories="index.html")},
    {"posts/x.md": post(permalink="/feed.xml/x")},
    {"posts/x.md": post(aliases="/robots.txt/x")},
    {"static/archive": "x"},
    {"static/c": "x"},
    {"posts/x.md": post(permalink="/CNAME/x"), "static/CNAME": "x"},
    {f"posts/x{n}.md": post(tags="[foo, foo.html]", slug=f"x{n}") for n in range(12)},
], ids=["category", "permalink", "alias", "program", "posts", "static", "tags"])  # fmt: skip
def test_a_file_where_others_need_a_folder_does_not_stop_the_press(
    site: SiteMaker, files: dict[str, str]
) -> None:
    one = site({"posts/good.md": post("好", categories="c", slug="good")} | files,
               "title: x\nlists: {page_size: 5}\n")  # fmt: skip
    one.build()
    assert "c/2021/12/28/good.html" in one.tree()


@pytest.mark.parametrize(("old", "new"), [("foo", "foo/bar"), ("foo/bar", "foo")])
def test_a_file_becomes_a_folder_and_back(site: SiteMaker, old: str, new: str) -> None:
    one = site({f"static/{old}": "x"})
    one.build()
    one.write({f"content/static/{old}": None})
    shutil.rmtree(one.root / "content/static")
    one.write({f"content/static/{new}": "y"})
    one.build()
    assert differing(one.tree(), one.clean_tree()) == []


def test_slugs_do_not_hang_on_the_index(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(categories="foo")})
    one.build()
    one.write({"content/posts/b.md": post(categories="Foo", slug="b")})
    (one.root / ".backfile/index.sqlite").unlink()
    one.build()
    assert "category/foo.html" in one.tree()
    assert ">foo<" in one.page("category/foo.html")


def test_a_new_slug_is_the_same_in_a_clean_build(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(categories="foo", tags="标")})
    one.build()
    slugs = (one.root / "content/slugs.yaml").read_bytes()
    one.write({"content/posts/b.md": post(categories="Foo", slug="b")})
    one.build()
    assert differing(one.tree(), clean(one, slugs)) == []


def test_a_slug_of_the_settings_takes_it_from_the_registry(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(categories="银行"), "posts/b.md": post(categories="Bank", slug="b")})
    one.build()
    one.write({"site.yaml": "title: x\ncategories: {Bank: {slug: yinhang}}\n"})
    one.build()
    fronts = [path for path in one.tree() if re.fullmatch(r"category/[^/]+\.html", path)]
    assert len(fronts) == 2


def test_two_names_of_one_slug_in_the_registry_are_told_or_parted(site: SiteMaker) -> None:
    one = site({
        "posts/a.md": post(categories="银行"), "posts/b.md": post(categories="音航", slug="b"),
        "slugs.yaml": "category: {银行: yh, 音航: yh}\ntag: {}\n",
    })  # fmt: skip
    try:
        one.build()
    except Exception:
        return
    fronts = [path for path in one.tree() if re.fullmatch(r"category/[^/]+\.html", path)]
    assert len(fronts) == 2


@pytest.mark.parametrize("config", ["title: x\n", "title: x\ncategories: {c: {slug: s}}\n"])
@pytest.mark.parametrize(
    "files",
    [
        {"posts/a.md": post(categories="c")},
        {"posts/a.md": post(categories="c"), "slugs.yaml": "category: {音: yin}\n"},
    ],
)
def test_a_build_without_changes_plans_nothing(site: SiteMaker, files: dict[str, str], config: str) -> None:
    one = site(files, config)
    one.build()
    one.build()
    ear = Ear()
    one.build(ear)
    assert ear.totals["render"] == 0


def test_a_feed_that_changed_hands_is_removed(site: SiteMaker) -> None:
    head = "title: x\ncategories:\n"
    one = site({"posts/a.md": post(categories="A"), "posts/b.md": post(slug="b")},
               head + "  A: {label: L, slug: x}\n")  # fmt: skip
    one.build()
    one.write({"site.yaml": head + "  B: {label: L, slug: x, aliases: [A]}\n"})
    one.build()
    one.write({"content/posts/a.md": None})
    one.build()
    assert differing(one.tree(), one.clean_tree()) == []


def test_a_stand_in_that_was_deleted_is_gone(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("好", slug="a"), "posts/b.md": post()})
    one.build()
    one.write({"content/posts/a.md": ""})
    one.build()
    shutil.rmtree(one.root / ".backfile/last-good")
    one.build()
    assert differing(one.tree(), one.clean_tree()) == []


def test_an_expired_loser_is_no_problem_any_more(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(permalink="/x.html"),
                "posts/b.md": post(permalink="/x.html", expires="2022-01-11")})  # fmt: skip
    one.build()
    later = NOW + 3 * 86_400_000_000
    incremental = one.build(now=later)
    fresh = one.build(now=later, output=one.root.with_name("fresh"), clean=1)
    copy = one.root.with_name("copy")
    shutil.copytree(one.root, copy, ignore=shutil.ignore_patterns("output", "*.sqlite*", "lock"))
    assert incremental.problems == Site(copy).build(now=later).problems
    assert fresh.problems == incremental.problems


@pytest.mark.parametrize("fields", [
    {"permalink": '"/100%2541.html"'},
    {"permalink": '"/a%23b.html"'},
    {"categories": "x.html"},
], ids=["percent", "hash", "category"])  # fmt: skip
def test_a_stand_in_keeps_odd_addresses(site: SiteMaker, fields: dict[str, str]) -> None:
    one = site({"posts/a.md": post("好", slug="a", **fields), "posts/b.md": post()})
    one.build()
    good = one.tree()
    one.write({"content/posts/a.md": ""})
    one.build()
    assert differing(good, one.tree()) == []


def test_a_stand_in_keeps_its_place_within_a_second(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("甲", "2021-12-28 07:35:22.7", slug="a"),
                "posts/b.md": post("乙", "2021-12-28 07:35:22.3", slug="b")})  # fmt: skip
    one.build()
    good = one.tree()
    one.write({"content/posts/a.md": ""})
    one.build()
    assert differing(good, one.tree()) == []


@pytest.mark.parametrize("body", [
    "# 标题\n\n# 标题\n\n正文",
    "<h1>标题</h1>\n\n<p>a</p>",
    "正文 [别](b.md) [无](none.md) [页](x.html) ![图](pic.png)",
    "正文\n\n<https://a.example/x>\n\n<https://a.example/y>",
    "正文\n\n[返回首页](/)\n\n[返回首页](/)",
    "<pre>\n\n  x\n</pre>\n\n`<!--/body-->`",
    "a\n\n<p><a href='https://archive.example/y'>返回首页</a></p>",
])  # fmt: skip
def test_a_stand_in_keeps_odd_bodies(site: SiteMaker, body: str) -> None:
    one = site({"posts/a.md": post("标题", body=body, slug="a"), "posts/b.md": post(slug="b")})
    one.build()
    good = one.tree()
    one.write({"content/posts/a.md": ""})
    one.build()
    assert differing(good, one.tree()) == []


def test_the_last_good_page_survives_a_build_into_another_folder(site: SiteMaker, tmp_path: Path) -> None:
    one = site({"posts/a.md": post("好", slug="a"), "posts/b.md": post()})
    one.build()
    one.write({"content/posts/a.md": ""})
    one.build(output=tmp_path / "other")
    one.build()
    assert "2021/12/28/a.html" in one.tree()


def test_neighbours_in_a_second_category_follow(site: SiteMaker) -> None:
    one = site({
        "posts/a.md": post("甲", "2021-12-01", categories="c"),
        "posts/b.md": post("乙", "2021-12-02", categories="[d, c]"),
    })  # fmt: skip
    one.build()
    one.write({"content/posts/b.md": post("丙", "2021-12-02", categories="[d, c]")})
    one.build()
    assert differing(one.tree(), one.clean_tree()) == []


def test_feeds_follow_the_labels_of_other_categories(site: SiteMaker) -> None:
    one = site({"posts/a.md": post("甲", slug="a", categories="[c, d]"),
                "posts/b.md": post("乙", slug="b", categories="c", tags="标")})  # fmt: skip
    one.build()
    one.write({"content/posts/e.md": post("丙", slug="e", categories="c", tags="标")})
    one.build()
    assert differing(one.tree(), one.clean_tree()) == []


@pytest.mark.parametrize("files", [
    {"posts/x.md": post(categories="favicon.ico"), "static/favicon.ico": "x"},
    {"posts/x.md": post(permalink="/favicon.ico/x"), "static/favicon.ico": "x"},
    {"posts/x.md": post(aliases="/CNAME/x"), "static/CNAME": "x"},
    {"static/archive/2021": "x"},
    {"static/category/c": "x"} | {f"posts/x{n}.md": post(categories="c", slug=f"x{n}") for n in range(12)},
    {"static/.backfile/x": "x", "static/a.b/x": "x", "posts/x.md": post(slug="x", permalink="/a.b")},
], ids=["category", "permalink", "alias", "archive", "pages", "dots"])  # fmt: skip
def test_a_file_with_a_suffix_where_others_need_a_folder(site: SiteMaker, files: dict[str, str]) -> None:
    one = site({"posts/good.md": post("好", categories="c", slug="good")} | files,
               "title: x\nlists: {page_size: 5}\n")  # fmt: skip
    one.build()
    assert "c/2021/12/28/good.html" in one.tree()
    assert differing(one.tree(), one.clean_tree()) == []


def test_a_file_that_could_not_be_read_is_tried_again(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = site({"posts/a.md": post(slug="a"), "posts/b.md": post(slug="b")})
    real = files.read_file

    def refuse(path: str, limit: int | None = None) -> object:
        if path.endswith("a.md"):
            raise PermissionError(13, "Permission denied")
        return real(path, limit)

    monkeypatch.setattr(load, "read_file", refuse)
    assert one.build().quarantined == 1
    monkeypatch.setattr(load, "read_file", real)
    assert one.build().quarantined == 0


def test_a_stand_in_is_of_one_version(site: SiteMaker, tmp_path: Path) -> None:
    one = site({"posts/a.md": post("旧题", body="旧文", slug="a"), "posts/b.md": post()})
    one.build()
    one.write({"content/posts/a.md": post("新题", body="新文", slug="a")})
    one.build(output=tmp_path / "other")
    shutil.rmtree(tmp_path / "other")
    one.write({"content/posts/a.md": ""})
    one.build()
    # Rather no page than the title of one version over the text of another.
    page = one.tree().get("2021/12/28/a.html", b"").decode()
    assert not ("新题" in page and "旧文" in page)


@pytest.mark.parametrize("stage", ["touch", "install"])
def test_a_stand_in_is_of_one_version_after_a_crash(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    one = site({"posts/a.md": post("旧题", body="旧文", slug="a"), "posts/b.md": post()})
    one.build()
    one.write({"content/posts/a.md": post("新题", body="新文", slug="a")})

    break_off(one, monkeypatch, stage)
    one.write({"content/posts/a.md": ""})
    one.build()
    # Rather no page than the title of one version over the text of another.
    page = one.tree().get("2021/12/28/a.html", b"").decode()
    assert not ("新题" in page and "旧文" in page)


def test_an_untouched_posts_page_survives_a_crash(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    one = site({"posts/a.md": post("甲", "2021-12-01", slug="a"), "posts/b.md": post("乙", "2021-12-02")})
    one.build()
    one.write({"content/posts/b.md": post("丙", "2021-12-02")})

    break_off(one, monkeypatch, "install")
    one.write({"content/posts/a.md": ""})
    one.build()
    assert "2021/12/01/a.html" in one.tree()


@pytest.mark.parametrize("option", ["drafts", "future"])
def test_what_is_held_back_has_no_quarrels(site: SiteMaker, option: str) -> None:
    fields = {"drafts": {"draft": "true"}, "future": {"date": "2022-02-01"}}[option]
    one = site({"posts/a.md": post(permalink="/x.html"), "posts/b.md": post(permalink="/x.html", **fields)})
    assert len(one.build(drafts=option == "drafts", future=option == "future").problems) == 1
    report = one.build()
    assert (report.problems, report.withheld, report.quarantined) == ((), 1, 0)


def test_an_expired_post_at_a_reserved_address_is_not_news(site: SiteMaker) -> None:
    gone = post(categories="category", slug="x", expires="2022-01-01")
    one = site({"posts/a.md": gone, "posts/b.md": post()},
               "title: x\npermalink: /{category}/{slug}.html\n")  # fmt: skip
    one.build()
    ear = Ear()
    one.build(ear)
    assert ear.totals["render"] == 0


def test_two_shared_parts_in_one_line_are_two(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()}, "title: x\ntheme: own\n")
    one.write(
        {
            "themes/own/theme.yaml": "inherits: default\n",
            "themes/own/templates/post.html": "{% once 1 %}a{% endonce %}{% once 1 %}b{% endonce %}",
        }
    )
    one.build()
    assert one.page("2021/12/28/a.html") == "ab"


def test_a_broken_ledger_of_another_output_stays(site: SiteMaker, tmp_path: Path) -> None:
    one = site({"posts/a.md": post("好", slug="a"), "posts/b.md": post()})
    one.build()
    other = SitePaths.of(one.root, tmp_path / "other").ledger
    other.write_bytes(b"newer program's, perhaps")
    (one.output / "2021/12/28/a.html").unlink()
    one.write({"content/posts/a.md": ""})
    one.build()
    assert other.read_bytes() == b"newer program's, perhaps"
