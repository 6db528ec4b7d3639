"""Addresses are safe on every host and file system, and links of them are valid."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses.links import href, to_root
from generator.addresses.segments import SEGMENT_BYTES, fold, output_path, safe_segment, slugify
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
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/a/b/", "a/b/index.html"),
        ("/a/b", "a/b.html"),
        ("/a/b.html", "a/b.html"),
        ("a//b/./c.htm", "a/b/c.htm"),
        ("/%E6%B1%9F/x.html?q#f", "江/x.html"),
        ("/a b(c)/d.html", "a b(c)/d.html"),
        ("/con/x.html", "con-/x.html"),
        ("/a:b/x.html", "a-b/x.html"),
    ],
)
def test_output_path(address: str, path: str) -> None:
    assert output_path(address) == path


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://x.example/a", "names no host"),
        ("//x.example/a", "names no host"),
        ("/../../etc/passwd", "climb out"),
        ("/%2e%2e/x", "climb out"),
        ("/a\x00b", "control characters"),
        ("/a\\b", "backslashes"),
        ("/a.html/b.html", "may not end in .html"),
    ],
)
def test_output_path_refuses(address: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        output_path(address)


@given(st.text(max_size=80))
def test_output_paths_never_leave_the_output(address: str) -> None:
    try:
        path = output_path(address)
    except ValueError:
        return
    parts = path.split("/")
    assert not {"", ".", ".."} & set(parts)
    assert not path.startswith("/")
    assert parts[-1].lower().endswith((".html", ".htm", ".xhtml"))


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
