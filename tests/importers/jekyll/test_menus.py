"""Menus in data and settings become the navigation; what does not fit there is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.importers.jekyll.menus import Menu, menus_of, navigation, notes_of
from generator.importers.jekyll.site import import_site
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport
from generator.kinds.site_config import load_config
from generator.reporting.report import Reporter
from tests.importers.jekyll.blog import make_blog

LINKS = (("首页", "/"), ("关于", "/about/"))


@pytest.mark.parametrize(
    ("data", "values", "found"),
    [
        ({"navigation": [{"title": "首页", "url": "/"}, {"name": "关于", "link": "/about/"}]}, {},
         [Menu("_data/navigation", LINKS)]),
        ({"nav": {"end": [{"title": "关于", "url": "/about/"}], "main": [{"title": "首页", "url": "/"}]}}, {},
         [Menu("_data/nav: main", LINKS[:1]), Menu("_data/nav: end", LINKS[1:])]),
        ({"nav": [{"title": "首页", "url": "/", "children": [{"title": "甲", "url": "/a/"}]}]}, {},
         [Menu("_data/nav", LINKS[:1], 1)]),
        ({}, {"menu": {"首页": "/", "关于": "/about/"}}, [Menu("_config.yml: menu", LINKS)]),
        ({"ours": [{"title": "首页", "url": "/"}]}, {}, [Menu("_data/ours", LINKS[:1])]),
        ({"team": [{"name": "甲", "url": "/a/"}]}, {}, []),
        ({"nav": [{"title": "首页"}], "menu": "x", "links": [1]}, {"nav": ["a"]}, []),
    ],
)  # fmt: skip
def test_menus_are_found(data: dict[str, object], values: dict[str, object], found: list[Menu]) -> None:
    assert menus_of(data, values, "{% for l in site.data.ours %}") == found


def test_links_lead_to_the_new_place() -> None:
    menu = Menu(
        "x",
        (("首页", "/b/"), ("关于", "about.md"), ("旧", "/b/category/a.html"), ("外", "https://c.example/")),
    )
    made = navigation(
        menu,
        "/b",
        {"about.md": "/about/", "category/a.html": "/no"},
        {"category/a.html": "category/jia.html"},
    )
    assert made == [
        {"title": "首页", "url": "."}, {"title": "关于", "url": "about/"},
        {"title": "旧", "url": "category/jia.html"}, {"title": "外", "url": "https://c.example/"},
    ]  # fmt: skip
    assert list(notes_of([Menu("a", LINKS, 2), Menu("b", LINKS)])) == [
        "a has 2 links below others; the navigation here has one level",
        "other menus are not imported; a theme can show them: b (2 links)",
    ]


def test_a_menu_becomes_the_navigation(tmp_path: Path) -> None:
    files = {
        "about.md": "---\ntitle: 关于\npermalink: /about/\n---\n本报。\n",
        "_data/navigation.yml": "- {title: 关于本报, url: /about/}\n- {title: 全部, url: /archive.html}\n",
        "_posts/2021-12-28-a.md": "---\ntitle: 甲\nlayout: post\nlead: 导语\n---\n甲\n",
        "_layouts/post.html": "{{ page.lead }}{{ content }}",
    }
    report = ImportReport()
    blog = make_blog(tmp_path / "blog", "title: x\n", files)
    import_site(blog, tmp_path / "site", "UTC", ImportOptions(), Reporter(), report)
    made = load_config(tmp_path / "site/site.yaml").theme.options["navigation"]
    assert isinstance(made, tuple)
    assert list(made) == [
        {"title": "关于本报", "url": "about/"}, {"title": "全部", "url": "archive.html"},
    ]  # fmt: skip
    assert any("“lead” of 1 post (_layouts/post.html:1)" in note for note in report.notes)
