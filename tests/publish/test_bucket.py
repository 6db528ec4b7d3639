"""Publishing to an object store: what is sent, in which order, what stays, and what is told."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from generator.config.schema import Bucket as Options
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.publish.bucket import MANIFEST
from generator.publish.bucket_lease import PENDING
from generator.publish.order import PHASES
from generator.publish.plan import Plan
from generator.publish.publish import Outcome, Request, publish
from generator.publish.target import parse_target
from generator.reporting.report import Reporter
from tests.conftest import SiteMaker
from tests.publish.bucket_server import Asked, Bucket, serve
from tests.publish.publications import edit
from tests.sites import Site, post

pytest.importorskip("obstore", reason="publishing to buckets needs obstore: pip install 'backfile[buckets]'")


def send(
    one: Site,
    bucket: Bucket,
    target: str = "s3://archive",
    *,
    force: bool = False,
    show: Callable[[Plan], None] = lambda _: None,
    **options: object,
) -> Outcome:
    outcome = Outcome(target)
    settings = Options(
        endpoint=f"http://127.0.0.1:{bucket.port}", region="here", path_style=True, **options  # type: ignore[arg-type]
    )  # fmt: skip
    request = Request(parse_target(target, Path()), 1, bucket=settings, force=force)
    publish(SitePaths.of(one.root), request, Reporter(), outcome, show)
    return outcome


def test_the_bucket_has_the_output(built: Site, bucket: Bucket) -> None:
    outcome = send(built, bucket)
    assert bucket.tree() == built.tree()
    assert (outcome.files, outcome.place) == (len(built.tree()), "s3://archive: it is up to date")
    assert {key for key in bucket.objects if key.startswith(".backfile")} == {MANIFEST}
    assert bucket.counts() == {"GET": 2, "PUT": len(built.tree()) + 2, "DELETE": 1}


def test_only_changes_are_sent_and_what_is_gone_is_removed(built: Site, bucket: Bucket) -> None:
    send(built, bucket)
    before = built.tree()
    after = edit(built)
    bucket.asked.clear()
    outcome = send(built, bucket)
    assert bucket.tree() == after
    changed = {path for path in after if before.get(path) != after[path]}
    assert {one.key for one in bucket.asked if one.method == "PUT"} == {*changed, MANIFEST, PENDING}
    assert outcome.removed == len(before.keys() - after.keys()) > 0
    assert bucket.counts()["GET"] == 2


def test_nothing_is_put_if_nothing_changed(built: Site, bucket: Bucket) -> None:
    send(built, bucket)
    bucket.asked.clear()
    outcome = send(built, bucket)
    assert (outcome.files, outcome.unchanged) == (0, len(built.tree()))
    assert bucket.counts() == {"GET": 2}


def test_a_machine_that_never_published_sends_no_more(built: Site, bucket: Bucket) -> None:
    send(built, bucket)
    built.write({"content/posts/more.md": post("又一篇", "2022-01-01", categories="wanbao")}).build()
    for file in (built.root / ".backfile/publish").rglob("*"):
        if file.is_file():
            file.unlink()
    bucket.asked.clear()
    send(built, bucket)
    assert bucket.tree() == built.tree()
    assert bucket.counts()["PUT"] <= 24  # with six files of the search index
    assert bucket.counts()["GET"] == 2  # nothing is listed: that would be a GET too


def test_a_prefix_keeps_to_itself(built: Site, bucket: Bucket) -> None:
    bucket.put("index.html", b"another site")
    send(built, bucket, "s3://archive/old/news")
    assert bucket.tree("old/news/") == built.tree()
    assert bucket.objects["index.html"].data == b"another site"


def test_what_others_put_there_stays(built: Site, bucket: Bucket) -> None:
    send(built, bucket)
    bucket.put("CNAME.txt", b"x")
    edit(built)
    send(built, bucket)
    assert bucket.objects["CNAME.txt"].data == b"x"


def test_no_page_comes_before_what_it_uses(built: Site, bucket: Bucket) -> None:
    phases: dict[str, int] = {}

    def show(plan: Plan) -> None:
        phases.update((one.path, number) for number, name in enumerate(PHASES) for one in plan.sending(name))

    send(built, bucket, show=show)
    puts = [one.key for one in bucket.asked if one.method == "PUT"]
    assert (puts[0], puts[-1]) == (PENDING, MANIFEST)
    order = [phases[path] for path in puts[1:-1]]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2, 3}
    edit(built)
    bucket.asked.clear()
    outcome = send(built, bucket)
    methods = [one.method for one in bucket.asked if one.key != PENDING and one.method != "GET"]
    assert methods == [*["PUT"] * methods.index("DELETE"), *["DELETE"] * outcome.removed, "PUT"]


def test_objects_have_their_headers(built: Site, bucket: Bucket) -> None:
    send(built, bucket)
    headers = {path: one.headers for path, one in bucket.objects.items()}
    style = next(path for path in headers if path.startswith("assets/style."))
    assert headers[style] == {
        "Content-Type": "text/css; charset=utf-8",
        "Cache-Control": "public, max-age=31536000, immutable",
    }
    assert headers["index.html"] == {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "public, max-age=60",
    }
    assert headers["feed.xml"]["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert headers["search/manifest.json"]["Cache-Control"] == "public, max-age=60"


def test_texts_can_be_stored_compressed(built: Site, bucket: Bucket) -> None:
    send(built, bucket, gzip=True)
    page = bucket.objects["index.html"]
    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.data) == built.tree()["index.html"]
    picture = next(one for key, one in bucket.objects.items() if key.endswith(".png"))
    assert "Content-Encoding" not in picture.headers


def test_a_publication_that_was_killed_goes_on(built: Site, bucket: Bucket) -> None:
    send(built, bucket)
    after = edit(built)

    def fail_late(asked: Asked) -> int:
        return 400 if asked.method == "PUT" and asked.key == "index.html" else 0

    bucket.before = fail_late
    with pytest.raises(BackfileError, match="the store failed"):
        send(built, bucket)
    assert PENDING in bucket.objects
    bucket.before = lambda _: 0
    send(built, bucket)
    assert bucket.tree() == after
    assert PENDING not in bucket.objects


def test_one_that_was_stopped_before_it_held_the_bucket_does_not_lock_its_machine_out(
    built: Site, bucket: Bucket
) -> None:
    """A first one is stopped while it holds the bucket, a second one before it can take that over."""
    for key in ("index.html", PENDING):
        bucket.before = lambda asked, key=key: 400 if asked == Asked("PUT", key) else 0  # type: ignore[misc]
        with pytest.raises(BackfileError, match="the store failed"):
            send(built, bucket)
    bucket.before = lambda _: 0
    send(built, bucket)
    assert bucket.tree() == built.tree()


def test_another_machine_waits_until_the_lease_is_over(built: Site, bucket: Bucket) -> None:
    bucket.put(PENDING, b"backfile-pending 1 0123\nindex.html\n")
    with pytest.raises(BackfileError, match=r"another publication is at work there \(if it was killed"):
        send(built, bucket)
    bucket.age(PENDING, timedelta(minutes=11))
    bucket.put("index.html", b"half a page")
    send(built, bucket)
    assert bucket.tree() == built.tree()


def test_force_does_not_wait(built: Site, bucket: Bucket) -> None:
    bucket.put(PENDING, b"backfile-pending 1 0123\nindex.html\n")
    send(built, bucket, force=True)
    assert bucket.tree() == built.tree()


def test_of_two_publications_one_loses(built: Site, bucket: Bucket) -> None:
    """The other one begins between our reading and our first byte."""

    def begin(asked: Asked) -> int:
        if asked == Asked("PUT", PENDING) and PENDING not in bucket.objects:
            bucket.put(PENDING, b"backfile-pending 1 other\n")
        return 0

    bucket.before = begin
    with pytest.raises(BackfileError, match=r"another publication is at work there$"):
        send(built, bucket)
    assert bucket.tree() == {}


def test_a_manifest_that_somebody_else_replaced_is_not_overwritten(built: Site, bucket: Bucket) -> None:
    send(built, bucket)
    edit(built)

    def replace(asked: Asked) -> int:
        if asked == Asked("PUT", MANIFEST):
            bucket.put(MANIFEST, b"theirs")
        return 0

    bucket.before = replace
    with pytest.raises(BackfileError, match="another publication has finished meanwhile"):
        send(built, bucket)
    assert bucket.objects[MANIFEST].data == b"theirs"


def test_a_store_that_is_busy_is_asked_again(built: Site, bucket: Bucket) -> None:
    seen: set[str] = set()

    def fail_once(asked: Asked) -> int:
        if asked.method != "PUT" or asked.key in seen or asked.key.startswith(".backfile"):
            return 0
        seen.add(asked.key)
        return 503 if len(seen) % 2 else -1

    bucket.before = fail_once
    send(built, bucket)
    assert bucket.tree() == built.tree()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"exists": False}, "s3://archive: there is no such bucket; make it first"),
        ({"allowed": False}, "s3://archive: the store refuses the keys in the environment"),
    ],
)
def test_what_is_wrong_is_a_sentence(built: Site, bucket: Bucket, change: dict[str, bool], says: str) -> None:
    for name, value in change.items():
        setattr(bucket, name, value)
    with pytest.raises(BackfileError) as caught:
        send(built, bucket)
    assert str(caught.value).startswith(says)


def test_checksums_that_a_store_refuses_are_not_sent_by_default(built: Site, bucket: Bucket) -> None:
    with pytest.raises(BackfileError, match="the store failed"):
        send(built, bucket, checksum="sha256")
    assert bucket.tree() == {}


def test_a_damaged_manifest_is_told(built: Site, bucket: Bucket) -> None:
    bucket.put(MANIFEST, b"\x1f\x8bnonsense")
    with pytest.raises(BackfileError, match=r"\.backfile-manifest is damaged"):
        send(built, bucket)


def test_a_dry_run_puts_nothing(built: Site, bucket: Bucket) -> None:
    outcome = Outcome("s3://archive", dry_run=True)
    settings = Options(endpoint=f"http://127.0.0.1:{bucket.port}", region="here", path_style=True)
    request = Request(parse_target("s3://archive", Path()), 1, dry_run=True, bucket=settings)
    publish(SitePaths.of(built.root), request, Reporter(), outcome, lambda _: None)
    assert outcome.files == len(built.tree())
    assert bucket.counts() == {"GET": 2}


@pytest.mark.usefixtures("keys")
def test_a_bucket_in_the_name_of_the_host(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(Bucket()) as bucket:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{bucket.port}")  # No name leads to it.
        outcome = Outcome("s3://archive")
        options = Options(endpoint="http://store.example", region="here")
        request = Request(parse_target("s3://archive", Path()), 1, bucket=options)
        publish(SitePaths.of(built.root), request, Reporter(), outcome, lambda _: None)
        assert bucket.tree() == built.tree()


def test_names_of_all_sorts_arrive(site: SiteMaker, bucket: Bucket) -> None:
    names = ("中文 图.png", "a%20b.txt", "a#b.txt", "a+b&c.txt", "x[1].txt", "~a'b.txt")
    one = site({f"static/files/{name}": name.encode() for name in names}, "title: x\n")
    one.build()
    send(one, bucket)
    assert bucket.tree() == one.tree()
    assert {f"files/{name}" for name in names} <= bucket.objects.keys()
