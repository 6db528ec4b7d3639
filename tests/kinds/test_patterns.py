"""Patterns in site.yaml say where categories, tags and static pages are, and all links follow them."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urljoin

import pytest
from bs4 import BeautifulSoup

from generator.core.errors import ConfigError
from generator.core.paths import SitePaths
from generator.explain.explain import explain
from generator.kinds.site_config import read_config
from generator.taxonomy.placement import page_address
from tests.checks.checking import codes
from tests.conftest import SiteMaker
from tests.preview.previews import preview_of
from tests.sites import NOW, Tree, post

SETTINGS = "title: x\nurl: https://archive.example/old/\nlists: {page_size: 5}\nfeed: {formats: [rss]}\n"
PATTERNS = (
    "permalink:\n  category: /栏目/{slug}/\n  tag: /topics/{slug}.html\n  categories: /栏目/\n"
    "  tags: /topics.html\n  page: /{path}/\n"
)
#: Links to lists and pages in a body, by their old and their new addresses.
OLD_LINKS = "[报](/category/wanbao.html) [主题](/tag/zhuti.html) [页](/about.html)"
NEW_LINKS = "[报](/栏目/wanbao/) [主题](/topics/zhuti.html) [页](/about/) [二](../pages/docs/guide.md)"


def archive(body: str = NEW_LINKS) -> dict[str, str]:
    """Return posts in a category with numbered pages, and static pages."""
    posts = {
        f"posts/2021-12-{day:02}-p{day}.md": post(
            f"第{day}篇", f"2021-12-{day:02} 08:00:00 +0800", categories="wanbao", tags="[主题]"
        )
        for day in range(1, 13)
    }
    return {
        **posts,
        "posts/2021-12-28-links.md": post("链接", body=body, categories="[wanbao, 社会]"),
        "pages/about.md": "---\ntitle: 关于\n---\n正文。\n",
        "pages/docs/guide.md": "---\ntitle: 指南\n---\n[关于](../about.md)\n",
        "pages/docs/index.md": "---\ntitle: 文档\n---\n正文。\n",
    }


def dead_links(tree: Tree) -> list[str]:
    """Return the links of all pages, feeds and sitemaps that lead to no output."""
    dead = []
    for path, data in tree.items():
        if not path.endswith((".html", ".xml", ".opml", ".rss")) or path.startswith("search/"):
            continue
        soup = BeautifulSoup(data, "html.parser" if path.endswith(".html") else "xml")
        links = [tag.get(name) for tag in soup.find_all() for name in ("href", "htmlUrl", "xmlUrl")]
        links += [tag.get_text() for tag in soup.find_all("loc")]
        for link in filter(None, links):
            base = "https://archive.example/old/"
            url = urljoin(base + path, str(link)).partition("#")[0].partition("?")[0]
            target = unquote(url.removeprefix(base))
            target = f"{target}index.html" if target.endswith("/") or not target else target
            if url.startswith(base) and target not in tree:
                dead.append(f"{path}: {link}")
    return dead


def test_lists_and_pages_are_where_their_patterns_say(site: SiteMaker) -> None:
    one = site(archive(), SETTINGS + PATTERNS)
    assert one.build().problems == ()
    tree = one.tree()
    lists = {path for path in tree if path.startswith(("栏目/", "topics", "categor", "tag"))}
    assert lists == {
        "栏目/index.html", "栏目/wanbao/index.html", "栏目/wanbao/1/index.html", "栏目/wanbao/feed.xml",
        "栏目/wanbao/feed.rss", "栏目/shehui/index.html", "栏目/shehui/feed.xml", "栏目/shehui/feed.rss",
        "topics.html", "topics/zhuti.html", "topics/zhuti/1.html",
    }  # fmt: skip
    assert {"about/index.html", "docs/index.html", "docs/guide/index.html"} <= tree.keys()
    assert dead_links(tree) == []
    assert codes(one) == []


def test_only_addresses_differ(site: SiteMaker, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The outputs are those of the usual patterns, each with the same words."""
    one = site(archive(OLD_LINKS), SETTINGS)
    one.build()
    usual = one.tree()
    one.write({"site.yaml": SETTINGS + PATTERNS}).write(
        {f"content/{name}": text for name, text in archive().items() if name.endswith("links.md")}
    )
    one.build()
    assert len(one.tree()) == len(usual)
    assert one.tree() == one.clean_tree()
    for old, new in (
        ("category/wanbao/1.html", "栏目/wanbao/1/index.html"),
        ("tag/zhuti.html", "topics/zhuti.html"),
        ("categories.html", "栏目/index.html"),
        ("about.html", "about/index.html"),
    ):
        assert _words(usual[old]) == _words(one.tree()[new])


def _words(html: bytes) -> str:
    return BeautifulSoup(html, "html.parser").get_text()


def test_links_to_lists_that_are_gone(site: SiteMaker) -> None:
    """A link to a list is one only while the list is there, wherever its pattern puts it."""
    one = site(archive("[在](/栏目/wanbao/) [无](/栏目/none/)"), SETTINGS + PATTERNS)
    problems = [problem.message for problem in one.build().problems]
    assert len(problems) == 1
    assert "“/栏目/none/” leads nowhere" in problems[0]
    page = BeautifulSoup(one.page("wanbao/2021/12/28/links.html"), "html.parser")
    shown = {link.get_text(): str(link["href"]) for link in page.select("article a")}
    assert unquote(shown["在"]).endswith("栏目/wanbao/")
    assert "无" not in shown
    one.write({"content/posts/n.md": post("新", categories="none")}).build()
    assert "无</a>" in one.page("wanbao/2021/12/28/links.html")
    assert one.tree() == one.clean_tree()


def test_explain_and_preview(site: SiteMaker) -> None:
    one = site(archive(), SETTINGS + PATTERNS)
    one.build()

    def explained(address: str) -> str:
        return "\n".join(explain(SitePaths.of(one.root), address, one.root, NOW))

    assert "It is the front page of the category 主题 (wanbao)." in explained("/栏目/wanbao/")
    assert "It is page 1 of the category 主题 (wanbao), which is full" in explained("/栏目/wanbao/1/")
    assert "It is the feed of the category wanbao" in explained("/栏目/wanbao/feed.xml")
    assert "It is the list of all tags" in explained("/topics.html")
    assert "topics/zhuti.html" in explained("content/posts/2021-12-12-p12.md")
    with preview_of(one) as preview:
        preview.update()
        for path in ("栏目/wanbao/1/index.html", "topics/zhuti.html", "栏目/index.html", "about/index.html"):
            assert preview.bytes_of(path) == one.tree()[path]


@pytest.mark.parametrize(
    ("permalink", "line", "option", "example", "holder"),
    [
        ("category: /tag/{slug}.html", 3, "category", "tag/s.html", "tag"),
        ("tag: /archive/{slug}.html", 3, "tag", "archive/2021.html", ""),
        ("tag: /assets/{slug}/", 3, "tag", "assets/s/index.html", ""),
        ("category: /x/{slug}/b.html\n  tag: /x/a/{slug}.html", 4, "tag", "x/a/b.html", "category"),
        ("category: /x/{slug}/\n  tag: /x/tags/{slug}/", 4, "tag", "x/tags/1/index.html", "category"),
        ("tag: /T/{slug}\n  category: /t/{slug}.html", 3, "tag", "t/s.html", "category"),
        ("categories: /", 3, "categories", "index.html", ""),
        ("categories: /tags.html", 3, "categories", "tags.html", "tags"),
        ("tags: /tag/all.html", 3, "tags", "tag/all.html", "tag"),
        ("post: /category/{slug}.html", 3, "post", "category/s.html", ""),
        ("post: /t/{slug}/\n  tag: /t/{slug}/", 3, "post", "t/s/index.html", ""),
        ("page: /assets/{path}.html", 3, "page", "assets/p.html", ""),
    ],
)
def test_patterns_that_share_addresses(
    permalink: str, line: int, option: str, example: str, holder: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(f"title: x\npermalink:\n  {permalink}\n")
    why = f"permalink.{holder} makes as well" if holder else "the program uses for other pages"
    told = f"permalink.{option}: makes addresses such as {example}, which {why}"
    assert [str(problem) for problem in caught.value.problems] == [
        f"site.yaml:{line}:3: {told} (start with a different folder)"
    ]


@pytest.mark.parametrize(
    "permalink", ["tag: /category/{slug}/x.html", "tag: /tags/{slug}/\n  tags: /tags/", "page: /{path}/"]
)
def test_patterns_beside_each_other(permalink: str) -> None:
    read_config(f"title: x\npermalink:\n  {permalink}\n")


def test_a_post_at_the_address_of_a_list_is_told(site: SiteMaker) -> None:
    files = {"posts/a.md": post(permalink="/tags/x/", tags="x"), "posts/b.md": post(slug="b")}
    one = site(files, "title: x\npermalink: {tag: '/tags/{slug}/'}\n")
    (problem,) = one.build().problems
    assert (problem.path, problem.code) == ("content/posts/a.md", "permalink.unusable")
    one.write({"site.yaml": "title: x\n"})
    assert one.build().problems == ()
    assert "标题" in one.page("tags/x/index.html")


@pytest.mark.parametrize(
    ("pattern", "source", "address"),
    [
        ("/{path}.html", "about", "about.html"),
        ("/{path}.html", "docs/index", "docs/index.html"),
        ("/{path}/", "about", "about/index.html"),
        ("/{path}/", "docs/index", "docs/index.html"),
        ("/{path}/", "index", "index.html"),
        ("/pages/{path}", "docs/a", "pages/docs/a.html"),
        ("/pages/{path}/", "index", "pages/index.html"),
        ("/p-{path}.htm", "docs/index", "p-docs/index.htm"),
    ],
)
def test_addresses_of_static_pages(pattern: str, source: str, address: str) -> None:
    path = f"content/pages/{source}.md"
    assert page_address(pattern, path, posixpath.basename(source)) == address
