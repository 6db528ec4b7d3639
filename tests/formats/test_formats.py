"""Feeds in all formats, with summaries and with bodies, read back by other programs' parsers."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from lxml import etree

from generator.formats import entries
from tests.conftest import SiteMaker
from tests.formats.schemas import atom_mistakes
from tests.sites import Site, post, without_index

CONFIG = """\
title: 旧闻 & 馆
description: 一句话 <b>
url: https://x.example/sub/
publisher: {name: 报社}
feed: {content: %s, formats: [rss, json, rss]}
"""
BASE = "https://x.example/sub/"
BODY = "正文 & <b>粗</b>，[乙](b.md)，[馆](/category/)，![图](p.png)，[上](#x)。<script>x</script>"
A = post("<新> & ]]>", "2021-12-02 10:00:00 +0800", BODY, slug="a b", author="[甲, 乙]", categories="财经",
         updated="2021-12-05", source_url="https://o.example/a?b&c", lang="zh_TW")  # fmt: skip


def archive(site: SiteMaker, content: str) -> Site:
    files = {"posts/a.md": A, "posts/b.md": post("乙", "2021-12-01", categories="财经", slug="b"),
             "posts/p.png": b"png"}  # fmt: skip
    one = site(files, CONFIG % content)
    one.build()
    return one


@pytest.mark.parametrize("content", ["summary", "full"])
def test_all_feeds_are_what_their_formats_ask_for(site: SiteMaker, content: str) -> None:
    tree = without_index(archive(site, content).tree())
    names = [
        name
        for name in tree
        if name.endswith((".rss", ".json")) or name in ("feed.xml", "category/caijing.xml")
    ]
    assert len(names) == 6
    for name in names:
        if not name.endswith(".json"):
            feed = feedparser.parse(tree[name])
            assert not feed.bozo
            assert feed.version == ("rss20" if name.endswith("rss") else "atom10")
            assert [entry.link for entry in feed.entries] == [
                f"{BASE}caijing/2021/12/02/a-b.html", f"{BASE}caijing/2021/12/01/b.html"
            ]  # fmt: skip
    assert atom_mistakes(tree["feed.xml"]) == atom_mistakes(tree["category/caijing.xml"]) == []


def test_a_body_stands_in_a_feed_with_links_that_work_anywhere(site: SiteMaker) -> None:
    tree = archive(site, "full").tree()
    html = etree.fromstring(tree["feed.xml"]).findtext("{*}entry/{*}content") or ""
    assert f'<a href="{BASE}caijing/2021/12/01/b.html">乙</a>' in html
    assert f'<a href="{BASE}category/">' in html
    assert f'src="{BASE}files/p.png"' in html
    assert f'<a href="{BASE}caijing/2021/12/02/a-b.html#post-x">' in html
    assert "<b>粗</b>" in html
    assert "script" not in html
    assert "<!--" not in html
    (item, _) = json.loads(tree["feed.json"])["items"]
    assert item["content_html"] == html
    assert "content_text" not in item


def test_rss_has_what_its_specification_requires(site: SiteMaker) -> None:
    tree = archive(site, "full").tree()
    channel = etree.fromstring(tree["feed.rss"])[0]
    assert [channel.findtext(name) for name in ("title", "link", "description", "language")] == [
        "旧闻 & 馆", BASE, "一句话 <b>", "zh-CN"
    ]  # fmt: skip
    assert (
        parsedate_to_datetime(channel.findtext("lastBuildDate") or "").isoformat()
        == "2021-12-05T00:00:00+08:00"
    )
    first = channel.find("item")
    assert first is not None
    guid = first.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (first.findtext("link"), "true")
    assert first.findtext("title") == "<新> & ]]>"
    assert first.findtext("category") == "财经"
    assert parsedate_to_datetime(first.findtext("pubDate") or "").isoformat() == "2021-12-02T10:00:00+08:00"
    assert [node.text for node in first.findall("{http://purl.org/dc/elements/1.1/}creator")] == ["甲", "乙"]
    own = channel.find("{http://www.w3.org/2005/Atom}link")
    assert own is not None
    assert own.get("href") == f"{BASE}feed.rss"
    assert (
        etree.fromstring(tree["category/caijing.rss"])[0].findtext("link") == f"{BASE}category/caijing.html"
    )


def test_json_feed_field_by_field(site: SiteMaker) -> None:
    tree = archive(site, "summary").tree()
    feed: dict[str, Any] = json.loads(tree["feed.json"])
    items = feed.pop("items")
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "旧闻 & 馆",
        "home_page_url": BASE,
        "feed_url": f"{BASE}feed.json",
        "description": "一句话 <b>",
        "language": "zh-CN",
        "authors": [{"name": "报社"}],
    }
    assert items[0] == {
        "id": f"{BASE}caijing/2021/12/02/a-b.html",
        "url": f"{BASE}caijing/2021/12/02/a-b.html",
        "external_url": "https://o.example/a?b&c",
        "title": "<新> & ]]>",
        "summary": items[0]["content_text"],
        "content_text": "正文 & 粗，乙，馆，，上。",
        "date_published": "2021-12-02T10:00:00+08:00",
        "date_modified": "2021-12-05T00:00:00+08:00",
        "authors": [{"name": "甲"}, {"name": "乙"}],
        "tags": ["财经"],
        "language": "zh-TW",
    }
    assert json.loads(tree["category/caijing.json"])["home_page_url"] == f"{BASE}category/caijing.html"


@pytest.mark.slow
def test_a_feed_of_bodies_follows_what_they_link_to(site: SiteMaker) -> None:
    one = archive(site, "full")
    one.write({"content/posts/b.md": post("乙", "2021-12-01", categories="其他", slug="b")}).build()
    assert one.tree() == one.clean_tree()
    assert f"{BASE}qita/2021/12/01/b.html" in one.page("category/caijing.xml")


def test_a_feed_holds_no_more_than_so_much_of_bodies(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "MAX_BODIES", 100)
    one = site(
        {f"posts/{n}.md": post(str(n), f"2021-12-0{n}", "字" * 60) for n in range(1, 4)}, CONFIG % "full"
    )
    one.build()
    items = json.loads(one.tree()["feed.json"])["items"]
    assert ["content_html" in item for item in items] == [True, False, False]


def test_a_site_without_url_has_bodies_with_relative_links(site: SiteMaker) -> None:
    files = {"posts/a.md": post(body="[馆](/category/)", categories="c", slug="a")}
    one = site(files, "title: x\nfeed: {content: full}\n")
    one.build()
    assert 'href="./category/"' in feedparser.parse(one.tree()["feed.xml"]).entries[0].content[0].value
    assert 'href="../category/"' in feedparser.parse(one.tree()["category/c.xml"]).entries[0].content[0].value
    assert atom_mistakes(one.tree()["category/c.xml"]) == []
