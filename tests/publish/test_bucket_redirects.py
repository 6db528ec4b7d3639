"""Pages that redirect, sent to moto's server with the header by which the web server of S3 redirects."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.schema import Bucket as Options
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.pipeline.build import Options as BuildOptions
from generator.pipeline.build import build
from generator.publish.bucket_redirects import redirect_of
from generator.publish.publish import Outcome, Request, publish, roll_back
from generator.publish.target import parse_target
from generator.reporting.report import Report, Reporter
from tests.carrying import Carrying
from tests.conftest import SiteMaker
from tests.publish.bucket_server import Bucket
from tests.publish.moto_store import Store
from tests.remote.builds import remote_of
from tests.sites import NOW, Site, post

BASE = "https://jiuwen.example/news/"


def request(store: Store, base: str = BASE, target: str = "s3://archive/news", **options: object) -> Request:
    reach = Options(store.url, "us-east-1", path_style=True, redirects=True, **options)  # type: ignore[arg-type]
    return Request(parse_target(target, Path()), 3, bucket=reach, base=base)


def send(one: Site, asked: Request) -> None:
    publish(SitePaths.of(one.root), asked, Reporter(), Outcome(""), lambda _: None)


def send_by_workers(one: Site, asked: Request) -> None:
    remote, executor = remote_of(one, asked), Carrying(one.root)
    build(
        remote.paths,
        BuildOptions(NOW, executors=lambda _: executor, forks=False, remote=remote),
        Reporter(),
        Report(),
    )


@pytest.fixture
def one(site: SiteMaker) -> Site:
    files = {
        "posts/a.md": post("甲", slug="a", aliases="[old/a.html, old/]"),
        "posts/b.md": post("乙", slug="b"),
    }
    one = site(files, f"title: 旧闻馆\nurl: {BASE}\n")
    one.build()
    return one


def location(store: Store, key: str) -> str:
    found: str = store.read(key).get("WebsiteRedirectLocation", "")
    return found


@pytest.mark.parametrize("act", [send, send_by_workers])
@pytest.mark.parametrize("gzip", [True, False])
def test_redirects_say_where_they_lead(one: Site, store: Store, act: object, gzip: bool) -> None:
    assert callable(act)
    act(one, request(store, gzip=gzip))
    for path in ("old/a.html", "old/index.html"):
        assert location(store, f"news/{path}") == f"{BASE}2021/12/28/a.html"
        page = store.read(f"news/{path}")
        assert (page["ContentType"], page["CacheControl"]) == (
            "text/html; charset=utf-8",
            "public, max-age=300",
        )
        assert page.get("ContentEncoding") == ("gzip" if gzip else None)
        if not gzip:
            assert page["Body"].read() == (one.output / path).read_bytes()
    assert location(store, "news/2021/12/28/a.html") == ""
    one.write({"content/posts/a.md": post("甲", slug="z", aliases="[old/a.html]")}).build()
    act(one, request(store, gzip=gzip))
    assert location(store, "news/old/a.html") == f"{BASE}2021/12/28/z.html"
    assert not [key for key in store.tree() if "old/index.html" in key or "staging" in key]
    roll_back(SitePaths.of(one.root), request(store, gzip=gzip), Reporter())
    assert location(store, "news/old/a.html") == f"{BASE}2021/12/28/a.html"


def test_without_a_url_they_lead_below_the_prefix(one: Site, store: Store) -> None:
    send(one, request(store, base=""))
    assert location(store, "news/old/a.html") == "/news/2021/12/28/a.html"


def test_other_stores_are_refused(one: Site, store: Store) -> None:
    with pytest.raises(
        BackfileError, match=r"minio:archive: publish\.bucket\.redirects is for the web server of S3"
    ):
        send(one, request(store, target="minio:archive"))


def test_the_header_is_signed(one: Site, bucket: Bucket) -> None:
    reach = Options(f"http://127.0.0.1:{bucket.port}", "here", path_style=True, redirects=True)
    send(one, Request(parse_target("s3://archive", Path()), 1, bucket=reach, base=BASE))
    signed = {key for key, names in bucket.signed.items() if "x-amz-website-redirect-location" in names}
    assert signed == {"old/a.html", "old/index.html"}


@pytest.mark.parametrize(
    ("path", "page", "expected"),
    [
        ("a/b.html", '<meta http-equiv="refresh" content="0; url=../c.html?x=1&amp;y=2">', "/c.html?x=1&y=2"),
        (
            "a.html",
            '<meta http-equiv="refresh" content="0; url=https://other.example/">',
            "https://other.example/",
        ),
        ("a.html", '<meta http-equiv="refresh" content="30; url=c.html">', ""),
        ("a.txt", '<meta http-equiv="refresh" content="0; url=c.html">', ""),
        ("a.html", "x" * 5000 + '<meta http-equiv="refresh" content="0; url=c.html">', ""),
        ("a.html", "<p>&lt;meta http-equiv=", ""),
    ],
)
def test_what_is_a_redirect(path: str, page: str, expected: str) -> None:
    assert redirect_of(path, page.encode()) == expected
