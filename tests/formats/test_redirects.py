"""Redirects for servers say what is meant, whatever characters are in addresses."""

from __future__ import annotations

from generator.formats.redirects import Redirect, netlify_redirects, nginx_redirects

REDIRECTS = [
    Redirect("old/江 a.html", "", "2021/%E6%B1%9F.html"),
    Redirect("show.php", "id=3&page=2", "a:b/$c.html"),
    Redirect("show.php", "id=Ab", "x.html"),
    Redirect("show.php", "id=aB", "y.html"),
    Redirect('odd".php', "12", "z.html"),
    Redirect("", "p=7", "home.html"),
]


def test_rules_of_netlify() -> None:
    lines = netlify_redirects(REDIRECTS, "/sub/", forced=False).decode().splitlines()
    assert lines[0].startswith("# 6 redirects")
    assert lines[1:] == [
        "/sub/old/%E6%B1%9F%20a.html /sub/2021/%E6%B1%9F.html 301",
        "/sub/show.php id=3 page=2 /sub/a%3Ab/$c.html 301!",
        "/sub/show.php id=Ab /sub/x.html 301!",
        "/sub/show.php id=aB /sub/y.html 301!",
        "/sub/ p=7 /sub/home.html 301!",
    ]


def test_rules_are_forced_over_pages() -> None:
    text = netlify_redirects(REDIRECTS[:1], "/", forced=True).decode()
    assert text.endswith(" 301!\n")


def test_maps_of_nginx() -> None:
    text = nginx_redirects(REDIRECTS, "/").decode()
    assert '    "/old/江 a.html" "/2021/%E6%B1%9F.html";\n' in text
    assert '    "/show.php?id=3&page=2" "/a:b/%24c.html";\n' in text
    assert '    "~^/show\\\\.php\\\\?id=Ab$" "/x.html";\n' in text
    assert '    "/odd\\".php?12" "/z.html";\n' in text
