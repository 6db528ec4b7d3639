"""`explain` of a picture of another host, and of its file on the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.explain.explain import explain
from generator.pictures.entry import Entry
from tests.conftest import SiteMaker
from tests.pictures.samples import WHEN, keep, known, lose, name_of, picture
from tests.sites import NOW, Site, post

A, B, C = (f"https://img.example/{name}.png" for name in "abc")


@pytest.fixture
def archive(site: SiteMaker) -> Site:
    one = site({"posts/a.md": post(body=f'<p>字<img src="{A}"><img src="{B}"><img src="{C}"></p>')})
    digest = keep(one.root, A, picture())
    known(one.root, Entry(A, "kept", WHEN, digest, 99, "image/png", 40, 30, credit="本刊", origin="a.png"))
    lose(one.root, B)
    one.build()
    return one


def told(archive: Site, name: str) -> str:
    return "\n".join(explain(SitePaths.of(archive.root), name, Path.cwd(), NOW))


def test_a_kept_picture(archive: Site) -> None:
    text = told(archive, "//img.example/a.png#top")
    assert text.startswith(
        f"{A}\n\nIt is kept since {WHEN}: image/png, 40 × 30 pixels, 99 bytes.\nIts SHA-256 is "
    )
    name = name_of(picture())
    assert f"Its file on the site is assets/pictures/{name[:2]}/{name}.png." in text
    assert "Its bytes came from a.png.\nCredit: 本刊; licence: none." in text
    assert "Posts that show it:\n- content/posts/a.md" in text


def test_a_lost_picture_and_one_that_nobody_asked_for(archive: Site) -> None:
    assert f"It is lost since {WHEN}: 404." in told(archive, B)
    assert "nobody has asked for it yet" in told(archive, C)
    with pytest.raises(BackfileError, match="it is not an address of this archive"):
        told(archive, "https://img.example/none.png")


def test_the_file_of_a_kept_picture(archive: Site) -> None:
    name = name_of(picture())
    text = told(archive, f"/assets/pictures/{name[:2]}/{name}.png")
    assert "It is the kept picture" in text
    assert f"Its bytes come from:\n- {A}\nPosts that show it:\n- content/posts/a.md" in text


def test_a_picture_at_an_address_of_its_own(archive: Site) -> None:
    archive.write({"site.yaml": "title: 旧闻馆\npictures: {url: https://pictures.example/}\n"})
    archive.build()
    name = name_of(picture())
    address = f"https://pictures.example/{name[:2]}/{name}.png"
    assert told(archive, address) == told(archive, A)
    assert f"It is published at {address}." in told(archive, A)
    assert told(archive, f"https://pictures.example/{name[:2]}/960-{name}1234.webp") == told(archive, A)


def test_how_the_post_wrote_it(archive: Site) -> None:
    more = Entry(B, "kept", "2022-05-01T00:00:00Z", "a" * 64, 9, "image/png", 4, 3)
    known(archive.root, more._replace(shown_as=f"{B}#x", alt="渡船", said="image/gif"))
    text = told(archive, B)
    assert f"The post wrote its address as {B}#x." in text
    assert "The post says that it shows: 渡船" in text
    assert "Its host calls it image/gif." in text
