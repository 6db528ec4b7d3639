"""The store of pictures in a bucket: a fetch writes to it, and brings from it what builds read."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.fetching.adopt import adopt, remove
from generator.fetching.bucket_store import open_picture_store
from generator.fetching.fetch import fetch
from generator.fetching.limits import Limit
from generator.fetching.options import FetchOptions
from generator.fetching.report import FetchReport
from generator.kinds.site_config import load_config
from generator.pictures.registry import read_registry
from generator.pictures.store import PictureStore
from generator.publish.pictures import PictureTarget, send_pictures
from generator.reporting.report import Reporter
from tests.conftest import SiteMaker
from tests.fetching.hosts import Host
from tests.fetching.test_fetch import OPTIONS, showing
from tests.pictures.samples import keep, name_of, picture
from tests.publish.bucket_server import Bucket
from tests.publish.moto_store import Store
from tests.sites import Site

PAGE = "2021/12/28/000.html"
CONFIG = "title: 旧闻馆\npictures: {store: 's3://archive/kept', bucket: %s%s}\n"
#: Where this machine has copies, and what it noted of the bucket.
OURS = (".backfile/originals", ".backfile/publish", "pictures")


def with_bucket(site: SiteMaker, bucket: Bucket | Store, addresses: list[str], more: str = "") -> Site:
    archive = showing(site, addresses)
    archive.write({"site.yaml": CONFIG % (bucket.options(), more)})
    archive.build()
    return archive


def run(archive: Site, options: FetchOptions = OPTIONS) -> FetchReport:
    paths = SitePaths.of(archive.root)
    return fetch(paths, open_picture_store(load_config(paths.config), paths), options, Reporter())


def forget(archive: Site) -> None:
    """Make an archive like a fresh clone."""
    for name in OURS:
        shutil.rmtree(archive.root / name, ignore_errors=True)


@pytest.mark.slow
def test_a_fetch_keeps_pictures_in_the_bucket_and_copies_for_builds(
    site: SiteMaker, host: Host, store: Store
) -> None:
    data = picture(60, 40)
    archive = with_bucket(site, store, [host.serves("/a.png", data), host.serves("/b.png", data)])
    assert run(archive).count("kept") == 2
    entry = read_registry(archive.root)[f"{host.url}/a.png"]
    assert store.tree() == {f"kept/{entry.hash[:2]}/{entry.hash}": data}
    archive.build()
    assert f"assets/pictures/{name_of(data)[:2]}/{name_of(data)}.png" in archive.page(PAGE)
    assert archive.tree() == archive.clean_tree()
    assert run(archive).as_json()["totals"]["brought"] == 0
    forget(archive)
    assert run(archive).as_json()["totals"]["brought"] == 1
    assert host.asked.total() == 2


def test_a_fresh_clone_brings_pictures_from_the_bucket_and_asks_no_host(
    site: SiteMaker, host: Host, bucket: Bucket
) -> None:
    addresses = [host.serves(f"/{number}.png", picture(10 + number, 9)) for number in range(3)]
    archive = with_bucket(site, bucket, addresses)
    run(archive)
    archive.build()
    before = archive.tree()
    forget(archive)
    archive.build()
    assert f'src="{host.url}/0.png"' in archive.page(PAGE)
    assert 'width="10" height="9"' in archive.page(PAGE)
    asked = host.asked.copy()
    report = run(archive, OPTIONS._replace(limit=Limit(pictures=1)))
    assert report.as_json()["totals"]["brought"] >= 1
    assert "brought to this machine" in "\n".join(report.lines())
    run(archive)
    assert host.asked == asked
    archive.build()
    assert archive.tree() == before


def test_what_the_bucket_lost_is_asked_for_again(site: SiteMaker, host: Host, bucket: Bucket) -> None:
    archive = with_bucket(site, bucket, [host.serves("/a.png", picture())])
    run(archive)
    shutil.rmtree(archive.root / ".backfile/originals")
    bucket.remove(next(iter(bucket.tree())))
    assert run(archive).count("kept") == 1
    assert (host.asked["/a.png"], len(bucket.tree())) == (2, 1)
    bucket.remove(next(iter(bucket.tree())))
    assert run(archive).count("kept") == 0
    run(archive, OPTIONS._replace(again=True))
    assert (host.asked["/a.png"], len(bucket.tree())) == (2, 1)


def test_a_store_that_was_a_folder_moves_into_the_bucket(site: SiteMaker, bucket: Bucket) -> None:
    address = "https://img.example/a.png"
    archive = with_bucket(site, bucket, [address])
    digest = keep(archive.root, address, picture())
    (archive.root / "pictures").rename(archive.root / ".backfile/originals")
    run(archive)
    assert bucket.tree() == {f"kept/{digest[:2]}/{digest}": picture()}


def test_with_an_address_of_their_own_nothing_is_brought(
    site: SiteMaker, host: Host, bucket: Bucket, tmp_path: Path
) -> None:
    more = f", url: https://pictures.example/, target: {tmp_path / 'served'}"
    archive = with_bucket(site, bucket, [host.serves("/a.png", picture(1200, 800))], more)
    run(archive)
    archive.build()
    before = archive.tree()
    forget(archive)
    assert run(archive).as_json()["totals"]["brought"] == 0
    assert host.asked.total() == 1
    assert archive.clean_tree() == before
    paths = SitePaths.of(archive.root)
    target = PictureTarget.of(load_config(paths.config), paths.root)
    assert target
    sent = send_pictures(paths, target, Reporter(), ask=True)
    assert (sent.files, sent.missing) == (2, 0)
    assert not (archive.root / ".backfile/originals").exists()


def test_pictures_are_adopted_into_the_bucket_and_removed_from_it(
    site: SiteMaker, bucket: Bucket, tmp_path: Path
) -> None:
    archive = with_bucket(site, bucket, ["https://img.example/a.png"])
    paths = SitePaths.of(archive.root)
    store = open_picture_store(load_config(paths.config), paths)
    file = tmp_path / "a.png"
    file.write_bytes(picture())
    adopt(paths, store, FetchOptions(), file, "https://img.example/a.png")
    assert list(bucket.tree().values()) == [picture()]
    forget(archive)
    remove(paths, open_picture_store(load_config(paths.config), paths), name_of(picture()), "asked for")
    assert bucket.tree() == {}


def test_a_bucket_that_fails_ends_the_fetch_and_nothing_is_called_kept(
    site: SiteMaker, host: Host, bucket: Bucket
) -> None:
    archive = with_bucket(site, bucket, [host.serves("/a.png", picture())])
    archive.write({"site.yaml": (CONFIG % (bucket.options(), "")).replace("//archive", "//nowhere")})
    with pytest.raises(BackfileError, match="s3://nowhere/kept: there is no such bucket; make it first"):
        run(archive)
    assert read_registry(archive.root) == {}


def test_a_place_that_is_no_store(site: SiteMaker) -> None:
    archive = site({}, "title: 旧闻馆\npictures: {store: 'rsync:host'}\n")
    paths = SitePaths.of(archive.root)
    with pytest.raises(BackfileError, match="pictures are kept in folders and buckets"):
        open_picture_store(load_config(paths.config), paths)


def fetch_in(root: str) -> None:
    run(Site(Path(root)), FetchOptions(pause=0.001, per_host=4, allow_private=True))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals of Unix")
def test_kills(site: SiteMaker, host: Host, bucket: Bucket) -> None:
    addresses = [host.serves(f"/{number}.png", picture(10 + number, 10)) for number in range(25)]
    archive = with_bucket(site, bucket, addresses)
    # No forks: the library of buckets has threads.
    processes, dice = get_context("spawn"), random.Random(7)
    for _ in range(8):
        child = processes.Process(target=fetch_in, args=(str(archive.root),))
        child.start()
        while not (archive.root / ".backfile/pictures.lock").exists() and child.is_alive():
            time.sleep(0.01)
        time.sleep(dice.uniform(0.3, 0.9))
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        kept = {one.hash for one in read_registry(archive.root).values()}
        assert kept <= {key.rpartition("/")[2] for key in bucket.tree()}
    run(archive)
    assert {one.status for one in read_registry(archive.root).values()} == {"kept"}
    assert len(bucket.tree()) == len(list(PictureStore(archive.root / ".backfile/originals").digests())) == 25
    asked = host.asked.copy()
    forget(archive)
    run(archive)
    assert host.asked == asked
