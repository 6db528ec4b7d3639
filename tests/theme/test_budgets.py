"""What the default theme keeps to, so that pages stay small, quick and safe (docs/themes.md)."""

from __future__ import annotations

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from generator.theme.lookup import find_theme
from tests.conftest import SiteMaker
from tests.sites import Site, post

ASSETS = Path(find_theme("default", Path("/nowhere")).layers[0].folder, "assets")
KINDS = {
    "home": "index.html",
    "post": "wanbao/2021/12/07/p7.html",
    "category": "category/wanbao.html",
    "numbered": "category/wanbao/1.html",
    "categories": "categories.html",
    "archive": "archive.html",
    "year": "archive/2021.html",
    "month": "archive/2021/12.html",
    "day": "archive/2021/12/07.html",
    "page": "about.html",
    "404": "404.html",
}


@pytest.fixture
def archive(site: SiteMaker) -> Site:
    """Make a small archive with a page of each kind."""
    posts = {
        f"posts/{day}.md": post(f"第{day}篇", f"2021-12-{day:02} 10:00", slug=f"p{day}", categories="wanbao",
                                tags="[南方日报新闻, 天气]")
        for day in range(1, 15)
    }  # fmt: skip
    one = site(posts | {"pages/about.md": "# 关于\n\n正文。\n"}, "title: 旧闻馆\nlists: {page_size: 5}\n")
    one.build()
    return one


def test_sizes(archive: Site) -> None:
    sizes = {path.name: path.stat().st_size for path in ASSETS.glob("*.*s") if path.suffix in (".css", ".js")}
    limits = {"style.css": 21_500, "search.css": 2_500, "script.js": 4_000, "search-page.js": 10_000}
    assert sizes.keys() == limits.keys()
    assert all(sizes[name] < limit for name, limit in limits.items())
    page = archive.page(KINDS["post"])
    around = re.sub(r"<!--body-->.*<!--/body-->", "", page, flags=re.DOTALL)
    assert len(around.encode()) < 15_000


def test_the_scripts_of_the_search_page_are_small(site: SiteMaker) -> None:
    """12 KB together, as a server sends them that compresses."""
    one = site({}, "title: x\nsearch: full\n")
    one.build()
    page = BeautifulSoup(one.page("search.html"), "lxml")
    paths = [*(str(tag["src"]) for tag in page.select("script[src]")), "search/search.js"]
    scripts = [one.page(path) for path in paths]
    assert len(scripts) == 2
    assert sum(len(gzip.compress(script.encode(), 9)) for script in scripts) <= 12 * 1024


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_safe_under_a_strict_policy(archive: Site, kind: str) -> None:
    soup = BeautifulSoup(archive.page(KINDS[kind]), "lxml")
    assert not soup.select("style, [style], [onclick], [onload], iframe")
    for script in soup.find_all("script"):
        assert script.get("src") or script.get("type") == "application/ld+json"
    loaded = [tag["src"] for tag in soup.select("[src]")]
    loaded += [tag["href"] for tag in soup.select("link[rel=stylesheet], link[rel=icon]")]
    assert not [url for url in loaded if re.match(r"(?:https?:)?//", str(url))]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_pages_have_one_headline_and_named_parts(archive: Site, kind: str) -> None:
    soup = BeautifulSoup(archive.page(KINDS[kind]), "lxml")
    assert len(soup.find_all("h1")) == len(soup.find_all("main")) == 1
    names = [nav["aria-label"] for nav in soup.find_all("nav")]
    assert len(names) == len(set(names))
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert not [tag for tag in soup.select("[tabindex]") if int(str(tag["tabindex"])) > 0]


def test_only_lists_of_terms_have_a_script(archive: Site) -> None:
    scripted = [kind for kind, path in KINDS.items() if "<script src" in archive.page(path)]
    assert scripted == ["categories"]


def test_a_post_names_its_zone_its_day_and_its_ways_back(archive: Site) -> None:
    soup = BeautifulSoup(archive.page(KINDS["post"]), "lxml")
    day = soup.select_one(".meta a")
    assert day is not None
    assert (day["href"], day.get_text()) == (
        "../../../../archive/2021/12/07.html",
        "2021年12月7日 10:00 UTC+8",
    )
    crumbs = [link.get_text() for link in soup.select(".crumbs a")]
    assert crumbs == ["首页", "分类", "南方日报新闻"]
    backlinks = soup.select_one(".backlinks")
    assert backlinks is not None
    assert backlinks.get_text() == "返回南方日报新闻｜返回首页"


def test_times_that_nobody_knows_take_no_room(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(date="2021-12-28", categories="c")})
    one.build()
    lists = BeautifulSoup(one.page("category/c.html"), "lxml").select_one(".posts")
    assert lists is not None
    assert lists.find("time") is None


def test_a_latin_title_says_so_in_a_chinese_list(site: SiteMaker) -> None:
    files = {"posts/a.md": post("The “dot plot”", categories="c"), "posts/b.md": post("A股", categories="c")}
    one = site(files)
    one.build()
    titles = BeautifulSoup(one.page("category/c.html"), "lxml").select(".title a")
    assert {(link.get_text(), link.get("lang")) for link in titles} == {
        ("The “dot plot”", "und"),
        ("A股", None),
    }
    one.write({"site.yaml": "title: x\nlanguage: en\n"}).build()
    assert 'lang="und">The' not in one.page("category/c.html")


def test_a_latin_summary_says_so_in_a_chinese_list(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(body="The ferry."), "posts/b.md": post(body="渡船。", categories="c")})
    one.build()
    for path in ("index.html", "archive/2021/12/28.html"):
        summaries = BeautifulSoup(one.page(path), "lxml").select(".summary")
        assert {(text.get_text(), text.get("lang")) for text in summaries} == {
            ("The ferry.", "und"),
            ("渡船。", None),
        }


def test_an_archive_without_posts_says_so_and_has_nothing_to_look_for(site: SiteMaker) -> None:
    one = site({}, "title: 旧闻馆\n")
    one.build()
    assert "还没有文章。" in one.page("archive.html")
    soup = BeautifulSoup(one.page("categories.html"), "lxml")
    assert soup.select_one(".filter, .letters") is None
