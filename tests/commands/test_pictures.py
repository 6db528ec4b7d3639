"""`backfile pictures` says what it did, to people and to programs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import program
from generator.core.paths import SitePaths
from generator.fetching.options import lock_file
from generator.system.lock import hold
from tests.conftest import SiteMaker
from tests.fetching.hosts import running
from tests.fetching.test_fetch import showing
from tests.pictures.samples import name_of, picture


def test_fetch_adopt_and_remove(site: SiteMaker, tmp_path: Path) -> None:
    with running() as host:
        archive = showing(site, [host.serves("/a.png", picture()), f"{host.url}/gone.png"])
        archive.write({"site.yaml": "title: 旧闻馆\npictures: {pause: 0}\n"})
        report = tmp_path / "report.json"
        arguments = ["pictures", "fetch", str(archive.root), "--allow-private", "--json", str(report)]
        result = CliRunner().invoke(program, arguments)
        assert result.exit_code == 0, result.output
        assert (
            "127.0.0.1: 1 kept (0.0 MB), 1 to be tried again on another day (it answers 404)" in result.output
        )
        found = json.loads(report.read_text("utf-8"))
        assert (found["totals"]["kept"], found["totals"]["failed"], found["totals"]["left"]) == (1, 1, 0)
        assert found["hosts"]["127.0.0.1"]["reasons"] == {"it answers 404": 1}
        file = tmp_path / "a.png"
        file.write_bytes(picture(9, 9))
        arguments = ["pictures", "adopt", str(file), f"{host.url}/gone.png", str(archive.root)]
        assert "kept, 9 × 9 pixels" in CliRunner().invoke(program, arguments).output
    arguments = ["pictures", "remove", name_of(picture(9, 9)), str(archive.root), "--why", "gone"]
    assert "/gone.png: removed" in CliRunner().invoke(program, arguments).output


def test_a_fetch_that_is_quiet_prints_nothing(site: SiteMaker) -> None:
    archive = showing(site, [])
    result = CliRunner().invoke(program, ["pictures", "fetch", str(archive.root), "--quiet"])
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("limit", ["", "5x", "MB", "-3"])
def test_a_limit_that_is_none(site: SiteMaker, limit: str) -> None:
    result = CliRunner().invoke(program, ["pictures", "fetch", str(site().root), f"--limit={limit}"])
    assert result.exit_code == 2
    assert "write a number of pictures (500), or 200MB, 10m or 2h" in result.output


def test_one_fetch_at_a_time(site: SiteMaker) -> None:
    archive = showing(site, [])
    with hold(lock_file(SitePaths.of(archive.root))):
        result = CliRunner().invoke(program, ["pictures", "fetch", str(archive.root)])
    assert result.exception.exit_code == 3  # type: ignore[union-attr]


def test_without_the_extra(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpcore", None)
    result = CliRunner().invoke(program, ["pictures", "fetch", str(showing(site, []).root)])
    assert "pip install 'backfile[pictures]'" in str(result.exception)
