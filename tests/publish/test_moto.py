"""Publishing to a server that was not written for it: that of moto, which plays Amazon's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.config.schema import Bucket as Options
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.publish.publish import Outcome, Request, publish
from generator.publish.target import parse_target
from generator.reporting.report import Reporter
from tests.publish.publications import edit
from tests.sites import Site, Tree

pytest.importorskip("obstore", reason="publishing to buckets needs obstore: pip install 'backfile[buckets]'")
boto3 = pytest.importorskip("boto3", reason="the test needs moto: pip install 'moto[s3]'")
moto = pytest.importorskip("moto.server", reason="the test needs moto's server: pip install flask flask-cors")


class Store:
    """A bucket at moto's server, seen by Amazon's own library."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.client = boto3.client("s3", endpoint_url=url, region_name="us-east-1")
        self.client.create_bucket(Bucket="archive")

    def tree(self) -> Tree:
        """Return the objects that are not of the program."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="archive")
        keys = [one["Key"] for page in pages for one in page.get("Contents", ())]
        return {key: self.read(key)["Body"].read() for key in keys if not key.startswith(".backfile")}

    def read(self, key: str) -> Any:
        """Return an object with its headers."""
        return self.client.get_object(Bucket="archive", Key=key)


@pytest.fixture
def store(keys: None) -> Iterator[Store]:
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield Store(f"http://{host}:{port}")
    finally:
        server.stop()


def send(one: Site, url: str, target: str = "s3://archive") -> Outcome:
    outcome = Outcome(target)
    options = Options(endpoint=url, region="us-east-1", path_style=True)
    publish(
        SitePaths.of(one.root), Request(parse_target(target, Path()), 1, bucket=options), Reporter(), outcome,
        lambda _: None,
    )  # fmt: skip
    return outcome


def test_the_bucket_follows_the_output(built: Site, store: Store) -> None:
    send(built, store.url)
    assert store.tree() == built.tree()
    page = store.read("index.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=60")
    edit(built)
    assert send(built, store.url).removed
    assert store.tree() == built.tree()
    assert send(built, store.url).files == 0


def test_a_bucket_that_is_not_there(built: Site, store: Store) -> None:
    with pytest.raises(BackfileError, match="there is no such bucket; make it first"):
        send(built, store.url, "s3://nowhere")
