"""Workers that die, a scheduler that goes, and a build that is stopped."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from distributed import Worker

from generator.cluster.connection import connected
from generator.cluster.executor import ClusterExecutor
from generator.core.errors import BackfileError
from generator.parallel.executor import Executor
from generator.reporting.report import Reporter
from tests.cluster.archives import CONFIG, LARGE, build
from tests.cluster.jobs import Doubling
from tests.cluster.machines import ROOT, Machines
from tests.conftest import SiteMaker
from tests.sites import Tree

pytestmark = pytest.mark.xdist_group("cluster")


class Mishap(Reporter):
    """Does something once, when a random part of a random stage is done."""

    def __init__(self, act: Callable[[], None], *stages: str) -> None:
        self._act = act
        self._when = random.choice(stages)
        self._part = random.random() / 2
        self._stage, self._total, self._done = "", 1, 0
        self.happened = False

    def begin(self, stage: str, total: int) -> None:
        self._stage, self._total, self._done = stage, max(total, 1), 0

    def advance(self, steps: int) -> None:
        self._done += steps
        if self._stage == self._when and self._done / self._total > self._part and not self.happened:
            self.happened = True
            self._act()


def kill_one(cluster: Machines) -> None:
    victim = random.choice(cluster.workers)
    victim.kill()
    victim.wait()


def alive(cluster: Machines) -> int:
    return sum(worker.poll() is None for worker in cluster.workers)


def test_batches_of_a_dead_worker_are_tried_once_more(
    cluster: Machines, site: SiteMaker, clean: Tree
) -> None:
    one = site(LARGE, CONFIG)
    mishap = Mishap(lambda: kill_one(cluster), "read", "render")
    build(one, cluster.address, mishap)
    assert mishap.happened
    assert alive(cluster) == 1
    assert one.tree() == clean


def test_results_come_back_whoever_works(cluster: Machines) -> None:
    with connected(cluster.address) as executors:
        assert sorted(executors(1).run(Doubling(), range(1000))) == list(range(0, 2000, 2))
        with pytest.raises(BackfileError, match="40 is wrong"):
            list(executors(1).run(Doubling(wrong=40), range(100)))


def test_a_cluster_of_this_machine_starts_and_stops() -> None:
    with connected("local:1") as executors:
        assert sorted(executors(1).run(Doubling(), range(100))) == list(range(0, 200, 2))
        client = client_of(executors)
        # A terminal sends Ctrl-C to all processes; the build ends its workers itself.
        assert list(client.run(signal.getsignal, signal.SIGINT).values()) == [signal.SIG_IGN]
        workers = client.run(os.getpid).values()
    assert workers
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def test_a_build_that_is_stopped_leaves_the_cluster_idle(cluster: Machines, site: SiteMaker) -> None:
    one = site(LARGE, CONFIG)
    command = [sys.executable, "-m", "generator", "build", str(one.root), "--cluster", cluster.address]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as program:
        while not (one.root / ".output.staging").exists():
            assert program.poll() is None
        program.send_signal(signal.SIGINT)
        _, said = program.communicate()
    assert (program.returncode, "Traceback" in said) == (130, False), said
    assert not one.output.exists()
    with connected(cluster.address) as executors:
        client = client_of(executors)
        wait_until(lambda: not any(client.processing().values()))
        assert not any(name.startswith("backfile") for name in client.run(plugins).popitem()[1])


@pytest.mark.usefixtures("hasty")
def test_a_batch_that_kills_its_workers_ends_the_build(cluster: Machines) -> None:
    with connected(cluster.address) as executors:
        with pytest.raises(BackfileError, match="died twice"):
            list(executors(1).run(Doubling(deadly=40), range(100)))
        assert alive(cluster) == 0
        wait_until(lambda: not client_of(executors).scheduler_info()["workers"])
        with pytest.raises(BackfileError, match="no workers any more"):
            list(executors(1).run(Doubling(), range(100)))
    with (
        pytest.raises(BackfileError, match=f"start some with `dask worker {cluster.address} "),
        connected(cluster.address),
    ):
        raise AssertionError("a cluster without workers was taken")


def test_a_scheduler_that_goes_costs_one_build(cluster: Machines, site: SiteMaker, clean: Tree) -> None:
    one = site(LARGE, CONFIG)
    with pytest.raises(BackfileError, match=r"scheduler .* was lost; nothing was published"):
        build(one, cluster.address, Mishap(cluster.kill_scheduler, "read", "render"))
    assert not one.output.exists()
    one.build()
    assert one.tree() == clean


def client_of(executors: Callable[[int], Executor]) -> Any:
    return cast("ClusterExecutor", executors(1)).client


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def plugins(dask_worker: Worker) -> list[str]:
    return list(dask_worker.plugins)
