"""Incremental equals clean: after each edit the output is what a build from nothing makes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = pytest.mark.slow

CONFIG = """\
title: 旧闻馆
url: https://archive.example/old/
lists:
  page_size: 5
home:
  posts: 5
  sections: 3
"""


def archive() -> dict[str, str]:
    """Return 40 posts in three categories over three months, with a page, files and links."""
    files = {}
    for number in range(40):
        month, day = 10 + number // 14, 1 + number % 14 * 2
        category = ("wanbao", "ribao", "社会")[number % 3]
        files[f"posts/{month}/2021-{month}-{day:02}-post{number}.md"] = post(
            f"第{number}篇", f"2021-{month}-{day:02} 08:00:00 +0800", f"第{number}篇的正文。",
            categories=category, tags=f"[{category}新闻, 主题{number % 4}]",
        )  # fmt: skip
    files["posts/11/2021-11-03-linked.md"] = post(
        "有链接", "2021-11-03", "见[第0篇](../10/2021-10-01-post0.md)。", categories="wanbao"
    )
    files["posts/11/2021-11-04-part.md"] = post(
        "有链接", "2021-11-04", "见[一节](/wanbao/2021/10/01/post0.html#part)。", categories="ribao"
    )
    files["pages/about.md"] = "---\ntitle: 关于\n---\n关于本馆。\n"
    files["posts/10/pic.png"] = "picture"
    files["static/_headers"] = "/*\n  X-A: b\n"
    return files


def rewrite(path: str, old: str, new: str) -> Callable[[Site], None]:
    """Return an edit that replaces text in a file."""

    def edit(site: Site) -> None:
        file = site.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def put(path: str, text: str | None) -> Callable[[Site], None]:
    """Return an edit that writes or removes a file."""

    def edit(site: Site) -> None:
        site.write({path: text})

    return edit


def rename(old: str, new: str) -> Callable[[Site], None]:
    """Return an edit that renames a file."""

    def edit(site: Site) -> None:
        (site.root / old).rename(site.root / new)

    return edit


FIRST = "content/posts/10/2021-10-01-post0.md"
MIDDLE = "content/posts/11/2021-11-13-post20.md"
EDITS = {
    "add": put("content/posts/new.md", post("新的", "2021-12-30", categories="wanbao", tags="主题1")),
    "add to a new category": put("content/posts/new.md", post("新的", "2021-12-30", categories="新类")),
    "add an old one": put("content/posts/new.md", post("旧的", "2021-10-02", categories="wanbao")),
    "edit title": rewrite(MIDDLE, "第20篇\"", "改了的标题\""),
    "edit body": rewrite(MIDDLE, "正文", "改了的正文"),
    "change date across a month": rewrite(MIDDLE, "2021-11-13 08", "2021-12-13 08"),
    "change date within its month": rewrite(MIDDLE, "2021-11-13 08", "2021-11-04 08"),
    "change the time": rewrite(MIDDLE, "2021-11-13 08", "2021-11-13 21"),
    "change the address": rewrite(MIDDLE, "categories:", "permalink: /elsewhere.html\ncategories:"),
    "change category": rewrite(MIDDLE, "社会\n", "ribao\n"),
    "change tags": rewrite(MIDDLE, "主题0", "全新主题"),
    "remove": put(MIDDLE, None),
    "remove the first": put(FIRST, None),
    "rename the file": rename(FIRST, "content/posts/10/2021-10-01-renamed.md"),
    "change a template": put("themes/own/templates/post.html", "{{ post.title }}|{{ post.body }}"),
    "change the site's title": rewrite("site.yaml", "旧闻馆", "新闻馆"),
    "change the permalinks": rewrite("site.yaml", "home:", "permalink: /{year}/{slug}/\nhome:"),
    "change the patterns of lists": rewrite(
        "site.yaml", "home:", "permalink: {category: '/c/{slug}/', tags: /tags/, page: '/{path}/'}\nhome:"
    ),
    "change the page size": rewrite("site.yaml", "page_size: 5", "page_size: 7"),
    "describe a category": rewrite(
        "site.yaml", "home:", "categories: {wanbao: {label: 晚报, aliases: [ribao]}}\nhome:"
    ),
    "add an alias": rewrite(MIDDLE, "categories:", "aliases: /old/address.html\ncategories:"),
    "change a file": put("content/posts/10/pic.png", "another picture"),
    "add a static file": put("content/static/robots.txt", "User-agent: x\n"),
    "change a page's title": rewrite("content/pages/about.md", "title: 关于", "title: 说明"),
    "remove a page": put("content/pages/about.md", None),
    "make a draft": rewrite(MIDDLE, "categories:", "draft: true\ncategories:"),
    "go bad": put(MIDDLE, ""),
    "take an address": rewrite(
        MIDDLE, "categories:", "permalink: /wanbao/2021/10/01/post0.html\ncategories:"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "edit"), EDITS.items(), ids=EDITS)
def test_incremental_equals_clean(site: SiteMaker, name: str, edit: Callable[[Site], None]) -> None:
    one = site(archive(), CONFIG)
    own_theme(one)
    one.build()
    before = one.tree()
    edit(one)
    one.build()
    after = one.tree()
    assert after == one.clean_tree()
    assert (after == before) is (name == "go bad")


def test_nothing_changed_writes_nothing(site: SiteMaker) -> None:
    one = site(archive(), CONFIG)
    first = one.build()
    stats = {path: path.stat().st_mtime_ns for path in one.output.rglob("*")}
    second = one.build()
    assert (second.written, second.removed, second.unchanged) == (0, 0, first.written)
    assert {path: path.stat().st_mtime_ns for path in one.output.rglob("*")} == stats


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_undone_edit_restores_the_output(site: SiteMaker, edit: Callable[[Site], None]) -> None:
    one = site(archive(), CONFIG)
    own_theme(one)
    one.build()
    before = one.tree()
    registry = one.root / "content" / "slugs.yaml"
    kept = {path: path.read_bytes() for path in one.root.rglob("*") if _is_input(one, path)}
    edit(one)
    one.build()
    for path in [path for path in one.root.rglob("*") if _is_input(one, path) and path != registry]:
        path.unlink()
    for path, data in kept.items():
        path.write_bytes(data)
    one.build()
    assert one.tree() == before


def _is_input(one: Site, path: object) -> bool:
    name = str(path)
    return (one.root / name).is_file() and f"{one.root}/output" not in name and ".backfile" not in name


def own_theme(one: Site) -> None:
    """Give the site a theme of its own that adds nothing to the default one."""
    one.write({"themes/own/theme.yaml": "inherits: default\n"})
    (one.root / "site.yaml").write_text(CONFIG + "theme: own\n", encoding="utf-8")
