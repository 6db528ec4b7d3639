"""Clusters that can't be used are refused before anything is read, with a cure."""

from __future__ import annotations

import pickle
import sqlite3
import sys
from contextlib import closing
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from generator.cluster import worker_job
from generator.cluster.connection import connected
from generator.cluster.versions import LIBRARIES, differences, own_versions
from generator.cluster.worker_job import Conditions
from generator.commands.build import command
from generator.core.errors import BackfileError
from generator.ledger import outputs
from tests.cluster.jobs import Doubling
from tests.cluster.machines import ROOT, Machines
from tests.conftest import SiteMaker
from tests.sites import post

pytestmark = pytest.mark.xdist_group("cluster")


def refused(address: str) -> str:
    """Return why a cluster is refused."""
    with pytest.raises(BackfileError) as raised, connected(address):
        raise AssertionError("it was not refused")
    assert raised.value.exit_code == 1
    return str(raised.value)


def test_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert refused("local:2").endswith("pip install 'backfile[cluster]'")


@pytest.mark.usefixtures("hasty")
def test_no_scheduler() -> None:
    assert "--cluster tcp://127.0.0.1:9: no scheduler answers there" in refused("tcp://127.0.0.1:9")


def test_an_address_that_nobody_understands() -> None:
    assert "no scheduler answers there" in refused("nonsense://127.0.0.1:9")


def test_workers_with_other_versions_are_refused_by_name(cluster: Machines) -> None:
    other = cluster.folder / "other"
    (other / "comrak-0.0.1.dist-info").mkdir(parents=True)
    (other / "without" / "generator").mkdir(parents=True)
    (other / "without" / "generator" / "__init__.py").touch()
    comrak = f"a different version of comrak 0.0.1 instead of {own_versions()['comrak']}"
    expected = {
        cluster.worker({"PYTHONPATH": f"{path}:{ROOT}"}): f"({cluster.name}) has {what}"
        for path, what in ((other, comrak), (other / "without", "no version of Backfile"))
    }
    cluster.wait_for_workers()
    for _ in range(2):
        said = refused(cluster.address)
        (worker,) = (one for one, what in expected.items() if what in said)
        worker.kill()
        worker.wait()
        del expected[worker]


def test_a_worker_that_comes_late_compares_versions_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_job, "get_worker", lambda: SimpleNamespace(address="tcp://10.0.0.7:1"))
    job = worker_job.WorkerJob(Doubling(), Conditions(own_versions() | {"comrak": "0.0.1"}, None))
    job.setup(None)
    done, error = pickle.loads(job.answer(pickle.dumps([2])))
    assert not done
    assert isinstance(error, BackfileError)
    assert "the worker tcp://10.0.0.7:1 has a different version of comrak" in str(error)


def test_all_libraries_that_outputs_depend_on_are_compared(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()}, "title: x\nmarkdown: {math: true}\n")
    one.build()
    with closing(sqlite3.connect(":memory:")) as connection:
        outputs.attach(connection, one.root / ".backfile/ledger.sqlite")
        names = {name for inputs in outputs.inputs(connection).values() for name in inputs}
    libraries = {name.removeprefix("library:") for name in names if name.startswith("library:")}
    assert {"comrak", "jinja2", "latex2mathml"} <= libraries <= set(LIBRARIES)


def test_versions_differ_by_name() -> None:
    assert list(differences({"a": "1", "b": "2"}, {"a": "1", "b": "3"})) == ["b 3 instead of 2"]
    assert list(differences({"a": "1"}, {})) == ["a none instead of 1"]


@pytest.mark.parametrize("address", ["local:0", "local:x", "8786", "tcp://"])
def test_what_is_no_address_is_wrong_usage(site: SiteMaker, address: str) -> None:
    one = site({"posts/a.md": post()})
    done = CliRunner().invoke(command, [str(one.root), "--cluster", address])
    assert done.exit_code == 2
    assert "local:4" in done.output


def test_a_profile_is_of_one_machine(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    done = CliRunner().invoke(command, [str(one.root), "--cluster", "local:2", "--profile"])
    assert done.exit_code == 2
    assert "leave out --cluster" in done.output
