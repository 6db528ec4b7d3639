"""Redirects for servers follow the aliases of posts."""

from __future__ import annotations

import pytest

from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = pytest.mark.slow

CONFIG = "title: x\nurl: https://archive.example/\nredirects: [{forms}]\n"


def archive(site: SiteMaker, forms: str) -> Site:
    return site(
        {
            "posts/a.md": post(permalink="/a.html", aliases="[/old/a.html, /a/, /c.html, '/show.php?id=3']"),
            "posts/b.md": post(
                date="2021-12-29", permalink="/b/", aliases="[/b.html, '/show.php?id=4', /n/b.asp]"
            ),
            "posts/c.md": post(permalink="/c.html"),
        },
        CONFIG.format(forms=forms),
    )


def test_no_file_is_made_unless_asked(site: SiteMaker) -> None:
    one = archive(site, "html")
    codes = [problem.code for problem in one.build().problems]
    assert codes == ["alias.taken", *["alias.unservable"] * 3]
    assert {"_redirects", "redirects.nginx.conf"}.isdisjoint(one.tree())
    assert {"old/a.html", "a/index.html", "b.html", "n/b.asp.html"} <= one.tree().keys()


def test_redirects_of_servers(site: SiteMaker) -> None:
    one = archive(site, "netlify, nginx")
    assert [problem.code for problem in one.build().problems] == ["alias.taken"]
    assert {"old/a.html", "a/index.html", "b.html"}.isdisjoint(one.tree())
    assert one.page("_redirects").splitlines()[1:] == [
        # Not /b, where hosts answer with b/index.html.
        "/b.html /b/ 301",
        "/n/b.asp.html /b/ 301",
        "/n/b.asp /b/ 301",
        "/show.php id=4 /b/ 301!",
        "/a/index.html /a.html 301",
        "/a/ /a.html 301",
        "/old/a.html /a.html 301",
        "/old/a /a.html 301",
        "/show.php id=3 /a.html 301!",
    ]
    assert '"/show.php?id=3" "/a.html";' in one.page("redirects.nginx.conf")


@pytest.mark.parametrize("forms", ["html, netlify, nginx", "nginx"])
def test_redirects_follow_edits(site: SiteMaker, forms: str) -> None:
    one = archive(site, forms)
    one.build()
    one.write({"content/posts/b.md": post(permalink="/new.html", aliases="/b/"), "content/posts/c.md": None})
    one.build()
    assert '"/b/" "/new.html";' in one.page("redirects.nginx.conf")
    assert '"/c.html" "/a.html";' in one.page("redirects.nginx.conf")
    assert one.tree() == one.clean_tree()
    one.write({"site.yaml": CONFIG.format(forms="html")})
    one.build()
    assert one.tree() == one.clean_tree()
    assert "redirects.nginx.conf" not in one.tree()


def test_a_file_of_the_user_takes_the_place(site: SiteMaker) -> None:
    one = archive(site, "netlify").write({"content/static/_redirects": "/mine /a.html\n"})
    one.build()
    assert one.page("_redirects") == "/mine /a.html\n"


def test_the_site_may_have_a_path(site: SiteMaker) -> None:
    one = archive(site, "netlify, nginx")
    one.write(
        {"site.yaml": CONFIG.format(forms="netlify, nginx").replace("example/", "example/sub/")}
    ).build()
    assert "/sub/old/a.html /sub/a.html 301" in one.page("_redirects")
    assert '"/sub/old/a.html" "/sub/a.html";' in one.page("redirects.nginx.conf")
