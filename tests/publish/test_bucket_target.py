"""Targets in object stores, and the addresses of providers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.config.schema import Bucket
from generator.core.errors import BackfileError
from generator.publish.bucket_store import _s3_settings
from generator.publish.bucket_target import BucketTarget, parse_bucket
from generator.publish.target import parse_target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("s3://news", BucketTarget("s3", "news", "")),
        ("s3://news/", BucketTarget("s3", "news", "")),
        ("s3://news/old/archive", BucketTarget("s3", "news", "old/archive/")),
        ("gs://news/a//b/", BucketTarget("gs", "news", "a/b/")),
        ("az://news", BucketTarget("az", "news", "")),
        ("r2:news/a", BucketTarget("r2", "news", "a/")),
        ("oss:news", BucketTarget("oss", "news", "")),
        ("cos:news-125", BucketTarget("cos", "news-125", "")),
        ("minio:news", BucketTarget("minio", "news", "")),
    ],
)
def test_targets(text: str, target: BucketTarget) -> None:
    assert parse_target(text, Path("/x")) == target
    assert parse_bucket(str(target)) == target
    assert target.key == str(target)


@pytest.mark.parametrize("text", ["s3:news", "s3://", "s3:///a", "s3://news/../x", "https://news", "r2:"])
def test_what_is_no_bucket(text: str) -> None:
    assert parse_bucket(text) is None


def test_a_url_of_a_protocol_that_is_not_there_is_refused() -> None:
    with pytest.raises(BackfileError, match="or a bucket: s3://BUCKET/PREFIX"):
        parse_target("s3://", Path("/x"))


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("s3://news", Bucket(), {}),
        ("s3://news", Bucket(region="eu-north-1"), {"region": "eu-north-1"}),
        ("s3://news", Bucket(endpoint="https://s3.example"), {"endpoint": "https://news.s3.example"}),
        (
            "s3://news",
            Bucket(endpoint="https://s3.example", path_style=True),
            {"endpoint": "https://s3.example", "virtual_hosted_style_request": False},
        ),
        ("r2:news", Bucket(), {"endpoint": "https://news.0123.r2.cloudflarestorage.com", "region": "auto"}),
        ("oss:news", Bucket(region="cn-hangzhou"), {"endpoint": "https://news.oss-cn-hangzhou.aliyuncs.com"}),
        (
            "cos:news-1",
            Bucket(region="ap-beijing"),
            {"endpoint": "https://news-1.cos.ap-beijing.myqcloud.com"},
        ),
        (
            "minio:news",
            Bucket(endpoint="http://localhost:9000"),
            {"endpoint": "http://localhost:9000", "virtual_hosted_style_request": False},
        ),
        ("s3://news", Bucket(checksum="sha256"), {"checksum_algorithm": "sha256"}),
    ],
)
def test_the_address_of_a_provider(
    monkeypatch: pytest.MonkeyPatch, text: str, options: Bucket, expected: dict[str, Any]
) -> None:
    monkeypatch.setenv("R2_ACCOUNT_ID", "0123")
    target = parse_bucket(text)
    assert target
    found = _s3_settings(target, options)
    assert expected.items() <= found.items()
    assert found.get("disable_bulk_delete", False) == ("endpoint" in found)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("r2:news", "give publish.bucket.endpoint, or R2_ACCOUNT_ID in the environment"),
        ("oss:news", "give publish.bucket.region"),
        ("cos:news", "give publish.bucket.region"),
        ("minio:news", "give publish.bucket.endpoint"),
    ],
)
def test_an_address_that_is_not_known_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, text: str, says: str
) -> None:
    for name in ("R2_ACCOUNT_ID", "CLOUDFLARE_ACCOUNT_ID", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    target = parse_bucket(text)
    assert target
    with pytest.raises(BackfileError, match=says):
        _s3_settings(target, Bucket())
