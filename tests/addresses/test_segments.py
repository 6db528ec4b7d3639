"""Addresses are safe on every host and file system, and links of them are valid."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses.links import href, to_root
from generator.addresses.segments import SEGMENT_BYTES, fold, safe_segment, slugify
from generator.kinds.registry import reserved


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("202112282227676010", "202112282227676010"),
        ("My Post (2)", "My-Post-2"),
        ("党建引领 聚合力", "党建引领-聚合力"),
        ("a/b\\c:d", "a-b-c-d"),
        ("..", ""),
        ("con", "con-"),
        ("aux.md", "aux-.md"),
        ("Console", "Console"),
        ("trailing. ", "trailing"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text(max_size=400))
def test_slugs_are_safe_and_stable(text: str) -> None:
    slug = slugify(text)
    assert slug == slugify(slug)
    assert len(slug.encode()) <= SEGMENT_BYTES
    assert not set(slug) & set('/\\:*?"<>| \x00')
    assert slug not in (".", "..")
    assert not slug.endswith((".", " "))


def test_long_segments_that_differ_at_the_end_stay_different() -> None:
    one, other = (safe_segment("长" * 300 + end) for end in "ab")
    assert one != other
    assert len(one.encode()) <= SEGMENT_BYTES


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("index.html", ""),
        ("a/index.html", "a/"),
        ("a/myindex.html", "a/myindex.html"),
        ("江/x y.html", "%E6%B1%9F/x%20y.html"),
        ("a/b&c'd.html", "a/b&c'd.html"),
        ("a/50%.html", "a/50%25.html"),
    ],
)
def test_href(path: str, link: str) -> None:
    assert href(path) == link


def test_to_root_leads_from_any_depth() -> None:
    assert [to_root(path) for path in ("index.html", "a/b.html", "a/b/c.html")] == ["./", "../", "../../"]


@pytest.mark.parametrize(
    ("path", "for_page", "for_file"),
    [
        ("category/x.html", True, True),
        ("category/x/12.html", True, True),
        ("Tag/x.xml", True, True),
        ("archive/2021/12.html", True, True),
        ("archive.html/x.html", True, True),
        ("404.html/x.png", True, True),
        ("assets/a/b.png", True, False),
        ("archive/2021/12/28/3.html", True, True),
        ("archive/2021/12/28/post.html", False, False),
        ("robots.txt", True, False),
        ("llms.txt", True, False),
        ("manifest.webmanifest", True, False),
        ("_headers", True, False),
        ("feeds.opml", True, True),
        ("feed.json", True, True),
        ("category/x.rss", True, True),
        ("feed/2021-12-1.xml", True, True),
        ("sitemap/news.xml", True, True),
        ("assets/logo.png", True, False),
        ("nanfangribao/2021/12/28/1.html", False, False),
    ],
)
def test_reserved(path: str, for_page: bool, for_file: bool) -> None:
    assert reserved().has(path) is for_page
    assert reserved().has(path, for_file=True) is for_file


def test_fold_makes_one_of_what_a_file_system_may_not_tell_apart() -> None:
    assert fold("A/Été.html") == fold("a/e\u0301te\u0301.HTML".replace("HTML", "html"))
    assert fold("a/b.html") != fold("a/c.html")
    assert fold(unicodedata.normalize("NFD", "é")) == fold("É")


def test_capitals_in_a_query_are_not_folded() -> None:
    assert fold("Show.PHP?id=Ab") == "show.php?id=Ab"
