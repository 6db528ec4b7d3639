"""A worker that the network cuts off: it goes on, but nobody hears of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.archives import CONFIG, LARGE, build
from tests.cluster.machines import Machines
from tests.cluster.test_run import Mishap
from tests.conftest import SiteMaker
from tests.sites import Tree

pytestmark = pytest.mark.xdist_group("cluster")

HERE, THERE = "10.213.77.1", "10.213.77.2"
#: The scheduler gives up a worker of which it hears nothing for so long.
SOON = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "4s"}


class Network:
    """A cable from this machine to a second one that is made up: a namespace of the network."""

    def __init__(self) -> None:
        self.name = f"backfile-{os.getpid()}"
        self._cable = f"bf{os.getpid()}"

    def make(self) -> bool:
        """Make it, and return whether the machine lets us."""
        if shutil.which("ip") is None:
            return False
        inside = ("netns", "exec", self.name, "ip")
        return all(
            self._ip(*words)
            for words in (
                ("netns", "add", self.name),
                ("link", "add", self._cable, "type", "veth", "peer", "name", "eth0", "netns", self.name),
                ("address", "add", f"{HERE}/30", "dev", self._cable),
                ("link", "set", self._cable, "up"),
                (*inside, "address", "add", f"{THERE}/30", "dev", "eth0"),
                (*inside, "link", "set", "eth0", "up"),
                (*inside, "link", "set", "lo", "up"),
            )
        )

    def cut(self) -> None:
        assert self._ip("link", "set", self._cable, "down")

    def remove(self) -> None:
        self._ip("link", "delete", self._cable)
        self._ip("netns", "delete", self.name)

    def _ip(self, *words: str) -> bool:
        return subprocess.run(["ip", *words], capture_output=True, check=False).returncode == 0


@pytest.fixture
def network() -> Iterator[Network]:
    one = Network()
    try:
        if not one.make():
            pytest.skip("this machine lets us make no networks")
        yield one
    finally:
        one.remove()


def test_batches_of_a_worker_that_is_cut_off_go_to_others(
    network: Network, tmp_path: Path, site: SiteMaker, clean: Tree
) -> None:
    one = site(LARGE, CONFIG)
    machines = Machines(tmp_path / "machines", tmp_path / "site", SOON, HERE)
    try:
        machines.start(1)
        far = machines.worker(prefix=["ip", "netns", "exec", network.name], options=["--host", THERE])
        machines.workers.append(far)
        machines.wait_for_workers()
        mishap = Mishap(network.cut, "read", "render")
        build(one, machines.address, mishap)
        assert mishap.happened
        assert far.poll() is None
        assert one.tree() == clean
    finally:
        machines.stop()
