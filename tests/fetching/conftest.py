"""Fixtures for tests of fetching."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fetching.hosts import Host, running
from tests.publish.bucket_server import Bucket, serve
from tests.publish.moto_store import Store, moto_store


@pytest.fixture
def host() -> Iterator[Host]:
    with running() as found:
        yield found


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give keys for a bucket on this machine."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in (("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret")):
        monkeypatch.setenv(name, value)


@pytest.fixture
def bucket(keys: None) -> Iterator[Bucket]:
    """Return a strict bucket."""
    with serve(Bucket(in_path=True, lists=True)) as found:
        yield found


@pytest.fixture
def store(keys: None) -> Iterator[Store]:
    """Return a bucket at moto's server."""
    with moto_store() as found:
        yield found
