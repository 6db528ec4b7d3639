"""Who gets which address, end to end."""

from __future__ import annotations

import pytest

from generator.index import claims
from tests.conftest import SiteMaker
from tests.sites import Site, post


def codes(report_problems: tuple[object, ...]) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in report_problems]  # type: ignore[attr-defined]


def test_the_reference_addresses(site: SiteMaker) -> None:
    one = site(
        {
            "posts/2021-12-28-202112282227676010.md": post(categories="nanfangribao", tags="南方日报新闻"),
            "pages/about.md": "---\ntitle: 关于\n---\n正文\n",
            "posts/2021/pic.png": "x",
            "static/CNAME": "archive.example",
        },
        config="title: x\nurl: https://archive.example/\n",
    )
    one.build()
    tree = {path for path in one.tree() if not path.startswith(("assets/", "search/"))}
    assert tree == {
        "search.html", "opensearch.xml",
        "index.html", "nanfangribao/2021/12/28/202112282227676010.html",
        "category/nanfangribao.html", "category/nanfangribao.xml", "tag/nanfangribaoxinwen.html",
        "categories.html", "tags.html",
        "archive.html", "archive/2021.html", "archive/2021/12.html", "archive/2021/12/28.html",
        "feed.xml", "sitemap.xml", "sitemap/2021-12.xml", "sitemap/pages.xml",
        "about.html", "404.html", "robots.txt", "llms.txt", "feeds.opml", "manifest.webmanifest", "_headers",
        "files/2021/pic.png", "CNAME",
    }  # fmt: skip


def test_the_path_that_sorts_first_keeps_a_contested_address(site: SiteMaker) -> None:
    one = site(
        {
            "posts/b.md": post("乙", permalink="/same.html"),
            "posts/a.md": post("甲", permalink="/SAME.html"),
        }
    )
    report = one.build()
    assert codes(report.problems) == [("content/posts/b.md", "address.taken")]
    assert "content/posts/a.md" in report.problems[0].message
    assert (report.published, report.quarantined) == (1, 1)
    assert "甲" in one.page("SAME.html")


def test_the_other_post_comes_back_when_its_rival_goes(site: SiteMaker) -> None:
    files = {f"posts/{name}.md": post(name, permalink="/same.html", categories="c") for name in "ab"}
    one = site(files)
    one.build()
    one.write({"content/posts/a.md": None})
    report = one.build()
    assert report.problems == ()
    assert one.tree() == one.clean_tree()
    assert "<h1>b</h1>" in one.page("same.html").replace("\n", "") or ">b<" in one.page("same.html")


def test_a_post_may_not_take_a_page_of_the_program(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(permalink="/category/x.html"), "posts/b.md": post(slug="b")})
    report = one.build()
    assert (report.published, report.quarantined) == (1, 1)
    assert {problem.path for problem in report.problems} == {"content/posts/a.md"}


def test_a_default_address_that_falls_on_a_page_of_the_program_is_told(site: SiteMaker) -> None:
    one = site(
        {"posts/a.md": post(categories="category", slug="x")},
        "title: x\npermalink: /{category}/{slug}.html\n",
    )
    report = one.build()
    assert codes(report.problems) == [("content/posts/a.md", "address.reserved")]


@pytest.mark.parametrize("name", ["404.html", "robots.txt", "index.html"])
def test_a_static_file_may_replace_some_pages(site: SiteMaker, name: str) -> None:
    one = site({f"static/{name}": "mine", "posts/a.md": post()})
    assert one.build().problems == ()
    assert one.page(name) == "mine"
    one.write({f"content/static/{name}": None})
    one.build()
    assert one.page(name) != "mine"


def test_a_static_file_may_not_replace_others(site: SiteMaker) -> None:
    one = site({"static/categories.html": "mine", "posts/a.md": post()})
    assert codes(one.build().problems) == [("content/static/categories.html", "address.taken")]
    assert one.page("categories.html") != "mine"


def test_aliases_redirect_and_yield(site: SiteMaker) -> None:
    one = site(
        {
            "posts/a.md": post("甲", aliases="[/old/a.html, /old/b/, /b.html]", permalink="/a.html"),
            "posts/b.md": post("乙", aliases="/old/a.html", permalink="/b.html"),
        },
        config="title: x\nurl: https://x.example/sub/\n",
    )
    report = one.build()
    assert codes(report.problems) == [
        ("content/posts/a.md", "alias.taken"),
        ("content/posts/b.md", "alias.taken"),
    ]
    assert 'url=../../a.html"' in one.page("old/b/index.html")
    assert '<link rel="canonical" href="https://x.example/sub/a.html">' in one.page("old/a.html")
    assert "乙" in one.page("b.html")


def test_awkward_categories_each_have_pages_that_link_right(site: SiteMaker) -> None:
    names = ["anxin(xianggang)", "21shiji 21caijing", "A/B", "..", "CON", "长" * 300, "ABC", "abc"]
    one = site({f"posts/{number}.md": post(categories=f'["{name}"]') for number, name in enumerate(names)})
    report = one.build()
    assert (report.published, report.problems) == (len(names), ())
    fronts = [path for path in one.tree() if path.startswith("category/") and path.endswith(".html")]
    assert len({path.casefold() for path in fronts}) == len(names)
    index = one.page("categories.html")
    assert all(f'href="./{path}"' in index for path in fronts)
    assert all(len(part.encode()) < 200 for path in one.tree() for part in path.split("/"))


def test_no_category_leaves_no_hole_in_the_address(site: SiteMaker) -> None:
    one = site({"posts/2021-12-28-x.md": post()})
    one.build()
    assert "2021/12/28/x.html" in one.tree()


def test_chinese_file_names_stay_readable(site: SiteMaker) -> None:
    one = site({"posts/2021-12-28-江上 晨雾.md": post(categories="wanbao")})
    one.build()
    assert "wanbao/2021/12/28/江上-晨雾.html" in one.tree()
    assert "%E6%B1%9F" in one.page("category/wanbao.html")


def test_addresses_of_pages_are_kept_to_the_letter(site: SiteMaker) -> None:
    one = site(
        {
            "posts/a.md": post("甲", permalink="/n/a.shtml"),
            "posts/b.md": post("乙", permalink="/n/b.htm"),
            "posts/c.md": post("丙", permalink="/x.html/"),
            "pages/y.html/index.md": post("丁"),
        }
    )
    assert one.build().problems == ()
    assert {"n/a.shtml", "n/b.htm", "x.html/index.html", "y.html/index.html"} <= one.tree().keys()
    assert 'href="./n/a.shtml"' in one.page("index.html")


def test_posts_whose_addresses_differ_by_the_query_alone_do_not_meet(site: SiteMaker) -> None:
    one = site(
        {f"posts/{slug}.md": post(permalink=f"'/show.php?id={name}'") for slug, name in ("ax", "bX", "cy")}
    )
    report = one.build()
    assert report.published == 3
    assert {problem.code for problem in report.problems} == {"permalink.unservable"}


def _folder_and_page(site: SiteMaker, **more: str) -> Site:
    return site(
        {
            "posts/page.md": post("页", permalink="/x.html"),
            "posts/within.md": post("内", permalink="/x.html/a.html"),
            **more,
        }
    )


@pytest.mark.slow
def test_a_folder_is_told_from_a_page_of_its_name(site: SiteMaker) -> None:
    one = _folder_and_page(site)
    (problem,) = one.build().problems
    assert (problem.path, problem.code) == ("content/posts/page.md", "address.taken")
    assert "is needed as a folder for content/posts/within.md" in problem.message
    assert "x.html/a.html" in one.tree()
    one.write({"content/posts/within.md": None})
    assert one.build().problems == ()
    assert "x.html" in one.tree()
    assert one.tree() == one.clean_tree()
    one.write({"content/posts/within.md": post("内", permalink="/X.html/")})
    (problem,) = one.build().problems
    assert problem.path == "content/posts/page.md"
    assert one.tree() == one.clean_tree()


def test_a_file_below_a_page_is_told(site: SiteMaker) -> None:
    one = site({"posts/page.md": post(permalink="/x.html"), "static/x.html/a.png": "x"})
    (problem,) = one.build().problems
    assert (problem.path, problem.code) == ("content/static/x.html/a.png", "address.taken")
    assert "is below that of content/posts/page.md" in problem.message
    one.write({"content/posts/page.md": post(permalink="/y.html")})
    assert one.build().problems == ()
    assert "x.html/a.png" in one.tree()
    one.write({"content/posts/within.md": post(permalink="/y.html/")})
    one.build()
    assert one.tree() == one.clean_tree()


def test_folders_of_the_program_are_told(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(permalink="/tags.html/a.html"), "static/404.html/a.png": "x"})
    report = one.build()
    assert {problem.path for problem in report.problems} == {
        "content/posts/a.md",
        "content/static/404.html/a.png",
    }


def test_redirects_yield_to_folders_and_to_pages_above(site: SiteMaker) -> None:
    one = site(
        {
            "posts/a.md": post("甲", slug="a", aliases="[/x.html, /y.html, /z.html/old.html, /w.html]"),
            "posts/b.md": post("乙", permalink="/x.html/", aliases="/w.html/old.html"),
            "posts/c.md": post("丙", permalink="/z.html"),
            "static/y.html/pic.png": "x",
        }
    )
    lost = [("content/posts/a.md", "alias.taken")] * 4
    assert codes(one.build().problems) == lost
    assert "w.html/old.html" in one.tree()
    one.write({"content/posts/b.md": None, "content/posts/c.md": None, "content/static/y.html/pic.png": None})
    assert one.build().problems == ()
    assert one.tree() == one.clean_tree()
    assert {"x.html", "y.html", "z.html/old.html", "w.html"} <= one.tree().keys()


def test_bundles_of_a_day_do_not_meet(site: SiteMaker) -> None:
    one = site(
        {
            "posts/fire/index.md": post("火", body="![](pic.png)"),
            "posts/fire/pic.png": "x",
            "posts/2021-12-28-water/index.md": "---\ntitle: 水\n---\n正文。\n",
        }
    )
    report = one.build()
    assert [problem.code for problem in report.problems] == ["date.missing"]
    assert {"2021/12/28/fire.html", "2021/12/28/water.html"} <= one.tree().keys()
    assert 'src="../../../files/fire/pic.png"' in one.page("2021/12/28/fire.html")


@pytest.mark.parametrize("names", [("about.md", "about.html"), ("about.html", "about.md")])
def test_of_twins_the_page_with_front_matter_wins(site: SiteMaker, names: tuple[str, str]) -> None:
    page, twin = names
    one = site({f"pages/{page}": "---\ntitle: 关于\n---\n正文\n", f"pages/{twin}": "<p>旧页</p>"})
    report = one.build()
    lost = next(problem for problem in report.problems if problem.code == "address.taken")
    assert lost.path == f"content/pages/{twin}"
    assert f"is already used by content/pages/{page}, which has front matter" in lost.message
    assert "关于" in one.page("about.html")
    one.write({f"content/pages/{page}": None})
    one.build()
    assert "旧页" in one.page("about.html")
    one.write({f"content/pages/{page}": "---\ntitle: 关于\n---\n正文\n"})
    one.build()
    assert "关于" in one.page("about.html")
    assert one.tree() == one.clean_tree()


@pytest.mark.parametrize("many", [1_000, 0])
def test_a_file_yields_to_a_folder_and_comes_back(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Whether few addresses are contested, or so many that all files are looked at."""
    monkeypatch.setattr(claims, "_MANY", many)
    one = site({"static/a/NOTES": "x", "static/b": "x", "posts/a.md": post()})
    one.build()
    assert {"a/NOTES", "b"} <= set(one.tree())
    for permalink, gone in (("/a/notes/deep/x.html", "a/NOTES"), ("/b/x.html", "b"), ("/c.html", "")):
        one.write({"content/posts/x.md": post(permalink=permalink)})
        one.build()
        assert {"a/NOTES", "b"} - set(one.tree()) == {gone} - {""}
        assert one.tree() == one.clean_tree()
