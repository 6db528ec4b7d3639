"""Feeds of three formats become records with the names of JSON Feed."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.errors import BackfileError
from generator.importers.feeds.parse import Feed, parse_feed
from tests.importers.feeds.texts import ATOM, JSON_FEED, rss, rss_item

SOURCE = "https://yundu.example/feed"


def parsed(data: bytes | str, media_type: str = "") -> Feed:
    return parse_feed(data if isinstance(data, bytes) else data.encode(), media_type, SOURCE)


def test_rss() -> None:
    feed = parsed(rss(rss_item(title="老船&amp;#8217;s &lt;b&gt;新&lt;/b&gt;航")))
    assert (feed.title, feed.language, feed.damage) == ("云渡晚报", "zh-cn", "")
    assert feed.records == [
        {
            "id": "https://yundu.example/#1",
            "url": "https://yundu.example/1.html",
            "title": "老船’s 新航",
            "date_published": "Tue, 28 Dec 2021 07:35:22 +0800",
            "content_html": "<p>正文。</p>",
            "authors": [{"name": "林江"}],
            "tags": ["渡运", "夜航 &amp; 早班"],
        }
    ]


def test_atom() -> None:
    one, two = parsed(ATOM).records
    assert one == {
        "id": "tag:yundu.example,2021:1",
        "url": "https://yundu.example/news/1.html",
        "title": "a &amp;amp; b &lt;b&gt;",
        "date_published": "2021-12-28T07:35:22+08:00",
        "date_modified": "2021-12-29T08:00:00+08:00",
        "content_html": '<p>正文，<a href="https://yundu.example/news/2.html">另一篇</a>。</p>\n'
        '<p><audio controls src="https://yundu.example/news/1.mp3"></audio></p>',
        "summary": "一条新航线 &amp; 一座新码头。",
        "authors": [{"name": "编辑部"}],
        "tags": ["渡运"],
    }
    assert (two["title"], two["date_published"]) == ("老船’s", "2021-12-29T08:00:00+08:00")
    assert "date_modified" not in two
    assert "两行" in two["content_html"]


def test_json_feed() -> None:
    feed = parsed(JSON_FEED)
    assert feed.damage == "1 items are no objects; they were left out"
    one, two = feed.records
    assert one["id"] == "https://yundu.example/feed.json#7"
    assert (one["title"], one["tags"]) == ("A &amp;amp; B", ["渡运", "R&amp;D"])
    assert (
        one["content_html"]
        == '<p>正文。</p>\n<p><audio controls src="https://yundu.example/7.mp3"></audio></p>'
    )
    assert (one["image"], one["authors"]) == ("https://yundu.example/7.jpg", [{"name": "编辑部"}])
    assert two["id"] == "urn:uuid:8"
    assert two["content_html"] == "<p>一行 &lt;b&gt;<br>又一行</p>\n<p>*第二段*</p>"


@pytest.mark.parametrize(
    ("more", "image"),
    [
        (
            '<enclosure url="https://a.example/1.jpg" type="image/jpeg" length="1"/>',
            "https://a.example/1.jpg",
        ),
        ('<media:content url="https://a.example/2.jpg" medium="image"/>', "https://a.example/2.jpg"),
        ('<media:thumbnail url="https://a.example/3.jpg"/>', "https://a.example/3.jpg"),
        ('<media:content url="https://a.example/4.mp4" medium="video"/>', None),
        ('<enclosure url="javascript:alert(1)" type="image/jpeg" length="1"/>', None),
    ],
)
def test_pictures(more: str, image: str | None) -> None:
    (record,) = parsed(rss(rss_item(more=more))).records
    assert record.get("image") == image


def test_other_files_are_players_or_links() -> None:
    more = (
        '<enclosure url="https://a.example/1.mp4" type="video/mp4" length="1"/>'
        '<enclosure url="https://a.example/1.pdf" type="application/pdf" length="1"/>'
    )
    (record,) = parsed(rss(rss_item(more=more))).records
    assert record["content_html"].endswith(
        '<p><video controls src="https://a.example/1.mp4"></video></p>\n'
        '<p><a href="https://a.example/1.pdf">https://a.example/1.pdf</a></p>'
    )


def test_the_whole_text_counts_and_the_description_is_its_summary() -> None:
    more = "<content:encoded><![CDATA[<p>全文，比摘要长得多。</p>]]></content:encoded>"
    (record,) = parsed(rss(rss_item(text="&lt;p&gt;摘要&lt;/p&gt;", more=more))).records
    assert (record["content_html"], record["summary"]) == ("<p>全文，比摘要长得多。</p>", "摘要")


def test_an_entry_counts_once() -> None:
    feed = parsed(rss(rss_item(1, "新"), rss_item(1, "旧"), rss_item(2, "另")))
    assert [record["title"] for record in feed.records] == ["新", "另"]


def test_entries_without_an_id_are_known_by_their_link() -> None:
    text = rss(rss_item()).replace(b'<guid isPermaLink="false">1</guid>', b"")
    assert parsed(text).records[0]["id"] == "https://yundu.example/1.html"


def test_a_damaged_feed_is_told_and_read() -> None:
    feed = parsed(rss(rss_item(1), rss_item(2)).replace(b"</rss>", b"").replace(b"</channel>", b"<x>"))
    assert "no valid feed" in feed.damage
    assert feed.line > 1
    assert len(feed.records) == 2


@pytest.mark.parametrize(
    ("encoding", "declared", "media_type"),
    [
        ("gb18030", "gb18030", ""),
        ("gb18030", "utf-8", "text/xml; charset=gb18030"),
        ("utf-16", "utf-16", "application/rss+xml"),
        ("utf-8-sig", "utf-8", "text/html"),
    ],
)
def test_encodings(encoding: str, declared: str, media_type: str) -> None:
    text = rss(rss_item()).decode().replace('encoding="utf-8"', f'encoding="{declared}"')
    (record,) = parsed(text.encode(encoding), media_type).records
    assert record["title"] == "渡口新开夜航"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "this is no feed; name the address"),
        ("渡口", "this is no feed"),
        (
            '<html><link rel="alternate" type="application/rss+xml" href="/rss.xml">',
            "the page names one: /rss.xml",
        ),
        ("{", r"its JSON is damaged \(line 1, column 2\)"),
        ('{"items": []}', "no JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": {}}', "no JSON Feed"),
        ("{" + '"a":[' * 100_000, "damaged|nested too deep"),
        ('{"a": ' + "9" * 5_000 + "}", "a number that is too long"),
    ],
)
def test_what_is_no_feed(text: str, reason: str) -> None:
    with pytest.raises(BackfileError, match=reason):
        parsed(text)
    with pytest.raises(BackfileError, match="not UTF-8"):
        parsed(b"{\xff")


def test_entities_of_a_feed_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">'
        '<!ENTITY x SYSTEM "file:///etc/hostname">]><rss'
    )
    text = rss(rss_item(title="&b;&x;")).decode().replace("<rss", bomb)
    (record,) = parsed(text).records
    assert len(record.get("title", "")) < 40


PARTS = [
    "<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<![CDATA[", "]]>", "<![if", "<!--",
    "-->", "<?x", "?>", "&#x110000;", "&a;", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>",
    "\x00", "</", ">", "<content type='xhtml'>", "<div", "渡", "<!DOCTYPE",
]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=25).map("".join), st.binary(max_size=5))
def test_no_text_makes_it_fail(text: str, noise: bytes) -> None:
    with suppress(BackfileError):
        feed = parsed(text.encode() + noise)
        assert all(isinstance(record, dict) for record in feed.records)


NAMES = [
    "id", "url", "title", "content_html", "content_text", "summary", "authors", "tags", "attachments",
    "image", "date_published",
]  # fmt: skip
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*NAMES, "mime_type"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6), max_size=3))
def test_no_json_makes_it_fail(items: list[dict[str, object]]) -> None:
    text = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items})
    assert len(parsed(text).records) <= len(items)
