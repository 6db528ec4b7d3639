"""What only machines read, besides feeds: read back as they read it."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from generator.formats.headers import shows_others
from generator.formats.llms import Item, llms
from generator.formats.robots import Robots, robots
from generator.formats.sitemap import news_language
from generator.formats.web_manifest import icon
from generator.kinds import sitemaps
from generator.reporting.report import Reporter
from tests.conftest import SiteMaker
from tests.formats.schemas import sitemap_mistakes
from tests.sites import Site, post

CONFIG = "title: 旧闻 & 馆\ndescription: 一句话\nurl: https://x.example/sub/\npublisher: {name: 报社}\n"
NEWS = CONFIG + "sitemaps: {news: true}\n"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
GOOGLE = "{http://www.google.com/schemas/sitemap-news/0.9}"
BASE = "https://x.example/sub/"


def news(site: Site) -> list[list[str]]:
    """Return url, publication, language, date and title of each entry."""
    root = etree.fromstring(site.tree()["sitemap/news.xml"])
    names = (
        f"{SITEMAP}loc",
        f"{GOOGLE}name",
        f"{GOOGLE}language",
        f"{GOOGLE}publication_date",
        f"{GOOGLE}title",
    )
    return [[url.findtext(f".//{name}") or "" for name in names] for url in root]


def test_news_are_of_the_two_days_before_the_newest_post(site: SiteMaker) -> None:
    files = {
        "posts/a.md": post("<甲> & 乙", "2021-12-28 10:00:00 +0800", slug="a", lang="en-GB"),
        "posts/b.md": post("乙", "2021-12-26 10:00:00 +0800", slug="b"),
        "posts/c.md": post("丙", "2021-12-26 09:59:59 +0800", slug="c"),
    }
    one = site(files, NEWS)
    one.build()
    assert news(one) == [
        [f"{BASE}2021/12/28/a.html", "报社", "en", "2021-12-28T10:00:00+08:00", "<甲> & 乙"],
        [f"{BASE}2021/12/26/b.html", "报社", "zh-cn", "2021-12-26T10:00:00+08:00", "乙"],
    ]
    assert sitemap_mistakes(one.tree()["sitemap/news.xml"]) == []
    one.write({"content/posts/d.md": post("丁", "2021-12-29 10:00:00 +0800", slug="d")}).build()
    assert [row[4] for row in news(one)] == ["丁", "<甲> & 乙"]
    assert one.tree() == one.clean_tree()


def test_news_are_bounded(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemaps.NEWS_URLS == 1_000
    monkeypatch.setattr(sitemaps, "NEWS_URLS", 2)
    one = site({f"posts/{n}.md": post(str(n), slug=f"p{n}") for n in range(3)}, NEWS)
    one.build()
    assert [row[4] for row in news(one)] == ["2", "1"]


def test_news_are_named_where_robots_look(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()}, NEWS)
    one.build()
    assert f"{BASE}sitemap/news.xml" in one.page("sitemap.xml")
    parser = RobotFileParser()
    parser.parse(one.page("robots.txt").splitlines())
    assert parser.site_maps() == [f"{BASE}sitemap.xml", f"{BASE}sitemap/news.xml"]
    one.write({"site.yaml": CONFIG}).build()
    assert "news" not in one.page("sitemap.xml") + one.page("robots.txt")
    assert "sitemap/news.xml" not in one.tree()


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-CN", "zh-cn"),
        ("zh", "zh-cn"),
        ("zh-Hant-HK", "zh-tw"),
        ("zh_TW", "zh-tw"),
        ("en-GB", "en"),
        ("yue", "yue"),
    ],
)
def test_languages_of_news(tag: str, language: str) -> None:
    assert news_language(tag) == language


def test_all_sitemaps_follow_their_schema(site: SiteMaker) -> None:
    files = {
        f"posts/{n}.md": post(f"江 & {n}", f"2021-{n % 3 + 10}-01", slug=f"江 {n}'", categories="c&d")
        for n in range(9)
    }
    one = site(files, NEWS)
    one.build()
    documents = {path: data for path, data in one.tree().items() if path.startswith("sitemap")}
    assert len(documents) == 6
    assert {path: sitemap_mistakes(data) for path, data in documents.items()} == {
        path: [] for path in documents
    }


def test_an_archive_without_posts_has_sitemaps_that_follow_their_schema(site: SiteMaker) -> None:
    one = site({}, NEWS)
    one.build()
    assert sitemap_mistakes(one.tree()["sitemap.xml"]) == []
    assert "sitemap/news.xml" not in one.tree()


def allowed(data: bytes, path: str, agent: str = "Somebot") -> bool:
    parser = RobotFileParser()
    parser.parse(data.decode().splitlines())
    return parser.can_fetch(agent, path)


def test_robots_are_told_where_not_to_go() -> None:
    assert robots("", Robots(), ["sitemap.xml"]) == b"User-agent: *\nAllow: /\n"
    rules = Robots(disallow=("/files/",), lines=("User-agent: GPTBot", "Disallow: /"))
    data = robots(BASE, rules, ["sitemap.xml"])
    assert allowed(data, f"{BASE}a.html")
    assert not allowed(data, f"{BASE}files/a.pdf")
    assert allowed(data, "https://x.example/files/a.pdf")
    assert not allowed(data, f"{BASE}a.html", "GPTBot")
    assert data.endswith(b"\n\nSitemap: https://x.example/sub/sitemap.xml\n")


def test_a_site_out_of_indexes_is_visited_to_learn_so(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()}, CONFIG + "robots: {index: false}\n")
    one.build()
    assert one.page("robots.txt") == "User-agent: *\nAllow: /\n"
    assert "  X-Robots-Tag: noindex\n" in one.page("_headers")


def test_opml_lists_the_feeds_of_the_site_and_its_categories(site: SiteMaker) -> None:
    files = {f"posts/{name}.md": post(categories=name, slug=name) for name in ("银行", "安心", "A<&>B")}
    one = site(files, CONFIG)
    one.build()
    root = etree.fromstring(one.tree()["feeds.opml"])
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "旧闻 & 馆")
    outlines = root.findall("body/outline")
    assert [outline.get("text") for outline in outlines] == ["旧闻 & 馆", "A<&>B", "安心", "银行"]
    for outline in outlines:
        assert (outline.get("type"), outline.get("title")) == ("rss", outline.get("text"))
        for name in ("xmlUrl", "htmlUrl"):
            path = (outline.get(name) or "").removeprefix(BASE) or "index.html"
            assert path in one.tree()
    one.write({"site.yaml": "title: x\n"}).build()
    assert "feeds.opml" not in one.tree()


def test_llms_txt(site: SiteMaker) -> None:
    files = {
        "posts/a.md": post(categories="甲[乙]", slug="a"),
        "pages/about.md": "---\ntitle: 关于\n---\nx\n",
    }
    one = site(files, CONFIG)
    one.build()
    assert (
        one.page("llms.txt")
        == f"""\
# 旧闻 & 馆

> 一句话

## 首页

- [旧闻 & 馆]({BASE})
- [关于]({BASE}about.html)

## 日历

- [全部分类]({BASE}categories.html)
- [全部标签]({BASE}tags.html)
- [按日期浏览]({BASE}archive.html)

## 分类

- [甲\\[乙\\]]({BASE}category/jia-yi.html)

## Optional

- [Atom]({BASE}feed.xml)
- [OPML]({BASE}feeds.opml)
- [Sitemap]({BASE}sitemap.xml)
"""
    )
    one.write({"site.yaml": CONFIG + "llms_txt: false\n"}).build()
    assert "llms.txt" not in one.tree()


def test_llms_txt_holds_no_markup_of_others() -> None:
    data = llms("a\nb", "", [("x", [Item("[t](u)", "https://x.example/(a)", "*n*")]), ("empty", [])]).decode()
    assert data == "# a b\n\n## x\n\n- [\\[t\\](u)](https://x.example/%28a%29): \\*n\\*\n"


def test_the_manifest_has_what_phones_need(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()}, CONFIG + "manifest: {short_name: 旧闻, color: '#123456'}\n")
    one.build()
    found = json.loads(one.page("manifest.webmanifest"))
    icons = found.pop("icons")
    assert found == {
        "id": "./", "name": "旧闻 & 馆", "short_name": "旧闻", "description": "一句话", "lang": "zh-CN",
        "dir": "ltr", "start_url": "./", "scope": "./", "display": "minimal-ui",
        "background_color": "#123456", "theme_color": "#123456",
    }  # fmt: skip
    assert [(one["type"], one["sizes"]) for one in icons] == [
        ("image/svg+xml", "any"), ("image/png", "192x192"), ("image/png", "512x512")
    ]  # fmt: skip
    assert all(each["src"] in one.tree() for each in icons)


def test_the_icons_of_the_theme_are_as_large_as_they_say(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    one.build()
    for each in json.loads(one.page("manifest.webmanifest"))["icons"][1:]:
        head = one.tree()[each["src"]][:24]
        width, height = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
        assert (head[1:4], f"{width}x{height}") == (b"PNG", each["sizes"])


@pytest.mark.parametrize(
    ("url", "members"),
    [
        ("images/icon-512.png", {"type": "image/png", "sizes": "512x512"}),
        ("https://x.example/a.b/logo.48x48.webp?v=100", {"type": "image/webp", "sizes": "48x48"}),
        ("logo.SVG", {"type": "image/svg+xml", "sizes": "any"}),
        ("logo2021", {}),
    ],
)
def test_icons(url: str, members: dict[str, str]) -> None:
    assert icon(url) == {"src": url, **members}


def test_headers_have_a_strict_policy(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()}, CONFIG + "sanitizer: {iframe_hosts: [a.example, b.example]}\n")
    one.build()
    lines = one.page("_headers").splitlines()
    assert lines[0] == "/*"
    name, _, policy = lines[1].strip().partition(": ")
    assert name == "Content-Security-Policy"
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == directives["base-uri"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["img-src"] == "'self' https: http:"
    assert directives["frame-src"] == "https://a.example https://b.example"
    assert directives["frame-ancestors"] == "'self'"
    assert "unsafe" not in policy


def test_only_names_with_a_digest_are_kept_for_ever(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(), "static/assets/logo.png": "x"}, CONFIG)
    one.build()
    lines = one.page("_headers").splitlines()
    immutable = {before for before, line in pairwise(lines) if "immutable" in line}
    assets = {f"/{path}" for path in one.tree() if path.startswith("assets/")}
    assert immutable == assets - {"/assets/logo.png"}
    assert all(re.search(r"\.[0-9a-f]{10}\.[a-z0-9]+$", path) for path in immutable)


def test_headers_follow_the_assets(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()}, CONFIG + "theme: {name: default, options: {accent: '#123456'}}\n")
    one.build()
    before = one.page("_headers")
    one.write({"site.yaml": CONFIG + "theme: {name: default, options: {accent: '#654321'}}\n"}).build()
    assert one.page("_headers") != before
    assert one.tree() == one.clean_tree()


class Notes(Reporter):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


def test_own_files_take_the_place_of_ours(site: SiteMaker) -> None:
    names = ("llms.txt", "manifest.webmanifest", "_headers", "robots.txt")
    one = site({f"static/{name}": "own" for name in names})
    one.build(heard := Notes())
    assert {one.page(name) for name in names} == {"own"}
    assert heard.notes == []
    one.write({"site.yaml": "title: x\nsecurity: {headers: false}\n"}).build()
    one.write({f"content/static/{name}": None for name in names}).build()
    assert [name in one.tree() for name in names] == [True, True, False, True]
    assert one.tree() == one.clean_tree()


@pytest.mark.parametrize(
    ("html", "others"),
    [
        ('<p>文<a href="https://a.example/">字</a><link rel="canonical" href="https://a.example/">', False),
        ('<img src="../a.png" srcset="b.png 2x"><source src="a.mp4">', False),
        ('<img src="https://own.example/a.png" srcset="https://own.example/b.png 9w">', False),
        ('<img src="https://a.example/b.png">', True),
        ("<img src=//a.example/b.png>", True),
        ('<img src="a.png" srcset="https://own.example/a.png 1x, https://a.example/b.png 2x">', True),
        ('<video poster="http://a.example/b.png">', True),
        ('<link rel="icon" href="https://a.example/b.png">', True),
        ("<IMG alt='a' SRC='HTTPS://a.example/b.png'>", True),
    ],
)
def test_whether_a_page_shows_pictures_of_other_hosts(html: str, others: bool) -> None:
    assert shows_others(html, ("https://own.example/", "")) is others
