"""One cluster for all tests, and archives to build on it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from dask import config

from tests.cluster.archives import CONFIG, LARGE
from tests.cluster.machines import Machines
from tests.publish.conftest import bucket, keys, store, without_proxies
from tests.sites import Tree, make_site

__all__ = ["bucket", "keys", "store", "without_proxies"]
#: The keys that workers have for stores on this machine, which they are to reach directly.
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "NO_PROXY": "*", "no_proxy": "*"}


@pytest.fixture
def hasty() -> Iterator[None]:
    """Wait for schedulers and workers for half a second, not for half a minute."""
    with config.set({"distributed.comm.timeouts.connect": "500ms"}):
        yield


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The output that one machine makes of the archive for clusters."""
    one = make_site(tmp_path_factory.mktemp("clean") / "site", LARGE, CONFIG)
    one.build()
    return one.tree()


@pytest.fixture(scope="session")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler and, from `cluster` on, two workers."""
    folder = Path(tempfile.mkdtemp(prefix="backfile-cluster-"))
    one = Machines(folder, tmp_path_factory.getbasetemp(), KEYS)
    yield one
    one.stop()
    shutil.rmtree(folder)


@pytest.fixture
def cluster(machines: Machines) -> Machines:
    """A cluster of two workers, whatever happened to it in the last test."""
    machines.start(2)
    return machines
