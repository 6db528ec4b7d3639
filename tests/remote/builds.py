"""Builds into a bucket in one line, by workers that see nothing of the archive."""

from __future__ import annotations

from pathlib import Path

from generator.config.schema import Bucket as Options
from generator.core.paths import SitePaths
from generator.kinds.site_config import load_config
from generator.pipeline.build import Options as BuildOptions
from generator.pipeline.build import build
from generator.publish.bucket_target import BucketTarget
from generator.publish.publish import Outcome, Request, publish, roll_back
from generator.publish.target import parse_target
from generator.remote.output import RemoteOutput
from generator.reporting.report import Report, Reporter
from tests.carrying import Carrying
from tests.publish.bucket_server import Bucket
from tests.sites import NOW, Site

TARGET = "s3://archive"


def request(one: Site, bucket: Bucket, keep: int = 3, *, gzip: bool = False) -> Request:
    """Return a request to publish there."""
    target = parse_target(TARGET, Path())
    options = Options(f"http://127.0.0.1:{bucket.port}", "here", path_style=True, gzip=gzip)
    return Request.of(load_config(one.root / "site.yaml"), one.root, target, keep)._replace(bucket=options)


def remote_of(one: Site, asked: Request) -> RemoteOutput:
    """Return the bucket of a request as an output."""
    assert isinstance(asked.target, BucketTarget)
    return RemoteOutput(SitePaths.of(one.root), asked, asked.target)


def build_to(
    one: Site, bucket: Bucket, *, alone: bool = False, keep: int = 3, gzip: bool = False, now: int = NOW
) -> RemoteOutput:
    """Build into a bucket: by workers elsewhere or, `alone`, by this machine."""
    remote, report = remote_of(one, request(one, bucket, keep, gzip=gzip)), Report()
    executor = Carrying(one.root)
    given = {} if alone else {"executors": lambda _: executor}
    options = BuildOptions(now, jobs=1, remote=remote, forks=False, **given)  # type: ignore[arg-type]
    build(remote.paths, options, Reporter(), report)
    assert not one.output.exists() or not remote.paths.output.exists()
    return remote


def publish_to(one: Site, bucket: Bucket) -> Outcome:
    """Publish the output folder."""
    outcome = Outcome(TARGET)
    publish(SitePaths.of(one.root), request(one, bucket), Reporter(), outcome, lambda _: None)
    return outcome


def go_back(one: Site, bucket: Bucket) -> None:
    """Make the release before the current one current again."""
    roll_back(SitePaths.of(one.root), request(one, bucket), Reporter())


def ours(bucket: Bucket) -> set[str]:
    """Return the keys of the program's own objects."""
    return {key for key in bucket.objects if key.startswith(".backfile")}
