"""A small archive that is built, and a strict bucket to publish it to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import SiteMaker
from tests.publish.bucket_server import Bucket, serve
from tests.publish.moto_store import Store, moto_store
from tests.publish.publications import example
from tests.sites import Site


@pytest.fixture
def built(site: SiteMaker) -> Site:
    """Return an archive that is built."""
    return example(site)


@pytest.fixture
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what this machine needs to reach other hosts."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch, without_proxies: None) -> None:
    """Give keys for a store on this machine."""
    for name, value in (("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret")):
        monkeypatch.setenv(name, value)


@pytest.fixture
def bucket(keys: None) -> Iterator[Bucket]:
    """Return a bucket in the path of addresses."""
    with serve(Bucket(in_path=True)) as one:
        yield one


@pytest.fixture
def store(keys: None) -> Iterator[Store]:
    """Return a bucket at moto's server."""
    with moto_store() as found:
        yield found
