"""Feeds name the first picture of a post, if the archive has it: in Atom, RSS and JSON Feed."""

from __future__ import annotations

import json
from typing import Any

import feedparser
import pytest

from tests.conftest import SiteMaker
from tests.formats.schemas import atom_mistakes
from tests.kinds.test_pictures import CONFIG, A
from tests.pictures.samples import keep, lose, name_of, picture
from tests.sites import Site, post

FEEDS = CONFIG + "feed: {formats: [rss, json]}\n"
LARGE = picture(1200, 800)
FILE = "https://old.example/files/%E5%9B%BE.png"
KEPT = f"https://old.example/assets/pictures/{name_of(LARGE)[:2]}/{name_of(LARGE)}.png"


def archive_of(site: SiteMaker, body: str, config: str = FEEDS, **fields: str) -> Site:
    text = post(body=body, categories="wanbao", **fields)
    return site({"posts/a.md": text, "posts/图.png": LARGE}, config)


def read(site: Site, path: str) -> Any:
    """Return the only entry of a feed, as feedparser has it."""
    parsed = feedparser.parse(site.page(path))
    assert not parsed.bozo
    (entry,) = parsed.entries
    return entry


@pytest.mark.parametrize("feed", ["feed", "category/wanbao"])
@pytest.mark.parametrize(("body", "address"), [("字![](图.png)", FILE), (f'字<img src="{A}">', KEPT)])
def test_all_formats(site: SiteMaker, feed: str, body: str, address: str) -> None:
    archive = archive_of(site, body)
    keep(archive.root, A, LARGE, size=(1200, 800))
    archive.build()
    length = str(len(LARGE))
    for path in (f"{feed}.xml", f"{feed}.rss"):
        entry = read(archive, path)
        assert entry.media_content == [
            {"url": address, "type": "image/png", "medium": "image", "width": "1200", "height": "800",
             "filesize": length}
        ]  # fmt: skip
        (enclosure,) = entry.enclosures
        assert (enclosure.href, enclosure.type, enclosure.length) == (address, "image/png", length)
    (item,) = json.loads(archive.page(f"{feed}.json"))["items"]
    assert item["image"] == address
    assert item["attachments"] == [{"url": address, "mime_type": "image/png", "size_in_bytes": len(LARGE)}]
    assert atom_mistakes((archive.output / f"{feed}.xml").read_bytes()) == []


def test_lost_and_unknown_pictures_are_not_named(site: SiteMaker) -> None:
    archive = archive_of(site, f'字<img src="{A}">')
    archive.build()
    before = {path: archive.page(path) for path in ("feed.xml", "feed.rss", "feed.json")}
    assert "img.example" not in "".join(before.values())
    assert "media" not in before["feed.xml"] + before["feed.rss"]
    lose(archive.root, A, width=900, height=600)
    archive.build()
    assert {path: archive.page(path) for path in before} == before


def test_a_feed_changes_with_its_picture_and_archives_of_feeds_have_none(site: SiteMaker) -> None:
    archive = archive_of(site, "字![](图.png)")
    archive.write({"content/posts/b.md": post(date="2022-01-05", body="字")})
    archive.build()
    assert "enclosure" not in archive.page("feed/2021-12.xml")
    sealed = archive.page("feed/2021-12.xml")
    archive.write({"content/posts/图.png": picture(500, 400)})
    archive.build()
    assert 'width="500" height="400"' in archive.page("feed.rss")
    assert archive.page("feed/2021-12.xml") == sealed
    assert archive.tree() == archive.clean_tree()


def test_without_a_url_atom_has_a_relative_link_alone(site: SiteMaker) -> None:
    archive = archive_of(site, "字![](图.png)", "title: 旧闻馆\n")
    archive.build()
    assert '<link rel="enclosure" href="../files/%E5%9B%BE.png" type="image/png"' in archive.page(
        "category/wanbao.xml"
    )
    assert "media:" not in archive.page("category/wanbao.xml")
