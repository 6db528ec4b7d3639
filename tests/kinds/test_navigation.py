"""Which static pages the navigation names, and which pages change with it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.checks.checking import found
from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = pytest.mark.slow

FIXED = ["首页", "分类", "标签", "日历"]
CHOSEN = "title: x\ntheme: {name: default, options: {navigation: [{title: 甲, url: a.html}]}}\n"


def page(title: str, **fields: object) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\ntitle: {title}\n{lines}---\n一段话。\n"


def pages(count: int) -> dict[str, str]:
    return {f"pages/p{number}.md": page(f"第{number}页") for number in range(count)}


def navigation(site: Site) -> list[str]:
    """Return the titles in the navigation, without those of the lists."""
    links = BeautifulSoup(site.page("index.html"), "lxml").select(".masthead nav a")
    titles = [link.get_text() for link in links]
    assert titles[:4] == FIXED
    return titles[4:]


def changed(site: Site) -> set[str]:
    """Build, and return the outputs that differ."""
    before = site.tree()
    site.build()
    after = site.tree()
    assert after == site.clean_tree()
    return {path for path in before | after if before.get(path) != after.get(path)}


def test_up_to_seven_pages_enter_by_weight_and_then_by_title(site: SiteMaker) -> None:
    files = {
        "pages/a.md": page("丙", weight=20), "pages/b.md": page("乙", weight=-1), "pages/c.md": page("丁"),
        "pages/d.md": page("丑"), "pages/e.md": page("己", weight=0), "pages/f.md": page("庚", draft="true"),
        "pages/g.md": page("甲", weight=20),
    }  # fmt: skip
    one = site(files)
    one.build()
    assert navigation(one) == ["乙", "己", "丙", "甲", "丁", "丑"]


def test_seven_pages_enter_and_of_eight_only_those_that_ask(site: SiteMaker) -> None:
    one = site(pages(7))
    assert one.build().problems == ()
    assert navigation(one) == [f"第{number}页" for number in range(7)]
    one.write(pages(8))
    one.write({"content/pages/p7.md": page("第7页")})
    (problem,) = one.build().problems
    assert (problem.path, problem.code, problem.severity) == ("content/pages", "navigation.full", "warning")
    assert navigation(one) == []
    one.write(
        {"content/pages/p3.md": page("第3页", nav="yes"), "content/pages/p5.md": page("第5页", nav="true")}
    )
    assert one.build().problems == ()
    assert navigation(one) == ["第3页", "第5页"]


def test_a_page_that_wants_to_stay_out_is_not_counted(site: SiteMaker) -> None:
    one = site(pages(7) | {"pages/imprint.md": page("版权", nav="false")})
    assert one.build().problems == ()
    assert navigation(one) == [f"第{number}页" for number in range(7)]


def test_a_check_reports_what_a_build_reports(site: SiteMaker) -> None:
    one = site(pages(8))
    assert [(problem.path, problem.code) for problem in found(one, "navigation")] == [
        ("content/pages", "navigation.full")
    ]
    one.write({"site.yaml": CHOSEN})
    assert not found(one, "navigation")
    assert one.build().problems == ()


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"nav": "ture"}, "navigation.unreadable"), ({"weight": "first"}, "navigation.weight"),
     ({"weight": "1.5"}, "navigation.weight"), ({"weight": "9" * 40}, "navigation.weight")],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_reported_with_its_line(
    site: SiteMaker, fields: dict[str, str], code: str
) -> None:
    one = site({"pages/a.md": page("甲", **fields)})
    (problem,) = one.build().problems
    assert (problem.path, problem.line, problem.code) == ("content/pages/a.md", 3, code)
    assert navigation(one) == ["甲"]


def test_posts_may_have_keys_of_these_names_for_other_purposes(site: SiteMaker) -> None:
    assert site({"posts/a.md": post(nav="left", weight="heavy")}).build().problems == ()


def test_a_page_beyond_the_seventh_leaves_all_other_pages_as_they_are(site: SiteMaker) -> None:
    one = site({**pages(9), "posts/a.md": post(categories="c")})
    one.build()
    one.write({"content/pages/new.md": page("新页")})
    assert changed(one) == {"new.html", "llms.txt", "sitemap/pages.xml"} - absent(one)
    one.write({"content/pages/new.md": page("新页", nav="true")})
    assert {"index.html", "c/2021/12/28/a.html", "new.html"} <= changed(one)


def test_a_page_changes_no_other_where_the_theme_names_the_navigation(site: SiteMaker) -> None:
    one = site({**pages(2), "posts/a.md": post(categories="c")}, CHOSEN)
    one.build()
    one.write({"content/pages/new.md": page("新页")})
    assert changed(one) == {"new.html", "llms.txt", "sitemap/pages.xml"} - absent(one)


def absent(site: Site) -> set[str]:
    """Return the outputs that a site without a URL does not have."""
    return {path for path in ("sitemap/pages.xml",) if not (site.output / path).exists()}


def test_thousands_of_pages_give_each_page_few_links(site: SiteMaker) -> None:
    one = site(pages(300))
    one.build()
    assert one.page("p7.html").count("<a ") < 20
    assert one.page("llms.txt").count("](") < 120
