"""An editor gives the archive a lost picture, or has one removed for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.fetching.adopt import adopt, remove
from generator.fetching.options import FetchOptions
from generator.pictures.registry import read_registry
from generator.pictures.store import PictureStore
from tests.conftest import SiteMaker
from tests.fetching.hosts import Host
from tests.fetching.test_fetch import run, showing
from tests.pictures.samples import lose, name_of, picture
from tests.sites import Site

LOST = "https://img.example/a.png"


def adopted(archive: Site, file: Path, address: str = LOST) -> None:
    store = PictureStore(archive.root / "pictures")
    adopt(SitePaths.of(archive.root), store, FetchOptions(), file, address)


def removed(archive: Site, digest: str) -> int:
    store = PictureStore(archive.root / "pictures")
    return len(remove(SitePaths.of(archive.root), store, digest, "a reader asked for it"))


def test_a_lost_picture_is_adopted(site: SiteMaker, tmp_path: Path) -> None:
    archive = showing(site, [LOST])
    lose(archive.root, LOST)
    file = tmp_path / "boats.jpg"
    file.write_bytes(picture(60, 40, form="jpeg"))
    adopted(archive, file, "//img.example/a.png#x")
    entry = read_registry(archive.root)[LOST]
    assert (entry.status, entry.type, entry.width, entry.origin) == ("kept", "image/jpeg", 60, "boats.jpg")
    archive.build()
    assert ".jpg" in archive.page("2021/12/28/000.html")
    assert archive.tree() == archive.clean_tree()


@pytest.mark.parametrize(
    ("data", "address", "why"),
    [(b"<p>", LOST, "not a picture"), (picture(), "boats.jpg", "not the address"),
     (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', LOST, "<script>")],
)  # fmt: skip
def test_what_is_no_picture_is_not_adopted(
    site: SiteMaker, tmp_path: Path, data: bytes, address: str, why: str
) -> None:
    archive = site()
    file = tmp_path / "a.png"
    file.write_bytes(data)
    with pytest.raises(BackfileError, match=why):
        adopted(archive, file, address)
    assert read_registry(archive.root) == {}


def test_a_removed_picture_is_gone_and_never_fetched_again(site: SiteMaker, host: Host) -> None:
    data = picture(1200, 800)
    archive = showing(site, [host.serves("/a.png", data), host.serves("/b.png", data)])
    run(archive)
    archive.build()
    assert removed(archive, name_of(data)) == 2
    archive.build()
    assert archive.tree() == archive.clean_tree()
    assert not list(archive.output.glob("assets/pictures/*/*"))
    assert not [file for file in archive.root.rglob("*") if name_of(data) in file.name]
    file = archive.root / "a.png"
    file.write_bytes(data)
    with pytest.raises(BackfileError, match="removed from the archive for good"):
        adopted(archive, file)
    archive.write({"content/posts/new.md": showing_again(host.serves("/again.png", data))})
    archive.build()
    host.asked.clear()
    report = run(archive)
    assert (report.count("refused"), set(host.asked)) == (1, {"/again.png"})
    assert removed(archive, name_of(data)) == 0
    assert {entry.status for entry in read_registry(archive.root).values()} == {"removed"}
    archive.build()
    assert not list(archive.output.glob("assets/pictures/*/*"))


def showing_again(address: str) -> str:
    return f'---\ntitle: 又\ndate: 2022-01-01\n---\n<p><img src="{address}"></p>\n'


@pytest.mark.parametrize("digest", ["ab12", "0" * 64, "../../etc", ""])
def test_only_a_known_picture_is_removed(site: SiteMaker, host: Host, digest: str) -> None:
    archive = showing(site, [host.serves("/a.png", picture())])
    run(archive)
    with pytest.raises(BackfileError, match="has no such picture"):
        removed(archive, digest)
    assert len(list(PictureStore(archive.root / "pictures").digests())) == 1
