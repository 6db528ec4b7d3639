"""Releases of a bucket: what a publication replaces is kept, and comes back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.schema import Bucket as Options
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.publish.bucket import MANIFEST
from generator.publish.bucket_lease import PENDING
from generator.publish.bucket_releases import Kept, name_of
from generator.publish.publish import Outcome, Request, publish, roll_back
from generator.publish.target import parse_target
from tests.conftest import SiteMaker
from tests.publish.bucket_server import Asked, Bucket
from tests.publish.publications import Ear, edit
from tests.sites import Site

pytest.importorskip("obstore", reason="publishing to buckets needs obstore: pip install 'backfile[buckets]'")


def request(bucket: Bucket, keep: int = 5, *, gzip: bool = False) -> Request:
    options = Options(f"http://127.0.0.1:{bucket.port}", region="here", path_style=True, gzip=gzip)
    return Request(parse_target("s3://archive/www", Path()), keep, bucket=options)


def send(one: Site, bucket: Bucket, keep: int = 5, *, gzip: bool = False) -> Ear:
    ear = Ear()
    publish(SitePaths.of(one.root), request(bucket, keep, gzip=gzip), ear, Outcome(""), lambda _: None)
    return ear


def go_back(one: Site, bucket: Bucket) -> str:
    return roll_back(SitePaths.of(one.root), request(bucket), Ear())[0]


def site_objects(bucket: Bucket) -> dict[str, tuple[bytes, dict[str, str]]]:
    """Return all objects of the site, with their headers."""
    return {key: (one.data, one.headers) for key, one in bucket.objects.items() if ".backfile" not in key}


def kept(bucket: Bucket) -> set[str]:
    return {key.removeprefix("www/") for key in bucket.objects if ".backfile-releases/" in key}


@pytest.mark.parametrize("gzip", [False, True])
def test_releases_come_back_one_by_one(built: Site, bucket: Bucket, gzip: bool) -> None:
    states = []
    for number in range(4):
        send(built, bucket, gzip=gzip)
        states.append((site_objects(bucket), bucket.objects[f"www/{MANIFEST}"].data))
        edit(built, number + 1)
    assert kept(bucket) == {name_of(number) for number in (1, 2, 3)}
    for objects, manifest in reversed(states[:-1]):
        assert (
            go_back(built, bucket) == "s3://archive/www: the release before the current one is current again"
        )
        assert site_objects(bucket) == objects
        assert bucket.objects[f"www/{MANIFEST}"].data == manifest
        assert f"www/{PENDING}" not in bucket.objects
    assert kept(bucket) == set()
    with pytest.raises(BackfileError, match="no release before the current one is kept"):
        go_back(built, bucket)
    send(built, bucket, gzip=gzip)
    go_back(built, bucket)
    assert site_objects(bucket) == states[0][0]


def test_what_somebody_else_put_in_the_place_of_a_new_file_comes_back(built: Site, bucket: Bucket) -> None:
    send(built, bucket)
    theirs = bucket.put("www/ribao/2021/12/28/new1.html", b"theirs", {"Content-Type": "text/plain"})
    edit(built)
    send(built, bucket)
    assert bucket.objects["www/ribao/2021/12/28/new1.html"].data != b"theirs"
    go_back(built, bucket)
    found = bucket.objects["www/ribao/2021/12/28/new1.html"]
    assert (found.data, found.headers) == (theirs.data, theirs.headers)


def test_old_releases_expire(built: Site, bucket: Bucket) -> None:
    for number in range(5):
        send(built, bucket, keep=3)
        edit(built, number + 1)
    assert kept(bucket) == {name_of(3), name_of(4)}
    send(built, bucket, keep=1)
    assert kept(bucket) == set()
    edit(built, 9)
    send(built, bucket, keep=2)
    assert kept(bucket) == {name_of(5)}


def test_a_release_costs_two_puts(built: Site, bucket: Bucket) -> None:
    send(built, bucket)
    edit(built)
    before = bucket.counts()["PUT"]
    changed = len(send(built, bucket).stages)
    assert changed
    paths = [asked for asked in bucket.asked if asked.method == "PUT"][before:]
    ours = [asked.key for asked in paths if ".backfile" in asked.key]
    assert sorted(ours) == [f"www/{MANIFEST}", *[f"www/{PENDING}"] * 2, f"www/{name_of(1)}"]


def test_another_machine_can_go_back(built: Site, bucket: Bucket, site: SiteMaker, tmp_path: Path) -> None:
    send(built, bucket)
    before = site_objects(bucket)
    edit(built)
    send(built, bucket)
    other = Site(tmp_path / "other")
    other.write({"site.yaml": "title: 旧闻馆\n"})
    go_back(other, bucket)
    assert site_objects(bucket) == before


def test_a_publication_after_one_that_was_interrupted_keeps_none(built: Site, bucket: Bucket) -> None:
    send(built, bucket)
    edit(built)
    send(built, bucket)
    after = edit(built, 2)
    bucket.before = lambda asked: 400 if asked == Asked("PUT", "www/index.html") else 0
    with pytest.raises(BackfileError, match="the store failed"):
        send(built, bucket)
    bucket.before = lambda _: 0
    with pytest.raises(BackfileError, match="a publication was interrupted; publish again first"):
        go_back(built, bucket)
    assert send(built, bucket).notes == [
        "s3://archive/www: a publication was interrupted; --rollback can't go back beyond this release"
    ]
    assert bucket.tree("www/") == after
    assert kept(bucket) == set()


def test_one_that_was_interrupted_before_it_changed_anything_loses_nothing(
    built: Site, bucket: Bucket
) -> None:
    send(built, bucket)
    before = site_objects(bucket)
    edit(built)
    bucket.before = lambda asked: 400 if asked == Asked("PUT", f"www/{name_of(1)}") else 0
    with pytest.raises(BackfileError, match="the store failed"):
        send(built, bucket)
    bucket.before = lambda _: 0
    assert send(built, bucket).notes == []
    go_back(built, bucket)
    assert site_objects(bucket) == before


def test_a_rollback_that_was_interrupted_is_mended_by_publishing(built: Site, bucket: Bucket) -> None:
    send(built, bucket)
    after = edit(built)
    send(built, bucket)
    bucket.before = lambda asked: 400 if asked == Asked("PUT", "www/index.html") else 0
    with pytest.raises(BackfileError, match="the store failed"):
        go_back(built, bucket)
    bucket.before = lambda _: 0
    send(built, bucket)
    assert bucket.tree("www/") == after
    assert f"www/{PENDING}" not in bucket.objects


def test_too_large_a_release_is_not_kept(
    built: Site, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.publish.bucket.MOST_BYTES", 1000)
    send(built, bucket)
    edit(built)
    assert send(built, bucket).notes[0].startswith("s3://archive/www: too much of the site changes;")
    assert kept(bucket) == set()


@pytest.mark.parametrize(
    ("data", "says"), [(None, "is not in the bucket any more"), (b"PK no zip", "is damaged")]
)
def test_a_release_that_can_not_be_read_is_told(
    built: Site, bucket: Bucket, data: bytes | None, says: str
) -> None:
    send(built, bucket)
    edit(built)
    send(built, bucket)
    before = site_objects(bucket)
    if data is None:
        del bucket.objects[f"www/{name_of(1)}"]
    else:
        bucket.put(f"www/{name_of(1)}", data)
    with pytest.raises(BackfileError, match=says):
        go_back(built, bucket)
    assert site_objects(bucket) == before
    assert f"www/{PENDING}" not in bucket.objects


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-7", Kept(3, 7)),
        ("4-3", Kept(4, 3)),
        ("", Kept()),
        ("x-7", Kept()),
        ("3-", Kept()),
        ("٣-٧", Kept()),
    ],
)
def test_what_a_manifest_says_of_releases(text: str, expected: Kept) -> None:
    found = Kept.read({"releases": text})
    assert found == expected
    assert Kept.read(found.attributes) == expected
    assert len(found.names()) == max(0, found.newest - found.oldest + 1)
