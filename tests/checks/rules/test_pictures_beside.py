"""Pictures beside posts that no post shows, or that can't be opened."""

from __future__ import annotations

from tests.checks.checking import codes
from tests.conftest import SiteMaker
from tests.pictures.samples import picture
from tests.sites import post

CONFIG = "title: 旧闻馆\nurl: https://old.example/\nmanifest: {icons: [files/icon.png]}\n"


def test_pictures_that_no_post_shows(site: SiteMaker) -> None:
    body = "字![](one.png)<img src='/files/two.png'>[大](https://old.example/files/three.png)![](own.png)"
    shown = ("one", "two", "three", "a/own", "front", "draft", "icon")
    archive = site(
        {
            "posts/a.md": post(body=body, image="front.png"),
            "posts/b.md": post(body="字![](draft.png)", draft="true"),
            "posts/orphan.PNG": picture(),
            "posts/x/orphan.svg": b"<svg></svg>",
            "posts/paper.pdf": b"x",
            "pages/lonely.webp": picture(form="webp"),
            "static/free.png": picture(),
            **{f"posts/{name}.png": picture() for name in shown},
        },
        CONFIG,
    )
    assert codes(archive, "picture.unused") == [
        "pages/lonely.webp:0:0 picture.unused",
        "posts/orphan.PNG:0:0 picture.unused",
        "posts/x/orphan.svg:0:0 picture.unused",
    ]


def test_pictures_that_can_not_be_opened(site: SiteMaker) -> None:
    files = {"posts/a.png": b"x", "posts/b.png": picture(), "posts/c.pdf": b"x"}
    archive = site({"posts/a.md": post(body="字![](a.png)![](b.png)"), **files})
    assert codes(archive, "picture") == ["posts/a.png:0:0 picture.damaged"]
