"""Clusters that can't be used are refused before anything is read, with a cure."""

from __future__ import annotations

import pickle
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from dask import config

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


@pytest.mark.usefixtures("hasty")
def test_a_scheduler_with_tls_wants_certificates() -> None:
    assert "certificates in Dask's settings can't be used (there are none). Set " in refused(
        "tls://127.0.0.1:9"
    )
    with config.set({"distributed.comm.tls.ca-file": "/nowhere/ca.pem"}):
        assert "can't be used" in refused("tls://127.0.0.1:9")


@pytest.mark.skipif(not shutil.which("openssl"), reason="there is no openssl to make a certificate")
def test_tls_by_the_settings_of_dask(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    settings = {"ca-file": cert} | {
        f"{role}.{name}": file
        for role in ("scheduler", "worker", "client")
        for name, file in (("cert", cert), ("key", key))
    }
    variables = {
        f"DASK_DISTRIBUTED__COMM__TLS__{name.replace('-', '_').replace('.', '__').upper()}": value
        for name, value in settings.items()
    }
    (tmp_path / "hidden").mkdir()
    machines = Machines(tmp_path / "machines", tmp_path / "hidden", variables, protocol="tls")
    try:
        machines.start(1)
        with (
            config.set({f"distributed.comm.tls.{name}": value for name, value in settings.items()}),
            connected(machines.address) as executors,
        ):
            assert sorted(executors(1).run(Doubling(), range(10))) == list(range(0, 20, 2))
    finally:
        machines.stop()


def certificate(folder: Path) -> tuple[str, str]:
    """Make a certificate that signs itself; return the names of its file and of that of its key."""
    cert, key = str(folder / "cert.pem"), str(folder / "key.pem")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    files = ["-nodes", "-keyout", key, "-out", cert]
    command = ["openssl", "req", "-x509", *curve, *files, "-days", "2", "-subj", "/CN=backfile"]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key


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
