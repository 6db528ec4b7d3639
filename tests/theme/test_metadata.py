"""What machines read in the heads of pages, by a library that search engines' users use."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from extruct.jsonld import JsonLdExtractor
from extruct.opengraph import OpenGraphExtractor

from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = pytest.mark.slow

BASE = "https://x.example/sub/"
CONFIG = f"""\
title: 旧闻 & 馆
description: 一句话
url: {BASE}
publisher: {{name: 报社, url: "https://p.example/", logo: images/标.png}}
lists: {{page_size: 5}}
"""
TITLE = "</script><script>alert(1)</script> <!-- “题” & \u2028"
A = post(
    "x", "2021-12-28 07:35:22 +0800", categories="[nanfangribao, 财经]", tags="南方日报新闻", slug="a",
    authors="[甲, 乙]", source="某报", source_url="https://o.example/a?b&c", updated="2021-12-29 10:00",
    image="/files/图 1.png", image_alt="一张图", summary="摘要 <b>",
    translations="{en: /en/a.html, zh_TW: 'https://tw.example/a'}",
).replace('title: "x"', f"title: {json.dumps(TITLE)}")  # fmt: skip
PAGE = "nanfangribao/2021/12/28/a.html"


def archive(site: SiteMaker, config: str = CONFIG) -> Site:
    files = {f"posts/{n}.md": post(str(n), f"2021-12-{n:02}", categories="c", tags="t") for n in range(1, 12)}
    one = site({"posts/a.md": A, "pages/about.md": "---\ntitle: 关于\n---\n本馆。\n"} | files, config)
    one.build()
    return one


def things(html: str) -> dict[str, dict[str, Any]]:
    """Return what the JSON-LD of a page speaks of, by its type."""
    (data,) = JsonLdExtractor().extract(html)
    assert data["@context"] == "https://schema.org"
    return {thing.pop("@type"): thing for thing in data["@graph"]}


def trail(thing: dict[str, Any]) -> list[tuple[int, str, str]]:
    items = thing["itemListElement"]
    assert {item["@type"] for item in items} == {"ListItem"}
    return [(item["position"], item["name"], item["item"]) for item in items]


def test_a_post_is_a_news_article(site: SiteMaker) -> None:
    html = archive(site).page(PAGE)
    found = things(html)
    assert found["NewsArticle"] == {
        "headline": TITLE.replace("\u2028", "").strip(),
        "description": "摘要 <b>",
        "datePublished": "2021-12-28T07:35:22+08:00",
        "dateModified": "2021-12-29T10:00:00+08:00",
        "author": [{"@type": "Person", "name": "甲"}, {"@type": "Person", "name": "乙"}],
        "publisher": {
            "@type": "Organization", "name": "报社", "url": "https://p.example/",
            "logo": {"@type": "ImageObject", "url": f"{BASE}images/%E6%A0%87.png"},
        },
        "articleSection": ["南方日报新闻", "财经"],
        "keywords": ["南方日报新闻"],
        "inLanguage": "zh-CN",
        "image": f"{BASE}files/%E5%9B%BE%201.png",
        "isBasedOn": "https://o.example/a?b&c",
        "mainEntityOfPage": f"{BASE}{PAGE}",
    }  # fmt: skip
    assert trail(found["BreadcrumbList"])[:2] == [
        (1, "首页", BASE), (2, "南方日报新闻", f"{BASE}category/nanfangribao.html")
    ]  # fmt: skip
    assert trail(found["BreadcrumbList"])[2][2] == f"{BASE}{PAGE}"


def test_nothing_in_json_ld_ends_its_element(site: SiteMaker) -> None:
    html = archive(site).page(PAGE)
    element = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert not {"<", ">", "&", "\u2028"} & set(element)
    assert [tag.get("type") for tag in BeautifulSoup(html, "html.parser")("script")] == [
        "application/ld+json"
    ]


@pytest.mark.parametrize(
    ("page", "kind", "names"),
    [
        ("about.html", "WebPage", ["首页", "关于"]),
        ("category/c.html", "CollectionPage", ["首页", "分类", "t"]),
        ("category/c/1.html", "CollectionPage", ["首页", "分类", "t", "t 第1页"]),
        ("tag/t.html", "CollectionPage", ["首页", "标签", "t"]),
        ("archive.html", "CollectionPage", ["首页", "按日期浏览"]),
        ("categories.html", "CollectionPage", ["首页", "全部分类"]),
        ("archive/2021.html", "CollectionPage", ["首页", "日历", "2021年"]),
        ("archive/2021/12.html", "CollectionPage", ["首页", "日历", "2021年", "2021年12月"]),
        (
            "archive/2021/12/05.html",
            "CollectionPage",
            ["首页", "日历", "2021年", "2021年12月", "2021年12月5日"],
        ),
    ],
)
def test_other_pages_say_what_they_are(site: SiteMaker, page: str, kind: str, names: list[str]) -> None:
    one = archive(site)
    found = things(one.page(page))
    assert found.keys() == {kind, "BreadcrumbList"}
    assert (found[kind]["url"], found[kind]["name"]) == (f"{BASE}{page}", names[-1])
    assert found[kind]["isPartOf"] == {"@type": "WebSite", "name": "旧闻 & 馆", "url": BASE}
    steps = trail(found["BreadcrumbList"])
    assert [(place, name) for place, name, _ in steps] == list(enumerate(names, start=1))
    assert all((url.removeprefix(BASE) or "index.html") in one.tree() for _, _, url in steps)


def test_the_home_page_is_the_site(site: SiteMaker) -> None:
    found = things(archive(site).page("index.html"))
    assert found.keys() == {"WebSite"}
    assert {name: found["WebSite"][name] for name in ("name", "url", "description", "inLanguage")} == {
        "name": "旧闻 & 馆", "url": BASE, "description": "一句话", "inLanguage": "zh-CN"
    }  # fmt: skip
    assert found["WebSite"]["publisher"]["name"] == "报社"


def test_pages_that_nobody_looks_for_say_nothing(site: SiteMaker) -> None:
    assert JsonLdExtractor().extract(archive(site).page("404.html")) == []


def test_the_paper_is_the_author_where_nobody_is_named(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(slug="a", source="某报")}, CONFIG)
    one.build()
    article = things(one.page("2021/12/28/a.html"))["NewsArticle"]
    assert article["author"] == [{"@type": "Organization", "name": "某报"}]
    assert article["dateModified"] == article["datePublished"]
    assert not article.keys() & {"image", "isBasedOn", "articleSection", "keywords"}


def test_a_site_without_url_has_relative_addresses(site: SiteMaker) -> None:
    html = archive(site, "title: x\n").page(PAGE)
    article = things(html)["NewsArticle"]
    assert article["mainEntityOfPage"] == f"../../../../{PAGE}"
    assert article["image"] == "../../../../files/%E5%9B%BE%201.png"
    assert "hreflang" not in html
    assert "canonical" not in html


def metadata(html: str) -> dict[str, list[str]]:
    soup = BeautifulSoup(html, "html.parser")
    found: dict[str, list[str]] = {}
    for tag in soup.find_all("meta"):
        assert isinstance(tag, Tag)
        name = tag.get("property") or tag.get("name") or ""
        found.setdefault(str(name), []).append(str(tag.get("content")))
    return found


def test_open_graph_and_twitter_cards(site: SiteMaker) -> None:
    one = archive(site)
    html = one.page(PAGE)
    (graph,) = OpenGraphExtractor().extract(html)
    assert dict(graph["properties"]) == {
        "og:type": "article",
        "og:title": TITLE.replace("\u2028", "").strip(),
        "og:description": "摘要 <b>",
        "og:url": f"{BASE}{PAGE}",
        "og:image": f"{BASE}files/%E5%9B%BE%201.png",
        "og:image:alt": "一张图",
        "og:site_name": "旧闻 & 馆",
        "og:locale": "zh_CN",
        "article:published_time": "2021-12-28T07:35:22+08:00",
        "article:modified_time": "2021-12-29T10:00:00+08:00",
        "article:section": "南方日报新闻",
        "article:tag": "南方日报新闻",
    }
    assert metadata(html)["twitter:card"] == ["summary_large_image"]
    home = metadata(one.page("index.html"))
    assert (home["og:type"], home["og:url"], home["twitter:card"]) == (["website"], [BASE], ["summary"])
    assert all(len(values) == 1 for name, values in home.items() if name != "theme-color")


def test_translations_name_each_other_and_the_page(site: SiteMaker) -> None:
    one = archive(site)
    links = BeautifulSoup(one.page(PAGE), "html.parser").select("link[hreflang]")
    assert {str(link["hreflang"]): link["href"] for link in links} == {
        "zh-CN": f"{BASE}{PAGE}", "en": f"{BASE}en/a.html", "zh-TW": "https://tw.example/a"
    }  # fmt: skip
    assert "hreflang" not in one.page("index.html")


def test_a_site_that_is_tried_out_says_so_on_every_page(site: SiteMaker) -> None:
    one = archive(site)
    assert [path for path, data in one.tree().items() if b'name="robots"' in data] == ["404.html"]
    one.write({"site.yaml": CONFIG + "robots: {index: false}\n"}).build()
    pages = [path for path in one.tree() if path.endswith(".html")]
    assert all(metadata(one.page(path))["robots"] == ["noindex"] for path in pages)
    assert one.tree() == one.clean_tree()


def test_the_policy_comes_before_what_it_is_about(site: SiteMaker) -> None:
    one = archive(site, CONFIG + "security: {meta: true}\nsanitizer: {iframe_hosts: [f.example]}\n")
    html = one.page(PAGE)
    policy = html.index('<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; ')
    assert policy < html.index("<link") < html.index("<script")
    assert "frame-src https://f.example;" in html
    assert "frame-ancestors" not in html
