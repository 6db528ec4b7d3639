"""Kept pictures with an address of their own: pages and feeds lead there, and the output has no picture."""

from __future__ import annotations

import json
import shutil

import pytest

from generator.core.errors import BackfileError
from generator.pictures.entry import Entry
from tests.conftest import SiteMaker
from tests.kinds.test_pictures import body_of
from tests.pictures.samples import WHEN, keep, known, name_of, picture
from tests.sites import Site, post

A, B = "https://img.example/a.png", "https://img.example/b.png"
PAGE = "2021/12/28/a.html"
HERE = "title: 旧闻馆\nurl: https://old.example/\nfeed: {content: full, formats: [json]}\n"
APART = f"{HERE}pictures: {{url: 'https://Pictures.example/archive'}}\n"
NAME = name_of(picture(1200, 800))
THERE = f"https://pictures.example/archive/{NAME[:2]}"


def showing(site: SiteMaker, config: str = APART) -> Site:
    archive = site({"posts/a.md": post(body=f'<p>字<img src="{A}"></p>', image=A)}, config)
    keep(archive.root, A, picture(1200, 800), size=(1200, 800))
    archive.build()
    return archive


def test_pages_and_feeds_lead_there(site: SiteMaker) -> None:
    archive = showing(site)
    html = body_of(archive)
    assert f' href="{THERE}/{NAME}.png"' in html
    assert f'src="{THERE}/{NAME}.png"' in html
    assert f'srcset="{THERE}/960-{NAME}' in html
    assert f'property="og:image" content="{THERE}/{NAME}.png"' in archive.page(PAGE)
    assert f'"image":"{THERE}/{NAME}.png"' in archive.page(PAGE)
    (item,) = json.loads(archive.page("feed.json"))["items"]
    assert f'src="{THERE}/{NAME}.png"' in item["content_html"]
    assert not (archive.output / "assets/pictures").exists()


def test_the_policy_names_that_host(site: SiteMaker) -> None:
    archive = showing(site)
    assert "img-src 'self' https://pictures.example;" in archive.page("_headers")
    assert "assets/pictures" not in archive.page("_headers")
    archive.write({"content/posts/b.md": post(body=f'<p>字<img src="{B}"></p>')})
    archive.build()
    assert "img-src 'self' https: http:;" in archive.page("_headers")


def test_pages_are_the_same_without_the_store(site: SiteMaker) -> None:
    archive = showing(site)
    before = archive.tree()
    shutil.rmtree(archive.root / "pictures")
    assert archive.build().written == 0
    assert before == archive.clean_tree()


def test_pictures_move_there_and_back(site: SiteMaker) -> None:
    archive = showing(site, HERE)
    here = archive.tree()
    assert any(path.startswith("assets/pictures/") for path in here)
    archive.write({"site.yaml": APART})
    archive.build()
    there = archive.tree()
    assert there == archive.clean_tree()
    assert not any(path.startswith("assets/pictures/") for path in there)
    known(archive.root, Entry(A, "lost", "2022-02-02T00:00:00Z", why="404"))
    archive.build()
    assert archive.tree() == archive.clean_tree()
    keep(archive.root, A, picture(1200, 800), size=(1200, 800), when="2022-02-03T00:00:00Z")
    archive.write({"site.yaml": HERE})
    archive.build()
    assert archive.tree() == here


def test_a_target_needs_its_address(site: SiteMaker) -> None:
    archive = site({}, "title: 旧闻馆\npictures:\n  target: served\n")
    with pytest.raises(
        BackfileError, match=r"site.yaml:3:3: pictures.target: needs pictures.url \(write url: as well\)"
    ):
        archive.build()


@pytest.mark.parametrize("place", ["content/x", "..", "output", "themes/a"])
@pytest.mark.parametrize("name", ["target", "store"])
def test_places_among_the_sources_are_refused(site: SiteMaker, name: str, place: str) -> None:
    archive = site({}, f"title: 旧闻馆\npictures: {{url: https://p.example/, {name}: {place}}}\n")
    with pytest.raises(BackfileError, match="must be a folder of its own"):
        archive.build()


def test_a_picture_that_was_never_stored_is_shown_from_there(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post(body=f'<p>字<img src="{B}"></p>')}, APART)
    known(archive.root, Entry(B, "kept", WHEN, "a" * 64, 9, "image/gif", 4, 3))
    archive.build()
    assert f'src="https://pictures.example/archive/aa/{"a" * 24}.gif"' in body_of(archive)
