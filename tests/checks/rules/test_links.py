"""Links and pictures that lead nowhere, and all that lead somewhere."""

from __future__ import annotations

import pytest

from tests.checks.checking import codes, found
from tests.conftest import SiteMaker
from tests.pictures.samples import picture
from tests.sites import Site, post

CONFIG = """\
title: 旧闻馆
url: https://archive.example/old/
own_hosts: [former.example]
lists: {page_size: 5}
"""
#: The line on which the bodies of `post()` begin.
LINE = 5


def archive(site: SiteMaker, body: str, **more: str | bytes) -> Site:
    files: dict[str, str | bytes | None] = {
        "posts/2021/a.md": post("甲", body=body, slug="a").replace("slug: a\n", ""),
        "posts/2021/b.md": post(
            "乙", image="p.png", categories="wanbao", tags="主题", aliases="/former.html"
        ),
        "posts/2021/c d.md": post("丙"),
        "posts/2021/p.png": picture(),
        "posts/draft.md": post("草稿", draft="true"),
        "pages/about.md": "---\ntitle: 关于\n---\n关于本馆。\n",
        "static/Files/数.pdf": b"pdf",
    }
    return site(files | more, CONFIG)


@pytest.mark.parametrize(
    "link",
    [
        "b.md", "./b.md", "../2021/b.md", "c%20d.md", "<c d.md>", "../../pages/about.md", "p.png",
        "/about.html", "/", "/index.html", "https://archive.example/old/about.html", "https://archive.example/old",
        "//former.example/about.html?from=feed", "https://former.example/old/about.html",
        "/wanbao/2021/12/28/b.html", "/wanbao/2021/12/28/b.html?x=1", "/former.html",
        "/category/wanbao.html", "/tag/zhuti.html", "/category/wanbao.xml", "/categories.html",
        "/archive.html",
        "/archive/2021.html", "/archive/2021/12.html", "/archive/2021/12/28.html", "/feed.xml",
        "/sitemap.xml",
        "/sitemap/2021-12.xml", "/robots.txt", "/Files/%E6%95%B0.pdf", "/Files/数.pdf", "/files/2021/p.png",
        "mailto:a@b.example", "https://elsewhere.example/x", "javascript:void(0)", "#",
    ],
)  # fmt: skip
def test_links_that_lead_somewhere(site: SiteMaker, link: str) -> None:
    assert codes(archive(site, f"[x]({link})")) == []


@pytest.mark.parametrize(
    ("link", "code", "cure"),
    [
        ("nowhere.md", "link.missing", "correct the address"),
        ("/nowhere.html", "link.missing", "correct the address"),
        ("/2021/12/28/b.html", "link.missing", "did you mean b.md?"),
        ("../b.md", "link.missing", "did you mean b.md?"),
        ("https://archive.example/old/nowhere", "link.missing", "correct"),
        ("/category/ribao.html", "link.missing", "correct"),
        ("/category/wanbao/1.html", "link.missing", "correct"),
        ("/archive/2020.html", "link.missing", "correct"),
        ("/feed.rss", "link.missing", "correct"),
        ("www.a.example/b", "link.missing", "did you mean https://www.a.example/b?"),
        ("/About.html", "link.case", "write /about.html"),
        ("/files/2021/P.png", "link.case", "write /files/2021/p.png"),
        ("/about", "link.suffix", "write /about.html"),
        ("../draft.md", "link.unpublished", "publish it"),
        ("/2021/12/28/draft.html", "link.unpublished", "publish it"),
        ("../../../x.md", "link.outside", "write a path"),
        ("htps://a.example/", "link.outside", "write a path"),
        ("", "link.empty", "write the address"),
        ("{{site.baseurl}}/x", "link.template", "write the address itself"),
    ],
)
def test_links_that_do_not(site: SiteMaker, link: str, code: str, cure: str) -> None:
    problems = found(archive(site, f"第一行。\n\n见 [x]({link})。"), "link")
    assert [(one.path, one.line, one.column, one.code) for one in problems] == [
        ("content/posts/2021/a.md", LINE + 2, 7, code)
    ]
    assert cure in problems[0].hint
    if link and code != "link.outside":
        assert link.split("?")[0] in problems[0].message


def test_numbered_pages(site: SiteMaker) -> None:
    body = "[1](/category/wanbao/1.html) [9](/category/wanbao/9.html)"
    many = {f"posts/n{n}.md": post(f"第{n}篇", f"2021-12-{n:02}", categories="wanbao") for n in range(1, 28)}
    one = archive(site, body, **many)
    assert [problem.column for problem in found(one, "link")] == [body.index("/category/wanbao/9") + 1]
    one.build()
    assert (one.output / "category/wanbao/1.html").exists()
    assert not (one.output / "category/wanbao/9.html").exists()


@pytest.mark.parametrize(
    ("html", "column"),
    [
        ("<img src='no.png'>", 11), ('<img alt="x" src=no.png>', 18), ("![x](no.png)", 6),
        ('<img src="p.png" srcset="p.png 1x, no.png 2x">', 36),
        ('<video poster="no.png" controls></video>', 16),
        ("<audio><source src='no.png'></audio>", 21),
    ],
)  # fmt: skip
def test_pictures(site: SiteMaker, html: str, column: int) -> None:
    assert codes(archive(site, html)) == [f"posts/2021/a.md:{LINE}:{column} picture.missing"]


def test_the_picture_and_the_translations_of_the_front_matter(site: SiteMaker) -> None:
    text = post("丁", image="/files/2021/q.png", translations="{en: /en/d.html}")
    assert codes(archive(site, "x", **{"posts/2021/d.md": text})) == [
        "posts/2021/d.md:4:8 picture.missing",
        "posts/2021/d.md:5:15 link.missing",
    ]


def test_a_picture_beside_the_post(site: SiteMaker) -> None:
    text = post("丁", image="p.png", translations="{en: /about.html}")
    assert codes(archive(site, "x", **{"posts/2021/d.md": text})) == []


@pytest.mark.parametrize("html", ['<a href="">x</a>', "<a href=''>x</a>", "<A HREF=''>x</A>"])
def test_an_empty_link_of_html(site: SiteMaker, html: str) -> None:
    assert codes(archive(site, html)) == [f"posts/2021/a.md:{LINE}:10 link.empty"]


def test_a_draft_may_lead_to_a_draft(site: SiteMaker) -> None:
    text = post("丁", body="[x](draft.md) [y](no.md)", draft="true")
    assert codes(archive(site, "x", **{"posts/e.md": text})) == ["posts/e.md:6:19 link.missing"]


def test_code_and_comments_have_no_links(site: SiteMaker) -> None:
    body = "`[x](no.md)`\n\n```\n<a href='no.html'>\n```\n\n<!-- <a href='no.html'>x</a> -->"
    assert codes(archive(site, body)) == []


def test_references_are_found_where_they_are_defined(site: SiteMaker) -> None:
    assert codes(archive(site, "[x][1] no.md\n\n[1]: no.md")) == [
        f"posts/2021/a.md:{LINE + 2}:6 link.missing"
    ]


def test_a_post_that_is_set_aside_is_named(site: SiteMaker) -> None:
    one = archive(site, "[x](bad.md)", **{"posts/2021/bad.md": "---\ntitle: [\n"})
    (problem,) = found(one, "link")
    assert problem.code == "link.unpublished"
    assert "it was set aside" in problem.message


def test_a_picture_in_the_folder_of_its_posts_own_name(site: SiteMaker) -> None:
    body = "![](pic.png)\n\n![](mill/pic.png)\n\n![](none.png)"
    one = site({"posts/mill.md": post(body=body), "posts/mill/pic.png": picture()})
    assert codes(one) == ["posts/mill.md:9:5 picture.missing"]
