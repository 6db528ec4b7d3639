"""Feeds and sitemaps, read back by other programs' parsers."""

from __future__ import annotations

import json

import feedparser
import pytest
from lxml import etree

from generator.formats.sitemap import sitemap, sitemap_index
from generator.kinds import month_sitemap, sitemaps
from tests.conftest import SiteMaker
from tests.sites import post

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CONFIG = "title: 旧闻 & 馆\nurl: https://x.example/sub/\nfeed:\n  size: 2\n"


def test_the_site_feed(site: SiteMaker) -> None:
    one = site(
        {
            "posts/1.md": post("旧", "2021-12-01", slug="old"),
            "posts/2.md": post("<新> & ]]>", "2021-12-02 10:00", "正文 & <b>粗</b>。", slug="a b",
                               author="某人", categories="wanbao", updated="2021-12-05"),
            "posts/3.md": post("中", "2021-12-02", slug="mid"),
        },
        CONFIG + "  archives: false\n",
    )  # fmt: skip
    one.build()
    feed = feedparser.parse(one.tree()["feed.xml"])
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.title == "旧闻 & 馆"
    assert feed.feed.id == "https://x.example/sub/feed.xml"
    assert feed.feed.updated == "2021-12-05T00:00:00+08:00"
    assert [entry.link for entry in feed.entries] == [
        "https://x.example/sub/wanbao/2021/12/02/a-b.html",
        "https://x.example/sub/2021/12/02/mid.html",
    ]
    assert feed.entries[0].title == "<新> & ]]>"
    assert feed.entries[0].summary == "正文 & 粗。"
    assert feed.entries[0].author == "某人"
    assert feed.entries[0].tags[0].term == "wanbao"


@pytest.mark.parametrize("content", ["summary", "full"])
def test_a_post_without_text_has_no_empty_element(site: SiteMaker, content: str) -> None:
    """RFC 4287, 4.2.13: a summary is a text; an entry with a link needs none. So it is in RSS."""
    config = CONFIG + f"  content: {content}\n  formats: [rss, json]\n"
    one = site(
        {"posts/1.md": post("图", body="", categories="c"), "posts/2.md": post("文", "2021-12-01")}, config
    )
    one.build()
    for path in ("feed.xml", "category/c.xml", "feed.rss", "category/c.rss"):
        root = etree.fromstring(one.tree()[path])
        assert [node.tag for node in root.iter() if not (len(node) or node.text or node.attrib)] == []
        names = {etree.QName(node).localname for node in root.iter()}
        assert ("summary" in names or "description" in names) is (path != "category/c.xml")
    texts = [item.get("content_text") for item in json.loads(one.tree()["feed.json"])["items"]]
    assert texts[0] == "图"


def test_a_category_feed_links_to_its_front(site: SiteMaker) -> None:
    one = site({"posts/1.md": post(categories="财经")}, CONFIG)
    one.build()
    feed = feedparser.parse(one.tree()["category/caijing.xml"])
    assert feed.feed.link == "https://x.example/sub/category/caijing.html"
    assert feed.feed.title == "财经｜旧闻 & 馆"
    assert (
        '<link rel="alternate" type="application/atom+xml" title="财经" href="../category/caijing.xml">'
        in (one.page("category/caijing.html"))
    )


def test_a_site_without_url_has_a_feed_and_no_sitemap(site: SiteMaker) -> None:
    one = site({"posts/1.md": post(slug="x")})
    one.build()
    tree = one.tree()
    feed = feedparser.parse(tree["feed.xml"])
    assert not feed.bozo
    assert feed.entries[0].link == "2021/12/28/x.html"
    assert feed.entries[0].id.startswith("urn:uuid:")
    assert not [path for path in tree if "sitemap" in path]
    assert b"Sitemap" not in tree["robots.txt"]


def test_control_characters_do_not_break_a_feed(site: SiteMaker) -> None:
    one = site({"posts/1.md": post("a\\u0008b\\uFFFEc")}, CONFIG)
    one.build()
    assert feedparser.parse(one.tree()["feed.xml"]).entries[0].title == "a bc"


def locations(data: bytes) -> list[str]:
    return [node.text or "" for node in etree.fromstring(data).iter(f"{SITEMAP}loc")]


def test_sitemaps_name_every_post_once(site: SiteMaker) -> None:
    files = {f"posts/{n}.md": post(str(n), f"2021-{n % 3 + 10}-01", slug=f"p{n}") for n in range(9)}
    one = site(files | {"pages/about.md": "---\ntitle: 关于\n---\nx\n"}, CONFIG)
    one.build()
    tree = one.tree()
    index = locations(tree["sitemap.xml"])
    assert index == [
        f"https://x.example/sub/sitemap/{name}.xml" for name in ("pages", "2021-10", "2021-11", "2021-12")
    ]
    urls = [url for name in index for url in locations(tree[name.removeprefix("https://x.example/sub/")])]
    assert len(urls) == len(set(urls)) == 9 + 1 + 1
    assert all(
        url == "https://x.example/sub/" or url.removeprefix("https://x.example/sub/") in tree for url in urls
    )


def test_a_sitemap_holds_no_more_than_its_limit(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(month_sitemap, "SITEMAP_URLS", 2)
    monkeypatch.setattr(sitemaps, "SITEMAP_URLS", 2)
    one = site({f"posts/{n}.md": post(str(n), slug=f"p{n}") for n in range(5)}, CONFIG)
    one.build()
    tree = one.tree()
    names = [name.removeprefix("https://x.example/sub/") for name in locations(tree["sitemap.xml"])]
    assert names == [
        "sitemap/pages.xml",
        "sitemap/2021-12.xml",
        "sitemap/2021-12-2.xml",
        "sitemap/2021-12-3.xml",
    ]
    assert [len(locations(tree[name])) for name in names] == [1, 2, 2, 1]


def test_documents_escape() -> None:
    assert locations(sitemap("https://x.example/", [("a&b", "")])) == ["https://x.example/a&b"]
    assert b"<lastmod>2021-12-28T07:35:22+08:00</lastmod>" in sitemap_index(
        "https://x.example/", [("s.xml", "2021-12-28T07:35:22+08:00")]
    )


def test_feeds_name_their_hubs(site: SiteMaker) -> None:
    hub = "https://hub.example/"
    config = CONFIG + f"  formats: [rss, json]\npublish: {{after: {{websub: ['{hub}']}}}}\n"
    one = site({"posts/1.md": post("一", "2021-12-01", categories="wanbao")}, config)
    one.build()
    tree = one.tree()
    for name in ("feed", "category/wanbao"):
        for suffix in ("xml", "rss"):
            links = feedparser.parse(tree[f"{name}.{suffix}"]).feed.links
            assert [link.href for link in links if link.rel == "hub"] == [hub], (name, suffix)
        assert json.loads(tree[f"{name}.json"])["hubs"] == [{"type": "WebSub", "url": hub}]
    one.write({"site.yaml": CONFIG + "  formats: [rss, json]\n"})
    one.build()
    assert not any(b"hub" in data for path, data in one.tree().items() if "feed" in path)
