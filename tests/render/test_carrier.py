"""Pages that are rendered without the files of the archive are those that are rendered with them."""

from __future__ import annotations

import pytest

from generator.core.errors import ThemeError
from tests.carrying import Carrying
from tests.conftest import SiteMaker
from tests.packing.packing import packed
from tests.sites import Site, post

pytestmark = pytest.mark.slow

CONFIG = "title: 旧闻馆\nurl: https://jiuwen.example/\nfeed: {content: full}\ntheme: {name: own}\n"
GOOD = post("甲", body="第一段。\n\n![图](2021-12-30-tu.png)\n\n见[乙](2021-12-29-b.md)。")
FILES: dict[str, str | bytes | None] = {
    "posts/2021-12-28-a.md": GOOD,
    "posts/2021-12-29-b.md": post("乙", "2021-12-29 08:00:00", body="# 乙\n\n第二段。", category="yi"),
    "posts/2022-01-02-c.md": post("丙", "2022-01-02 08:00:00", tags="[水果]"),
    "posts/2021-12-30-tu.png": b"\x89PNG picture",
    "pages/about.md": "# 关于本馆\n\n正文。\n",
    "static/more.txt": "x\n",
    "../themes/own/theme.yaml": "inherits: default\n",
    "../themes/own/assets/own.js": "// 自己的\n",
    "../themes/own/templates/post.html": '{% extends "default/post.html" %}\n',
}


def built(one: Site) -> Carrying:
    """Build with workers that do not see the archive, and return their executor."""
    executor = Carrying(one.root)
    one.build(executors=lambda _: executor, clean=True)  # type: ignore[arg-type]
    return executor


def test_posts_pages_feeds_and_files(site: SiteMaker) -> None:
    one = site(FILES, CONFIG)
    assert built(one).jobs == {"ParseJob", "PagesJob", "TermsJob"}
    assert one.tree() == one.clean_tree()


def test_a_stand_in(site: SiteMaker) -> None:
    one = site(FILES, CONFIG)
    one.build()
    before = one.tree()
    one.write({"content/posts/2021-12-28-a.md": ""})
    built(one)
    assert one.tree() == before


def test_packed_posts(site: SiteMaker) -> None:
    one = site(FILES, CONFIG)
    one.build()
    before = one.tree()
    packed(one)
    built(one)
    assert one.tree() == before


def test_a_mistake_in_a_template_has_its_place_in_the_theme(site: SiteMaker) -> None:
    one = site(FILES | {"../themes/own/templates/post.html": "\n\n{{ nothing.more }}\n"}, CONFIG)
    with pytest.raises(ThemeError, match=r"own/templates/post\.html:3: "):
        built(one)


def test_a_source_that_changed_is_told(site: SiteMaker) -> None:
    one = site(FILES, CONFIG)
    one.build()
    before = one.tree()

    class Late(Carrying):
        def run(self, job, batches):  # type: ignore[no-untyped-def]
            if type(job).__name__ == "RenderJob":
                one.write({"content/posts/2021-12-28-a.md": GOOD + "\n再来一段。\n"})
            return super().run(job, batches)

    executor = Late(one.root)
    one.write({"site.yaml": CONFIG.replace("旧闻馆", "新馆")})
    report = one.build(executors=lambda _: executor)  # type: ignore[arg-type]
    assert report.written > 0
    (page,) = (path for path in before if path.endswith("/a.html"))
    assert one.tree()[page] == before[page]
    one.build()
    assert one.tree() == one.clean_tree()
