"""Addresses that the next build would give up."""

from __future__ import annotations

import pytest

from tests.checks.checking import codes, found
from tests.conftest import SiteMaker
from tests.sites import NOW, Site, post

pytestmark = pytest.mark.slow

TEXT = "伴随着房地产业的蓬勃发展，中山物业管理行业有了长足的发展。" * 5
A = "content/posts/2021-12-28-a.md"


@pytest.fixture
def built(site: SiteMaker) -> Site:
    one = site(
        {
            "posts/2021-12-28-a.md": post("甲", body=TEXT, categories="wanbao", aliases="/was.html"),
            "posts/2021-12-28-b.md": post("乙", categories="wanbao"),
            "posts/c.pdf": b"png",
            "pages/about.md": "---\ntitle: 关于\n---\n关于本馆。\n",
        }
    )
    one.build()
    assert codes(one) == []
    return one


def test_another_pattern_of_lists(built: Site) -> None:
    built.write({"site.yaml": "title: 旧闻馆\npermalink: {category: '/c/{slug}/', categories: /c/}\n"})
    other, one = found(built)
    assert (one.path, one.code, one.severity) == ("site.yaml", "address.moved", "error")
    assert one.message == (
        "permalink.category moves 2 outputs to a different address, such as /category/wanbao.html; links to "
        "it would break"
    )
    assert other.message.startswith("permalink.categories moves 1 output to")
    built.build()
    assert found(built) == []


def test_another_slug(built: Site) -> None:
    built.write({A: post("甲", body=TEXT, categories="wanbao", aliases="/was.html", slug="new")})
    (problem,) = found(built)
    assert (problem.path, problem.code, problem.severity) == (A, "address.moved", "error")
    assert problem.message.startswith(
        "the post moves from /wanbao/2021/12/28/a.html to /wanbao/2021/12/28/new.html"
    )
    assert problem.hint == "write `aliases: [/was.html, /wanbao/2021/12/28/a.html]`"
    kept = "[/was.html, /wanbao/2021/12/28/a.html]"
    built.write({A: post("甲", body=TEXT, categories="wanbao", aliases=kept, slug="new")})
    assert found(built) == []
    built.build()
    assert (built.output / "wanbao/2021/12/28/a.html").exists()


def test_a_file_that_was_renamed(built: Site) -> None:
    text = (built.root / A).read_text(encoding="utf-8")
    built.write({A: None, "content/posts/2021/2021-12-28-neu.md": text})
    (problem,) = found(built)
    assert (problem.path, problem.code) == ("content/posts/2021/2021-12-28-neu.md", "address.moved")
    assert f"/wanbao/2021/12/28/a.html ({A}) to /wanbao/2021/12/28/neu.html" in problem.message


def test_a_file_that_was_renamed_and_changed(built: Site) -> None:
    again = post("甲乙", body=TEXT, categories="wanbao", aliases="/was.html")
    built.write({A: None, "content/posts/2021-12-28-neu.md": again})
    (problem,) = found(built)
    assert (problem.path, problem.code) == ("content/posts/2021-12-28-neu.md", "address.moved")


def test_what_is_gone(built: Site) -> None:
    built.write({A: None, "content/posts/c.pdf": None, "content/pages/about.md": None})
    assert codes(built) == [
        "pages/about.md:0:0 address.gone",
        "posts/2021-12-28-a.md:0:0 address.gone",
        "posts/c.pdf:0:0 address.gone",
        "site.yaml:0:0 address.gone",
    ]
    problems = found(built)
    assert "put it back, or write `aliases: /wanbao/2021/12/28/a.html` into the post" in problems[1].hint
    assert "/was.html was an alias (a former address)" in problems[3].message
    assert {one.severity for one in problems} == {"warning"}
    built.build()
    assert found(built) == []


def test_what_is_held_back(built: Site) -> None:
    built.write({A: post("甲", categories="wanbao", aliases="/was.html", draft="true")})
    assert [one.message for one in found(built) if one.path == A] == [
        "the post was published at /wanbao/2021/12/28/a.html, and would be removed: it is a draft now"
    ]
    built.write({A: post("甲", "2022-06-01", body=TEXT, categories="wanbao", aliases="/was.html")})
    assert "dated in the future" in next(one.message for one in found(built) if one.path == A)


def test_what_expires_is_meant_to(built: Site) -> None:
    built.write({A: post("甲", categories="wanbao", expires="2022-01-01")})
    assert [one.path for one in found(built)] == ["site.yaml"]


def test_a_post_that_goes_bad_keeps_its_page(built: Site) -> None:
    built.write({A: "---\ntitle: [\n"})
    for _ in range(2):
        assert [problem.severity for problem in found(built)] == ["error"]
    (built.root / ".backfile" / "check" / "index.sqlite").unlink()
    assert codes(built, "address") == []


def test_a_category_that_is_written_otherwise(built: Site) -> None:
    posts = {A: post("甲", body=TEXT, categories="ribao", aliases="/was.html")}
    posts["content/posts/2021-12-28-b.md"] = post("乙", categories="ribao")
    built.write(posts)
    assert [(one.path, one.code) for one in found(built)] == [
        ("content/posts/2021-12-28-a.md", "address.moved"),
        ("content/posts/2021-12-28-b.md", "address.moved"),
        ("site.yaml", "address.gone"),
    ]


def test_time_takes_nothing_away(built: Site) -> None:
    assert found(built, now=NOW + 10**15) == []
