"""Pages that list posts: what they render to, or a redirect to a list of the archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.importers.jekyll.site import import_site
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport
from generator.reporting.report import Reporter
from tests.importers.jekyll.blog import make_blog

POSTS = {
    "_posts/2021-12-28-a.md": (
        "---\ntitle: 石桥\ncategories: [快报]\ntags: [河]\nlead: 桥修好了\n---\n桥**修好**了。\n\n第二段\n"
    ),
    "_posts/2021-12-29-b.md": "---\ntitle: 集市\ncategories: [快报]\n---\n{% raw %}集市{% endraw %}开张。\n",
    "_posts/2021-12-30-c.md": "---\ntitle: 年画\ncategories: [副刊]\ntags: [河, 画]\n---\n年画。\n",
    "_posts/2021-12-31-d.md": "---\ntitle: 未刊\npublished: false\n---\nx\n",
    "_walks/hill.md": "---\ntitle: 登山\n---\n山。\n",
}
CONFIG = """\
title: x
timezone: Asia/Shanghai
permalink: /:title/
paginate: 2
collections: {walks: {output: true}}
"""


def imported(folder: Path, files: dict[str, str], config: str = CONFIG) -> tuple[Path, ImportReport]:
    report = ImportReport()
    blog = make_blog(folder / "blog", config, {**POSTS, **files})
    import_site(blog, folder / "site", "UTC", ImportOptions(), Reporter(), report)
    return folder / "site/content", report


ABOUT = "青石镇报每天出版，由镇上的三位编辑写成，下面是最近的几篇文章，供读者先睹为快。\n\n"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("{% for p in site.posts limit:2 %}{{ p.title }}({{ p.url }}){% endfor %}", "年画(/c/)集市(/b/)"),
        ("{% for p in site.posts %}{{ p.date | date: '%m.%d' }} {% endfor %}", "12.30 12.29 12.28"),
        ("{% for p in site.posts offset:2 %}{{ p.lead }}{{ p.none }}!{% endfor %}", "桥修好了!"),
        ("{% for p in site.posts offset:2 %}{{ p.excerpt | strip_html }}!{% endfor %}", "桥修好了。!"),
        ("{% for p in site.posts offset:2 %}{{ p.content | strip_html | size }}{% endfor %}", "9"),
        ("{% for c in site.categories %}{{ c[0] }}{{ c[1].size }}{% endfor %}", "快报2副刊1"),
        ("{% assign all = site.tags | sort %}{% for t in all %}{{ t | first }}{% endfor %}", "河画"),
        ("{% for p in site.tags.画 %}{{ p.title }}{% endfor %}", "年画"),
        ("{% for p in site.categories['快报'] %}{{ p.title }}{% endfor %}", "集市石桥"),
        ("{% for p in paginator.posts %}{{ p.title }}{% endfor %}/{{ paginator.total_pages }}", "年画集市/2"),
        ("{{ site.posts.size }}篇，最新：{{ site.posts.first.title }}", "3篇，最新：年画"),
        ("{% for w in site.walks %}{{ w.title }}{{ w.url }}{% endfor %}", "登山/walks/hill/"),
        ("{% for p in site.pages %}{{ p.url }}{% endfor %}", "/about/"),
        ("{{ site.posts.first.date }}", "2021-12-30 00:00:00 +0800"),
    ],
)  # fmt: skip
def test_a_page_with_a_text_is_what_it_renders_to(tmp_path: Path, body: str, shown: str) -> None:
    content, report = imported(tmp_path, {"about.md": f"---\ntitle: 关于\n---\n{ABOUT}{body}\n"})
    assert f"{ABOUT}{shown}\n" in (content / "pages/about.md").read_text("utf-8")
    told = [one.message for one in report.problems if one.code == "import.list"]
    assert len(told) == ("site.walks" not in body)
    assert all("as it is today" in message for message in told)


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ("# 全部文章\n{% for p in site.posts %}* [{{ p.title }}]({{ p.url }})\n{% endfor %}", "archive.html"),
        ("{% for p in paginator.posts %}{{ p.title }}{% endfor %}", "archive.html"),
        ("<h1>分类</h1>{% for c in site.categories %}<a>{{ c[0] }}</a>{% endfor %}", "categories.html"),
        ("{% assign t = site.tags | sort %}{% for c in t %}<a>{{ c[0] }}</a>{% endfor %}", "tags.html"),
        ("{% for p in site.categories.快报 %}{{ p.title }}{% endfor %}", "category/kuaibao.html"),
        ("{% for p in site.tags['画'] %}{{ p.title }}{% endfor %}", "tag/hua.html"),
        ("{% assign l = site.posts | where: 'tags', '画' %}{% for p in l %}{% endfor %}", "tag/hua.html"),
        ("{% for p in site.posts %}{% if p.tags contains '河' %}x{% endif %}{% endfor %}", "tag/he.html"),
    ],
)  # fmt: skip
def test_a_mere_list_leads_to_that_of_the_archive(tmp_path: Path, body: str, target: str) -> None:
    content, report = imported(tmp_path, {"old/list.html": f"---\ntitle: 列表\n---\n{body}\n"})
    assert f"url=../../{target}" in (content / "static/old/list/index.html").read_text("utf-8")
    (told,) = [one for one in report.problems if one.code == "import.list"]
    assert f"leads to /{target}" in told.message


@pytest.mark.parametrize(
    ("files", "target"),
    [
        ({"blog.md": "---\nlayout: li\n---\n", "_layouts/li.html": "{% for p in site.posts %}{% endfor %}"},
         "archive.html"),
        ({"blog.md": "---\nlayout: tags\ntitle: 标签\n---\n"}, "tags.html"),
        ({"blog.md": "---\npagination: {enabled: true, category: 快报}\n---\n"}, "category/kuaibao.html"),
        ({"blog.md": "---\nlayout: page\n---\n", "_layouts/page.html": "{{ content }}"}, ""),
    ],
)  # fmt: skip
def test_a_page_without_a_text_is_the_list_of_its_layout(
    tmp_path: Path, files: dict[str, str], target: str
) -> None:
    content, _ = imported(tmp_path, files)
    made = content / "static/blog/index.html"
    assert made.exists() == bool(target)
    assert not target or f"url=../{target}" in made.read_text("utf-8")


def test_html_of_loops_is_no_code(tmp_path: Path) -> None:
    body = "<ul>\n{% for p in site.posts %}\n\n    <li>{{ p.title }}</li>\n\n{% endfor %}\n</ul>\n\n后文。\n"
    content, _ = imported(tmp_path, {"about.md": f"---\ntitle: 关于\n---\n{ABOUT}{body}"})
    text = (content / "pages/about.md").read_text("utf-8")
    assert "<ul>\n    <li>年画</li>\n    <li>集市</li>\n    <li>石桥</li>\n</ul>\n\n后文。\n" in text
