"""Workers without a disk in common put pages into a bucket; only digests come back to the build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from relay import relayed

from generator.cluster.connection import connected
from generator.config.schema import Bucket as Options
from generator.core.errors import BackfileError
from generator.pipeline.build import Options as BuildOptions
from generator.pipeline.build import build as build_site
from generator.publish.publish import Request
from generator.publish.target import parse_target
from generator.remote.output import RemoteOutput
from generator.reporting.report import Report, Reporter
from tests.cluster.archives import CONFIG, LARGE, build
from tests.cluster.machines import ROOT, Machines
from tests.cluster.test_run import Mishap, alive, kill_one
from tests.conftest import SiteMaker
from tests.publish.bucket_server import Bucket
from tests.publish.moto_store import Store
from tests.publish.test_moto import send
from tests.remote.builds import ours, remote_of, request
from tests.sites import NOW, Site, Tree, make_site, post

pytest.importorskip("obstore", reason="publishing to buckets needs obstore: pip install 'backfile[buckets]'")
pytestmark = [pytest.mark.xdist_group("cluster"), pytest.mark.slow]


def build_to(one: Site, address: str, asked: Request, reporter: Reporter | None = None) -> RemoteOutput:
    """Build on a cluster, into the bucket of a request."""
    remote = remote_of(one, asked)
    with connected(address, check=remote.objects.check) as executors:
        options = BuildOptions(NOW, executors=executors, forks=False, remote=remote)
        build_site(remote.paths, options, reporter or Reporter(), Report())
    return remote


def test_the_bucket_is_that_of_one_machine(
    cluster: Machines, site: SiteMaker, clean: Tree, store: Store, tmp_path: Path
) -> None:
    one = site(LARGE, CONFIG)
    options = Options(store.url, "us-east-1", path_style=True)
    asked = Request(parse_target("s3://archive", Path()), 1, bucket=options)
    build_to(one, cluster.address, asked)
    assert store.tree() == clean
    page = store.read("c0/2021/10/08/000.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=300")
    one.build()
    assert send(one, store.url).files == 0
    # All pages change, so that each waits and is copied.
    one.write({"site.yaml": CONFIG.replace("旧闻馆", "新馆"), "content/posts/000.md": None})
    build_to(one, cluster.address, asked)
    assert store.tree() == one.clean_tree()


def test_only_digests_come_back(cluster: Machines, site: SiteMaker, bucket: Bucket, tmp_path: Path) -> None:
    config = f"{CONFIG}search: {{mode: 'off'}}\n"
    one, other = site(LARGE, config), make_site(tmp_path / "other", LARGE, config)
    with relayed(cluster.address) as there, relayed(cluster.address) as here:
        build_to(one, there.address, request(one, bucket))
        build(other, here.address)
    assert bucket.tree() == other.tree()
    size = sum(len(data) for path, data in other.tree().items() if path.endswith(".html"))
    assert here.received > size
    assert there.received < here.received - size
    assert there.received < size / 4


def test_a_worker_dies(cluster: Machines, site: SiteMaker, clean: Tree, bucket: Bucket) -> None:
    one = site(LARGE, CONFIG)
    mishap = Mishap(lambda: kill_one(cluster), "render")
    build_to(one, cluster.address, request(one, bucket), mishap)
    assert (mishap.happened, alive(cluster)) == (True, 1)
    assert bucket.tree() == clean


@pytest.mark.parametrize("is_first", [True, False])
def test_the_build_is_killed(
    cluster: Machines, site: SiteMaker, clean: Tree, bucket: Bucket, is_first: bool
) -> None:
    reach = f"endpoint: 'http://127.0.0.1:{bucket.port}', region: here, path_style: true"
    config = f"{CONFIG}publish: {{bucket: {{{reach}}}}}\n"
    one = site(LARGE, config)
    command = [sys.executable, "-m", "generator", "build", str(one.root), "--quiet", "--to", "s3://archive"]
    command += ["--cluster", cluster.address]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(NOW // 1_000_000)}
    if not is_first:
        subprocess.run(command, env=environment, check=True)
        one.write({"site.yaml": config.replace("旧闻馆", "新馆"), "content/posts/001.md": None})
    bucket.asked.clear()
    with subprocess.Popen(command, env=environment) as program:
        while bucket.counts()["PUT"] < 60 and program.poll() is None:
            time.sleep(0.02)
        program.send_signal(signal.SIGKILL)
    assert program.returncode == -signal.SIGKILL
    one.write({"content/posts/000.md": None, "content/posts/new.md": post("新")})
    subprocess.run(command, env=environment, check=True)
    assert bucket.tree() == one.clean_tree()
    assert ours(bucket) <= {".backfile-manifest", ".backfile-releases/1.zip"}
    cluster.kill_scheduler()  # It still has the job of the build that was killed; other tests look at jobs.


def test_workers_without_keys_are_refused(cluster: Machines, site: SiteMaker, bucket: Bucket) -> None:
    one = site(LARGE, CONFIG)
    bucket.allowed = False
    with pytest.raises(BackfileError, match=r"the worker tcp://\S+: s3://\S+ the store refuses"):
        build_to(one, cluster.address, request(one, bucket))
    assert not (one.root / ".backfile/index.sqlite").exists()
