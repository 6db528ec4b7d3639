"""The registry keeps how a post wrote a picture: its address, if that is another one, and its text."""

from __future__ import annotations

import pytest

from generator.fetching.written import Written, written_in
from generator.pictures.entry import Entry, as_line, from_line
from generator.pictures.registry import read_registry
from tests.conftest import SiteMaker
from tests.fetching.hosts import Host
from tests.fetching.test_fetch import run, showing
from tests.packing.packing import packed
from tests.pictures.samples import picture
from tests.sites import post

KEY = "https://mmbiz.qpic.cn/mmbiz_png/abc/0"
WRITTEN = "https://mmbiz.qpic.cn/mmbiz_png/abc/640?wx_fmt=png&amp;wxfrom=5"
PLAIN = WRITTEN.replace("&amp;", "&")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'<p><img class="a" alt=" 一条 渡船 " data-src=\'{WRITTEN}\'>', Written(PLAIN, "一条 渡船")),
        (f"<img alt=船 srcset='https://a.example/1.png 1x, {WRITTEN} 2x'>", Written(PLAIN, "船")),
        (f"![渡船]({PLAIN} 'x')", Written(PLAIN, "渡船")),
        (f"image: {PLAIN}\n---\n", Written(PLAIN)),
        (f'<img src="{KEY}" alt="船">', Written("", "船")),
        ('<img src="https://a.example/1.png" alt="别的">', Written()),
        (f'<img alt="\ufffd\ufffd" src="{KEY}">', Written()),
    ],
)
def test_how_a_text_writes_a_picture(text: str, expected: Written) -> None:
    assert written_in(text, KEY) == expected


def test_it_is_in_the_registry_with_the_type_that_the_host_said(site: SiteMaker, host: Host) -> None:
    address = host.serves("/a.jpg", picture(), content_type="image/jpg; charset=x")
    other = host.serves("/b.png", picture(9, 9), content_type="application/octet-stream")
    archive = showing(site, [f"{address}#part", other])
    archive.write({"content/posts/000.md": post(body=f'<p><img alt="渡船" src="{address}#part"></p>')})
    archive.build()
    run(archive)
    found = read_registry(archive.root)
    entry = found[address]
    assert (entry.shown_as, entry.alt, entry.said) == (f"{address}#part", "渡船", "image/jpeg")
    assert (found[other].shown_as, found[other].alt, found[other].said) == ("", "", "")
    assert from_line(as_line(entry)) == entry


def test_lines_of_before_are_read() -> None:
    line = '{"address":"https://a.example/1.png","status":"lost","when":"2022-01-01T00:00:00Z","later":1}'
    assert from_line(line) == Entry("https://a.example/1.png", "lost", "2022-01-01T00:00:00Z")


def test_a_packed_post_is_read_from_its_pack(site: SiteMaker, host: Host) -> None:
    address = host.serves("/a.png", picture())
    archive = showing(site, [address])
    archive.write({"content/posts/000.md": post(body=f'<p><img alt="渡船" src="{address}"></p>')})
    archive.build()
    packed(archive)
    assert not (archive.root / "content/posts/000.md").exists()
    archive.build()
    run(archive)
    assert read_registry(archive.root)[address].alt == "渡船"
