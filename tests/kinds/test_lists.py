"""Lists: numbered pages count from the oldest, and what is on them stays there."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = pytest.mark.slow

CONFIG = "title: x\nurl: https://x.example/\nlists:\n  page_size: 5\n"


def posts(count: int, start: int = 0) -> dict[str, str]:
    return {
        f"posts/{number:03}.md": post(
            f"第{number}篇", f"2021-11-01 10:{number:02}", categories="cat", slug=f"p{number}"
        )
        for number in range(start, start + count)
    }


def shown(one: Site, path: str) -> list[int]:
    """Return the numbers of the posts that a list page shows, in its order."""
    main = BeautifulSoup(one.page(path), "lxml").main
    assert main
    links = [str(link["href"]) for link in main.find_all("a", href=re.compile(r"/p\d+\.html$"))]
    return list(dict.fromkeys(int(re.findall(r"p(\d+)\.html", link)[0]) for link in links))


def test_pages_count_from_the_oldest_and_show_newest_first(site: SiteMaker) -> None:
    one = site(posts(40), CONFIG)
    one.build()
    count = sum(re.fullmatch(r"category/cat/\d+\.html", path) is not None for path in one.tree())
    pages = [f"category/cat/{number}.html" for number in range(1, count + 1)]
    lists = [shown(one, path)[::-1] for path in [*pages, "category/cat.html"]]
    assert [number for page in lists for number in page] == list(range(40))
    assert all(4 <= len(page) <= 6 for page in lists[:-1])
    assert 4 <= len(lists[-1]) < 10


def test_a_short_list_has_no_numbered_pages(site: SiteMaker) -> None:
    one = site(posts(9), CONFIG)
    one.build()
    assert shown(one, "category/cat.html") == list(range(8, -1, -1))
    assert "category/cat/1.html" not in one.tree()


def test_older_and_newer_lead_through_all_pages(site: SiteMaker) -> None:
    one = site(posts(23), CONFIG)
    one.build()
    seen, path = [], "category/cat.html"
    while path:
        seen.append(path)
        soup = BeautifulSoup(one.page(path), "lxml")
        older = [str(link["href"]) for link in soup.find_all("a") if "较早" in link.get_text()]
        path = older[0].replace("../", "") if older else ""
    assert seen == ["category/cat.html", *(f"category/cat/{n}.html" for n in range(len(seen) - 1, 0, -1))]
    assert seen[1:] == sorted((path for path in one.tree() if path.startswith("category/cat/")), reverse=True)


def test_a_full_page_never_changes_again(site: SiteMaker) -> None:
    one = site(posts(18), CONFIG)
    one.build()
    sealed = one.page("category/cat/1.html")
    for number in range(18, 31):
        one.write({f"content/{path}": text for path, text in posts(1, number).items()})
        one.build()
    assert one.page("category/cat/1.html") == sealed
    assert one.tree() == one.clean_tree()


def test_one_more_post_changes_few_files(site: SiteMaker) -> None:
    one = site(posts(23), CONFIG)
    one.build()
    before = one.tree()
    one.write({"content/posts/new.md": post("新", "2021-11-01 11:00", categories="cat")})
    report = one.build()
    changed = sorted(path for path, data in one.tree().items() if before.get(path) != data)
    index = [path for path in changed if path.startswith("search/")]
    assert len(index) <= 12
    assert [path for path in changed if path not in index] == [
        "archive.html", "archive/2021.html", "archive/2021/11.html", "archive/2021/11/01.html",
        "cat/2021/11/01/new.html", "cat/2021/11/01/p22.html", "categories.html", "category/cat.html",
        "category/cat.xml", "feed.xml", "index.html", "sitemap.xml", "sitemap/2021-11.xml",
    ]  # fmt: skip
    assert report.written == len(changed)


def test_neighbours_follow_the_first_category(site: SiteMaker) -> None:
    one = site(
        {
            f"posts/{n}.md": post(
                f"题{n}", f"2021-11-0{n}", categories="[a, b]" if n == 2 else "a", slug=f"p{n}"
            )
            for n in (1, 2, 3)
        }
    )
    one.build()
    middle = one.page("a/2021/11/02/p2.html")
    assert "题1" in middle
    assert "题3" in middle


def test_the_home_page_is_bounded(site: SiteMaker) -> None:
    files = {
        f"posts/{n}.md": post(f"题{n}", f"2021-11-01 10:{n % 60:02}", categories=f"c{n % 90}")
        for n in range(180)
    }
    one = site(files, "title: x\nhome:\n  posts: 7\n  sections: 4\n  section_posts: 1\n")
    one.build()
    main = BeautifulSoup(one.page("index.html"), "lxml").main
    assert main
    titles = main.select(".title a, a.title, h2 a[href*='/2021/']")
    assert len({str(a["href"]) for a in titles}) <= 7 + 4
    assert len(titles) == 7 + 4


def test_the_label_of_a_category(site: SiteMaker) -> None:
    files = {
        f"posts/a{n}.md": post(categories="wanbao", tags="[晚报新闻, 天气]" if n else "天气")
        for n in range(3)
    }
    files |= {"posts/b.md": post(categories="社会", tags="天气"), "posts/c.md": post(categories="plain")}
    one = site(files, "title: x\ncategories:\n  plain:\n    label: 平常\n")
    one.build()
    index = BeautifulSoup(one.page("categories.html"), "lxml")
    labels = {str(a["href"])[2:]: a.get_text() for a in index.find_all("a") if "/category/" in str(a["href"])}
    assert labels == {
        "category/wanbao.html": "天气",
        "category/shehui.html": "社会",
        "category/plain.html": "平常",
    }


def test_aliases_merge_terms(site: SiteMaker) -> None:
    files = {
        "posts/a.md": post(tags="a股"),
        "posts/b.md": post(tags="A股"),
        "posts/c.md": post(tags="[A股, a股]"),
    }
    one = site(files, "title: x\ntags:\n  A股:\n    aliases: [a股]\n")
    one.build()
    assert [path for path in one.tree() if path.startswith("tag/")] == ["tag/a-gu.html"]
