"""A post that moves keeps its id in feeds (RFC 4287, section 4.2.6)."""

from __future__ import annotations

import json

import feedparser
import pytest

from tests.conftest import SiteMaker
from tests.sites import NOW, Site, post

pytestmark = pytest.mark.slow

URL = "https://archive.example/"
CONFIG = f"title: x\nurl: {URL}\nfeed: {{formats: [rss, json]}}\n"


def ids(site: Site, path: str = "feed.xml") -> list[str]:
    return [entry.id.removeprefix(URL) for entry in feedparser.parse(site.tree()[path]).entries]


def moving(permalink: str, *aliases: str) -> str:
    return post(permalink=permalink, categories="c", aliases=json.dumps(aliases))


def test_a_post_that_moves_keeps_its_id(site: SiteMaker) -> None:
    one = site({"posts/a.md": moving("/a.html")}, CONFIG)
    for permalink, aliases in (("/a.html", ()), ("/b/", ("/a.html",)), ("/c.html", ("/a.html", "/b/"))):
        one.write({"content/posts/a.md": moving(permalink, *aliases)}).build()
        for path in ("feed.xml", "feed.rss", "category/c.xml", "category/c.rss"):
            assert ids(one, path) == ["a.html"]
        (item,) = json.loads(one.page("feed.json"))["items"]
        assert item["id"] == f"{URL}a.html"
        assert one.tree() == one.clean_tree()
    assert 'isPermaLink="false"' in one.page("feed.rss")


@pytest.mark.parametrize(
    ("aliases", "identity"),
    [
        ((), "new.html"),
        (("/first.html", "/second.html"), "first.html"),
        (("/show.php?id=3",), "show.php?id=3"),
        (("/旧/",), "%E6%97%A7/"),
        (("/new.html", "/second.html"), "new.html"),
        (("/other.html", "/second.html"), "second.html"),
    ],
)
def test_the_first_alias_that_redirects_is_the_id(
    site: SiteMaker, aliases: tuple[str, ...], identity: str
) -> None:
    one = site({"posts/a.md": moving("/new.html", *aliases)}, CONFIG)
    one.write({"content/posts/o.md": post(date="2021-12-01", permalink="/other.html")}).build()
    assert ids(one) == [identity, "other.html"]


def test_a_site_without_url(site: SiteMaker) -> None:
    one = site({"posts/a.md": moving("/a.html")}, "title: x\n")
    one.build()
    before = ids(one)
    one.write({"content/posts/a.md": moving("/b.html", "/a.html")}).build()
    assert ids(one) == before


def test_an_address_that_gets_a_page_is_no_id_of_a_second_post(site: SiteMaker) -> None:
    files = {"posts/a.md": moving("/b.html", "/a.html"), "posts/o.md": post(date="2021-11-01", slug="o")}
    one = site({**files, "posts/z.md": post(date="2022-01-01", slug="z")}, CONFIG)
    one.build()
    assert "a.html" in ids(one)
    one.write({"content/posts/n.md": post(date="2022-01-02", permalink="/a.html")}).build()
    assert ids(one)[0] == "a.html"
    assert "b.html" in ids(one)
    assert ids(one, "category/c.xml") == ["b.html"]
    assert one.tree() == one.clean_tree(NOW)
