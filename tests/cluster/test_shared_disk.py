"""Workers that share a disk with the build read and write there themselves; that they do is proved first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cluster.shared_disk import Probe, probed
from generator.commands.build import command
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from tests.cluster.archives import CONFIG, LARGE, build_on_shared_disk
from tests.cluster.machines import Machines, can_hide
from tests.conftest import SiteMaker
from tests.sites import Tree, make_site, post

pytestmark = pytest.mark.xdist_group("cluster")


def test_the_output_is_that_of_one_machine(cluster: Machines, clean: Tree) -> None:
    one = make_site(cluster.folder / "shared" / "site", LARGE, CONFIG)
    before = {path.name for path in one.root.iterdir()}
    report = build_on_shared_disk(one, cluster.address)
    assert report.written == len(clean)
    assert one.tree() == clean
    assert {path.name for path in one.root.iterdir()} == before | {"output", ".backfile"}
    assert not list(one.root.glob(".backfile/.backfile-probe*"))
    assert one.build().written == 0


@pytest.mark.skipif(not can_hide(), reason="workers see everything here")
def test_workers_that_do_not_see_the_archive_are_refused(cluster: Machines, site: SiteMaker) -> None:
    one = site(LARGE, CONFIG)
    with pytest.raises(BackfileError, match=r"not all workers see .* as this machine does"):
        build_on_shared_disk(one, cluster.address)
    assert not one.output.exists()


def changed(probe: Probe) -> None:
    Path(probe.files[0]).write_text("something else")
    probe.check()


def missing(probe: Probe) -> None:
    Path(probe.files[0]).unlink()
    probe.answer()


def unwritten(probe: Probe) -> None:
    probe.confirm(["-of-a-worker"])


@pytest.mark.parametrize("fault", [changed, missing, unwritten])
def test_a_different_disk_is_noticed(site: SiteMaker, fault: Callable[[Probe], None]) -> None:
    one = site({"posts/a.md": post()})
    with probed(SitePaths.of(one.root)) as probe:
        probe.confirm([probe.answer()])
        with pytest.raises(BackfileError, match="mount it at the same path"):
            fault(probe)


def test_an_output_elsewhere_is_probed_as_well(site: SiteMaker, tmp_path: Path) -> None:
    one = site({"posts/a.md": post()})
    with probed(SitePaths.of(one.root, tmp_path / "www" / "site")) as probe:
        assert {Path(file).parent for file in probe.files} == {one.root / ".backfile", tmp_path / "www"}
    assert not any((tmp_path / "www").iterdir())


@pytest.mark.parametrize("options", [[], ["--cluster", "local:2", "--verify"]])
def test_options_that_do_not_go_together(site: SiteMaker, options: list[str]) -> None:
    one = site({"posts/a.md": post()})
    done = CliRunner().invoke(command, [str(one.root), "--shared-disk", *options])
    assert done.exit_code == 2
