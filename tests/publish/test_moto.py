"""Publishing to a server that was not written for it: that of moto, which plays Amazon's."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.schema import Bucket as Options
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.publish.publish import Outcome, Request, publish
from generator.publish.target import parse_target
from generator.reporting.report import Reporter
from tests.publish.moto_store import Store
from tests.publish.publications import edit
from tests.sites import Site


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
