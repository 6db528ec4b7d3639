"""Kept pictures are published at an address of their own: what is missing there, and before the pages."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from multiprocessing import get_context
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import program
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.kinds.site_config import load_config
from generator.pictures.entry import Entry
from generator.pictures.names import is_name
from generator.publish.noted_pictures import Noted, note_file
from generator.publish.picture_places import PictureFolder
from generator.publish.pictures import PictureTarget, SentPictures, send_pictures
from generator.publish.publish import Outcome, Request, publish
from generator.publish.target import parse_target
from generator.reporting.report import Reporter
from tests.conftest import SiteMaker
from tests.pictures.samples import keep, known, name_of, picture
from tests.publish.moto_store import Store
from tests.publish.publications import Ear
from tests.sites import Site, post, tree

#: Kills of a publication; `BACKFILE_KILLS=1500` tries 300.
KILLS = int(os.environ.get("BACKFILE_KILLS", "60")) // 5
A, B = "https://img.example/a.png", "https://img.example/b.png"
APART = (
    "title: 旧闻馆\nurl: https://old.example/\npictures: {url: https://pictures.example/x, target: %s%s}\n"
)


def showing(site: SiteMaker, target: str | Path, more: str = "") -> Site:
    """Return a built archive with two kept pictures, of which one has a smaller version."""
    config = APART % (target, more)
    archive = site({"posts/a.md": post(body=f'<p>字<img src="{A}"><img src="{B}"></p>')}, config)
    keep(archive.root, A, picture(1200, 800), size=(1200, 800))
    keep(archive.root, B, picture())
    archive.build()
    return archive


def send(archive: Site, *, ask: bool = True, prune: bool = False) -> SentPictures:
    paths = SitePaths.of(archive.root)
    target = PictureTarget.of(load_config(paths.config), paths.root)
    assert target
    return send_pictures(paths, target, Reporter(), ask=ask, prune=prune)


def names(archive: Site) -> set[str]:
    """Return the names of the pictures that the page of the post asks for."""
    page = archive.page("2021/12/28/a.html")
    parts = page.split("https://pictures.example/x/")[1:]
    return {part.replace('"', " ").split()[0] for part in parts}


def test_what_pages_ask_for_is_there_and_nothing_is_sent_twice(site: SiteMaker, tmp_path: Path) -> None:
    archive = showing(site, tmp_path / "served")
    assert send(archive)._replace(size=0) == SentPictures(3, 0)
    there = tree(tmp_path / "served")
    assert names(archive) == set(there)
    assert there[f"{name_of(picture())[:2]}/{name_of(picture())}.png"] == picture()
    assert send(archive)._replace(size=0) == SentPictures(unchanged=3)
    lost = next(iter(there))
    (tmp_path / "served" / lost).unlink()
    assert send(archive, ask=False).files == 0
    assert send(archive).files == 1
    assert tree(tmp_path / "served") == there


def test_thumbnails_of_lists_are_there(site: SiteMaker, tmp_path: Path) -> None:
    """That of the first picture of a post, if the theme shows it; it goes when it is pruned."""
    archive = showing(site, tmp_path / "served")
    send(archive)
    there = tree(tmp_path / "served")
    config = (archive.root / "site.yaml").read_text("utf-8")
    archive.write({"site.yaml": f"{config}theme: {{options: {{list_pictures: thumbnails}}}}\n"})
    archive.build()
    assert send(archive, ask=False).files == 1
    (new,) = tree(tmp_path / "served").keys() - there.keys()
    assert f'src="https://pictures.example/x/{new}"' in archive.page("index.html")
    archive.write({"site.yaml": config})
    archive.build()
    assert "/240-" not in archive.page("index.html")
    assert send(archive, prune=True).removed == 1
    assert tree(tmp_path / "served") == there


def test_only_removed_pictures_leave_unless_others_are_to(site: SiteMaker, tmp_path: Path) -> None:
    archive = showing(site, tmp_path / "served")
    (tmp_path / "served/ab").mkdir(parents=True)
    (tmp_path / "served/ab/mine.png").write_bytes(b"mine")
    send(archive)
    known(archive.root, Entry(A, "removed", "2022-02-01T00:00:00Z", keep(archive.root, A, picture(1200, 800)),
                              type="image/png"))  # fmt: skip
    archive.write({"content/posts/a.md": post(body="没有图。")})
    archive.build()
    assert send(archive, ask=False).removed == 2
    assert send(archive).removed == 0
    assert send(archive, prune=True).removed == 1
    assert tree(tmp_path / "served") == {"ab/mine.png": b"mine"}
    assert send(archive, ask=False, prune=True).removed == 0


@pytest.mark.slow
def test_a_bucket_of_amazon(site: SiteMaker, store: Store) -> None:
    archive = showing(site, "s3://archive/pictures", f", bucket: {store.options()}")
    assert send(archive).files == 3
    assert set(store.tree()) == {f"pictures/{name}" for name in names(archive)}
    one = store.read(f"pictures/{name_of(picture())[:2]}/{name_of(picture())}.png")
    assert (one["ContentType"], one["Body"].read()) == ("image/png", picture())
    assert one["CacheControl"] == "public, max-age=31536000, immutable"
    assert {store.read(key)["ContentType"] for key in store.tree() if "/960-" in key} == {"image/webp"}
    store.remove(next(iter(store.tree())))
    assert send(archive).files == 1
    archive.write({"content/posts/a.md": post(body="没有图。")})
    archive.build()
    assert send(archive, prune=True).removed == 3
    assert store.tree() == {}


@pytest.mark.slow
def test_a_bucket_that_is_not_there(site: SiteMaker, store: Store) -> None:
    archive = showing(site, "s3://nowhere", f", bucket: {store.options()}")
    with pytest.raises(BackfileError, match="s3://nowhere: there is no such bucket; make it first"):
        send(archive)


def test_a_publication_sends_pictures_before_pages(site: SiteMaker, tmp_path: Path) -> None:
    archive = showing(site, tmp_path / "pictures")
    paths = SitePaths.of(archive.root)
    request = Request.of(
        load_config(paths.config), paths.root, parse_target(str(tmp_path / "www"), tmp_path), 1
    )
    outcome, ear = Outcome(""), Ear()
    publish(paths, request, ear, outcome, lambda _: None)
    found = outcome.as_json()["pictures"]
    assert found.pop("bytes") > len(picture(1200, 800))
    assert found == {"files": 3, "removed": 0, "unchanged": 0, "missing": 0}
    assert ear.stages[0] == "pictures"
    publish(paths, request._replace(dry_run=True), ear, again := Outcome(""), lambda _: None)
    assert again.pictures is None
    shutil.rmtree(archive.root / "pictures")
    shutil.rmtree(archive.root / ".backfile/pictures")
    shutil.rmtree(archive.root / ".backfile/publish")
    shutil.rmtree(tmp_path / "pictures")
    publish(paths, request, ear, outcome, lambda _: None)
    assert "3 files of pictures could not be sent, since the store lacks them" in ear.notes[-1]


def test_the_command(site: SiteMaker, tmp_path: Path) -> None:
    archive = showing(site, tmp_path / "served")
    report = tmp_path / "outcome.json"
    result = CliRunner().invoke(program, ["pictures", "publish", str(archive.root), "--json", str(report)])
    assert result.output == "pictures: 3 files sent (0.0 MB), 0 removed, 0 unchanged\n"
    assert json.loads(report.read_text("utf-8"))["files"] == 3
    shutil.rmtree(tmp_path / "served")
    shutil.rmtree(archive.root / "pictures")
    result = CliRunner().invoke(program, ["pictures", "publish", str(archive.root), "--quiet"])
    assert result.exit_code == 1
    assert "warning: 2 files of pictures could not be sent" in result.output
    archive.write({"site.yaml": "title: 旧闻馆\n"})
    result = CliRunner().invoke(program, ["pictures", "publish", str(archive.root)])
    assert (result.exit_code, "set pictures.url and pictures.target" in result.output) == (2, True)


def test_a_target_that_is_no_place_for_pictures(site: SiteMaker) -> None:
    with pytest.raises(BackfileError, match="pictures are kept in folders and buckets"):
        send(showing(site, "'git:origin#gh-pages'"))


def send_in(root: str, log: str) -> None:
    """Send, and write down what the place got."""
    put = PictureFolder.put

    def noted(self: PictureFolder, name: str, data: bytes) -> None:
        put(self, name, data)
        with open(log, "a", encoding="utf-8") as stream:
            stream.write(f"{name}\n")

    PictureFolder.put = noted  # type: ignore[method-assign]  # in a process of its own
    send(Site(Path(root)), ask=False)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_kills(site: SiteMaker, tmp_path: Path) -> None:
    """The next run sends what is missing, and nothing that was noted as sent."""
    addresses = [f"https://img.example/{number}.png" for number in range(40)]
    body = "".join(f'<img src="{address}">' for address in addresses)
    served, log = tmp_path / "served", tmp_path / "log"
    archive = site({"posts/a.md": post(body=f"<p>字{body}</p>")}, APART % (served, ""))
    for number, address in enumerate(addresses):
        keep(archive.root, address, picture(970, 10 + number), size=(970, 10 + number))
    archive.build()
    chance, met, start = random.Random(KILLS), 0, time.monotonic()
    assert not killed(str(archive.root), str(log), 60)
    whole = time.monotonic() - start
    shutil.rmtree(served)
    shutil.rmtree(archive.root / ".backfile/pictures")
    note = note_file(SitePaths.of(archive.root).state, str(served))
    for number in range(KILLS):
        if number % 4 == 3:
            for folder in (served, note.parent, archive.root / ".backfile/pictures")[: 2 + number % 2]:
                shutil.rmtree(folder, ignore_errors=True)
        before = Noted(note, is_name).read()
        log.write_text("")
        met += killed(str(archive.root), str(log), chance.random() * whole)
        sent = log.read_text().split()
        assert len(sent) == len(set(sent))
        assert not before or not before & set(sent)
    send(archive, ask=False)
    assert names(archive) <= set(PictureFolder(served).names())
    assert all(tree(served).values())
    assert send(archive).files == 0
    assert met > KILLS // 4


def killed(root: str, log: str, seconds: float) -> bool:
    """Send for some time, at most; return whether the signal met the process."""
    child = get_context("fork").Process(target=send_in, args=(root, log))
    child.start()
    child.join(seconds)
    child.kill()
    child.join()
    return child.exitcode == -signal.SIGKILL
