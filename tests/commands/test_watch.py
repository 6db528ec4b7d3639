from __future__ import annotations

from datetime import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from generator.cli import program
from generator.core.paths import SitePaths
from generator.pipeline.build import Options
from generator.publish.target import FolderTarget, GitTarget
from generator.watch.options import WatchOptions

Asked = list[tuple[SitePaths, Options, WatchOptions]]


def run(*arguments: str | Path) -> None:
    CliRunner().invoke(
        program, ["watch", *map(str, arguments)], catch_exceptions=False, standalone_mode=False
    )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Collect what is asked for; nothing is watched."""
    found: Asked = []
    monkeypatch.setattr(
        "generator.commands.watch.watch",
        lambda paths, builds, options, _: found.append((paths, builds, options)),
    )
    return found


def test_defaults(asked: Asked, tmp_path: Path) -> None:
    run(tmp_path)
    ((paths, builds, options),) = asked
    assert paths.root == tmp_path
    assert (builds.jobs, builds.drafts, builds.future) == (0, False, False)
    assert options == WatchOptions(15.0, time(3, 30), False, None, 5, "")


def test_options(asked: Asked, tmp_path: Path) -> None:
    run(
        tmp_path, "--publish", "git:origin#pages", "--keep", "9", "--exec", "true", "--look", "0.5",
        "--survey-at", "23:05", "--poll", "--jobs", "2", "--drafts", "--future", "--output", tmp_path / "out",
    )  # fmt: skip
    ((paths, builds, options),) = asked
    assert paths.output == tmp_path / "out"
    assert (builds.jobs, builds.drafts, builds.future) == (2, True, True)
    assert options == WatchOptions(0.5, time(23, 5), True, GitTarget("origin", "pages"), 9, "true")


def test_the_target_of_site_yaml(asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("title: x\npublish:\n  target: www\n", "utf-8")
    run(tmp_path, "--publish")
    assert asked[0][2].target == FolderTarget(tmp_path / "www")


def test_no_target(asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("title: x\n", "utf-8")
    with pytest.raises(click.UsageError, match=r"set publish\.target in site\.yaml"):
        run(tmp_path, "--publish")
    assert asked == []
