"""Pictures of other hosts that are lost, not kept yet, missing in the store, or shown by no post."""

from __future__ import annotations

from generator.pictures.entry import Entry
from generator.pictures.store import PictureStore
from tests.checks.checking import codes, found
from tests.conftest import SiteMaker
from tests.pictures.samples import WHEN, keep, known, lose, picture
from tests.sites import post

A, B, C, D = (f"https://img.example/{name}.png" for name in "abcd")


def test_without_a_registry_nothing_is_said(site: SiteMaker) -> None:
    assert codes(site({"posts/a.md": post(body=f'<p>字<img src="{A}"></p>')}), "picture") == []


def test_all_there_is_to_say(site: SiteMaker) -> None:
    shown = "".join(f'<img src="{address}">' for address in (A, B, C, D))
    archive = site({"posts/a.md": post(body=f"<p>字{shown}</p>")})
    lose(archive.root, A)
    lose(archive.root, B)
    known(archive.root, Entry(C, "failed", WHEN, tries=1, why="it answers 404"))
    store = PictureStore(archive.root / "pictures")
    store.remove(keep(archive.root, "https://img.example/e.png", picture(9, 9)))
    keep(archive.root, "https://img.example/f.png", picture())
    problems = found(archive, "picture")
    assert [(one.path, one.code, one.severity) for one in problems] == [
        ("content/posts/a.md", "picture.lost", "warning"),
        ("site.yaml", "picture.alt", "notice"),
        ("site.yaml", "picture.bytes", "notice"),
        ("site.yaml", "picture.orphan", "notice"),
        ("site.yaml", "picture.unfetched", "notice"),
        ("site.yaml", "picture.unstored", "warning"),
    ]
    texts = [one.message for one in problems]
    assert f"{A} is lost, and 1 other: 404" in texts[0]
    assert texts[1] == "no category: 4 of 4 pictures have no alternative text"
    assert texts[2].startswith("2 kept pictures, 0.0 MB; by month: 2022-01 0.0 MB")
    assert "1 picture in the store, 0.0 MB" in texts[3]
    assert "2 pictures of other hosts not kept yet; 1 could not be got so far" in texts[4]
    assert "lacks 1 picture " in texts[5]


def test_an_archive_with_all_its_pictures(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post(body=f'<p>字<img src="{A}" alt="渡船"></p>')})
    keep(archive.root, A, picture())
    assert codes(archive, "picture") == ["site.yaml:0:0 picture.bytes"]
