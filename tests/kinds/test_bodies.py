"""Bodies on their pages."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from generator.body.accessibility import Labels
from generator.body.options import BodyRules
from generator.body.plain_text import without_title
from generator.core.digests import content_digest
from generator.core.errors import SourceChangedError
from generator.kinds.parts.bodies import BodyMaker, Quoted
from generator.kinds.parts.settings import Folders
from generator.kinds.parts.source_files import FilesOnDisk, read_source
from tests.conftest import SiteMaker
from tests.sites import post


@pytest.mark.parametrize(
    ("html", "rest"),
    [
        ("<h1>题目</h1>\n<p>a</p>", "<p>a</p>"),
        ('<h2 id="x">题<em>目</em></h2><p>a</p>', "<p>a</p>"),
        ("<h1>题目二</h1><p>a</p>", "<h1>题目二</h1><p>a</p>"),
        ("<p>a</p><h1>题目</h1>", "<p>a</p>"),
        ("<h1>题目", "<h1>题目"),
    ],
)
def test_a_heading_that_repeats_the_title_goes(html: str, rest: str) -> None:
    assert without_title(html, "题目") == rest


def test_a_page_titled_by_its_heading_shows_it_once(site: SiteMaker) -> None:
    one = site({"pages/about.md": "# 关于本馆\n\n正文。\n", "posts/a.md": post()})
    one.build()
    main = one.page("about.html").partition("<main")[2].partition("</main>")[0]
    assert main.count("关于本馆") == 1


def test_a_source_that_changed_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("one", encoding="utf-8")
    state = file.stat()
    assert read_source(str(file), (state.st_size, state.st_mtime_ns)) == b"one"
    assert read_source(str(file), None) == b"one"
    file.write_text("more", encoding="utf-8")
    with pytest.raises(SourceChangedError):
        read_source(str(file), (state.st_size, state.st_mtime_ns))
    file.unlink()
    with pytest.raises(SourceChangedError):
        read_source(str(file), None)


LABELS = Labels("表", "码", "已办", "待办", "回{number}", "原图", "已失（{host}，{date}）")


def quoted(root: Path, data: bytes) -> str:
    """Return the body of content/posts/a.md in a feed, which was indexed with these bytes."""
    digest = content_digest(data).hex().upper()
    one = Quoted("a.html", "题", "", "content/posts/a.md", digest, 0, "{}")

    settings: Any = SimpleNamespace(rules=BodyRules())
    files = FilesOnDisk(Folders(str(root), "", "", "", ""))
    return BodyMaker(settings, files, LABELS).in_feed(one, "https://x.example/")


def test_a_feed_quotes_what_was_indexed_and_nothing_else(tmp_path: Path) -> None:
    data = "---\ntitle: 题\n---\n[一](/a.html)\n".encode()
    file = tmp_path / "content" / "posts" / "a.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    assert quoted(tmp_path, data) == '<p><a href="https://x.example/a.html">一</a></p>\n'
    file.write_bytes(data + b"more")
    with pytest.raises(SourceChangedError, match=r"^content/posts/a.md: it was written to$"):
        quoted(tmp_path, data)
    file.unlink()
    with pytest.raises(SourceChangedError, match=r"^content/posts/a.md: No such file"):
        quoted(tmp_path, data)


def test_a_feed_quotes_a_stand_in_as_it_quoted_the_post(site: SiteMaker) -> None:
    body = "| 甲 | 乙 |\n|--|--|\n| 一 | 二 |\n\n```\nx\n```\n\n![图](/p.png)\n"
    one = site({"posts/a.md": post(body=body)}, "title: x\nfeed: {content: full}\n")
    one.build()
    feed = one.page("feed.xml")
    one.write({"content/posts/a.md": "---\ntitle: 题\ndate: 2021-12-28 25:61\n---\n"}).build()
    assert one.page("feed.xml") == feed
