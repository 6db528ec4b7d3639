"""Links to places within pages."""

from __future__ import annotations

import pytest

from tests.checks.checking import codes, found
from tests.conftest import SiteMaker
from tests.sites import Site, post

HEADINGS = (
    "# 标题二\n\n## Part one\n\n<p id='own'>x</p>\n\n<a name=\"old\">y</a>\n\n注[^注]\n\n[^注]: 脚注。\n"
)


def archive(site: SiteMaker, link: str, body: str = "") -> Site:
    return site(
        {
            "posts/a.md": post("甲", body=f"{body}[x]({link})"),
            "posts/b.md": post("乙", body=HEADINGS, slug="b"),
            "static/plain.html": "<h1 id='x'>x</h1>",
        },
        "title: 旧闻馆\nurl: https://archive.example/\n",
    )


@pytest.mark.parametrize(
    "link",
    [
        "b.md#标题二", "b.md#%E6%A0%87%E9%A2%98%E4%BA%8C", "b.md#part-one", "b.md#own", "b.md#old",
        "b.md#post-own", "b.md#fn-注", "b.md#fn-%E6%B3%A8", "/2021/12/28/b.html#post-fn-%E6%B3%A8",
        "b.md#", "b.md#top", "b.md#:~:text=Part", "b.md#own:~:text=x", "/2021/12/28/b.html#post-own",
        "/2021/12/28/b.html#own", "/2021/12/28/b.html#part-one",
        "/2021/12/28/b.html#main", "/plain.html#nowhere", "/archive.html#nobody-knows",
    ],
)  # fmt: skip
def test_places_that_are_there(site: SiteMaker, link: str) -> None:
    assert codes(archive(site, link)) == []


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("b.md#Own", "write the id of a heading"),
        ("b.md#part-two", "write the id of a heading"),
        ("b.md#fn-脚", "write the id of a heading"),
        ("/2021/12/28/b.html#other", "write the id of a heading"),
    ],
)
def test_places_that_are_not(site: SiteMaker, link: str, hint: str) -> None:
    (problem,) = found(archive(site, link))
    assert (problem.line, problem.column, problem.code) == (5, 5, "anchor.missing")
    assert hint in problem.hint


def test_places_of_the_same_page(site: SiteMaker) -> None:
    one = archive(site, "#part-one", "## Part one\n\n")
    assert codes(one) == []
    one.write({"content/posts/a.md": post("甲", body="[x](#part-two)")})
    assert [problem.message for problem in found(one)] == [
        "the link “#part-two” leads to a page without the id post-part-two"
    ]


def test_pages_of_the_program_are_looked_at_as_they_were_built(site: SiteMaker) -> None:
    one = archive(site, "/archive/2021.html#nowhere")
    assert codes(one) == []
    one.build()
    assert codes(one) == ["posts/a.md:5:5 anchor.missing"]
