"""Where a source has its body as pages show it."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.body.options import BodyRules, Place
from generator.content.options import ReadOptions
from generator.content.post import parse_post
from generator.content.shown_bytes import shown_text
from generator.core.digests import content_digest
from generator.core.errors import SourceChangedError
from generator.kinds.parts.bodies import body_html
from tests.body.soup import FEED, PAGE, soups
from tests.conftest import SiteMaker
from tests.content.test_post import READING, RULES
from tests.kinds.test_bodies import LABELS
from tests.sites import Ear

FRONT = "---\ntitle: 题目\ndate: 2021-12-28\n---\n"
LINE = "<p>本报讯。</p><p>又一<strong>段</strong>&amp;。</p>"
TAIL = "\n\n<http://news.example.com/a>\n\n[返回首页](//archive.example.com/)"


def shown(data: bytes, reading: ReadOptions = READING) -> list[int]:
    """Return the place in the details of a post, or []."""
    post = parse_post("content/posts/a.md", data, reading).post
    found: list[int] = json.loads(post.details).get("shown", []) if post else []
    return found


@pytest.mark.parametrize("text", [LINE, f"{LINE}\n", f"{LINE}{TAIL}"])
def test_wire_copy_is_shown_as_its_file_has_it(text: str) -> None:
    data = f"{FRONT}{text}".encode()
    start, end = shown(data)
    assert data[start:end].decode() == LINE
    assert shown_text(data, content_digest(data), (start, end)) == f"{LINE}\n"


@pytest.mark.parametrize(
    "text",
    [
        "正文。",
        "<p>一</p>\n<p>二</p>",
        '<p>见<a href="https://a.example/">此</a></p>',
        '<p class="x">一</p>',
        "<h2>题目</h2><p>一</p>",
        "<p>一<br>二</p>",
        "<p>&quot;一&quot;</p>",
        "<p>一</p><p></p>",
        "<p>一<script>x</script></p>",
        "<p>一</p>\r\n",
        "<p>一\x00</p>",
    ],
)
def test_other_bodies_are_made_from_their_text(text: str) -> None:
    assert shown(f"{FRONT}{text}".encode()) == []


def test_a_file_that_is_not_in_utf_8_has_no_such_bytes() -> None:
    assert shown(f"{FRONT}{LINE}".encode("utf-16")) == []
    assert shown(f"\ufeff{FRONT}{LINE}".encode()) != []
    assert shown(f"{FRONT}{LINE}".replace("\n", "\r\n").encode()) != []


_PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "一",
        "&amp;",
        "&quot;",
        '="',
        "<b>",
        "</b>",
        "<br>",
        "\n",
        " ",
        "\xa0",
        "\u3000",
        "\r",
        "a",
        TAIL,
    ]
)


@given(st.one_of(st.lists(_PIECES).map("".join), soups))
def test_what_is_shown_is_what_would_be_made(text: str) -> None:
    for body in (text, f"<p>{text}</p>", f"<p>一</p><p>{text.replace(chr(10), '')}</p>"):
        data = f"{FRONT}{body}".encode("utf-8", "replace")
        if place := shown(data):
            found = shown_text(data, content_digest(data), place)
            for where in (PAGE, FEED, Place("/", "content/posts/a.md")):
                assert found == body_html(data, "题目", "", where, RULES, LABELS)


def test_bytes_that_nobody_has_looked_at_are_not_shown() -> None:
    data = f"{FRONT}{LINE}".encode()
    place = shown(data)
    with pytest.raises(SourceChangedError, match="written to"):
        shown_text(data.replace(b"<p>", b"<a>"), content_digest(data), place)


def test_a_file_that_keeps_its_size_and_time_shows_nothing_unsafe(site: SiteMaker) -> None:
    one = site({"posts/a.md": f"{FRONT}{LINE}"})
    one.build()
    before = one.tree()
    file = one.root / "content/posts/a.md"
    state = file.stat()
    file.write_bytes(file.read_bytes().replace("本报讯。".encode(), b"<script>a()"[:12].ljust(12)))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert file.stat().st_size == state.st_size
    one.write({"site.yaml": "title: y\n"}).build(Ear())
    assert not any(b"<script>a()" in data for data in one.tree().values())
    assert before.keys() <= one.tree().keys()


def test_other_rules_read_all_anew() -> None:
    """A site that names another engine has no such bytes: comrak alone hands them on."""
    rules = BodyRules(engine="python-markdown")
    assert shown(f"{FRONT}{LINE}".encode(), READING._replace(body=rules)) == []


def test_a_page_of_the_site_has_it(site: SiteMaker) -> None:
    one = site({"posts/a.md": f"{FRONT}{LINE}{TAIL}", "pages/about.md": f"---\ntitle: 关于\n---\n{LINE}"})
    one.build()
    for path in ("about.html", "a.html"):
        found = [page for page in one.tree() if page.endswith(path)]
        assert found
        assert all(LINE.encode() in one.tree()[page] for page in found)
