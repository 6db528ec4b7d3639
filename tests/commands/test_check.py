"""`backfile check` as people and scripts call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import program
from generator.core.errors import ConfigError
from tests.conftest import SiteMaker
from tests.sites import Site, post


@pytest.fixture(autouse=True)
def not_on_github(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def run(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner().invoke(program, ["check", *map(str, arguments)], env=environment)


@pytest.fixture
def faulty(site: SiteMaker) -> Site:
    return site({"posts/a.md": post(body="[x](no.md) [y](#no)")})


def test_errors_are_exit_code_1(faulty: Site) -> None:
    called = run(faulty.root)
    assert (called.exit_code, called.stderr) == (1, "")
    assert called.stdout.endswith("\n\n1 post checked: 1 error and 1 warning in 1 file\n")


def test_warnings_count_when_asked(faulty: Site) -> None:
    assert run(faulty.root, "--ignore", "link.missing").exit_code == 0
    assert run(faulty.root, "--ignore", "link.missing", "--strict").exit_code == 1
    assert run(faulty.root, "--ignore", "link", "--ignore", "anchor", "--strict").exit_code == 0


def test_only(faulty: Site) -> None:
    told = run(faulty.root, "--only", "anchor.missing", "--quiet").stdout
    assert [line.partition(": ")[2][:8] for line in told.splitlines() if line.startswith("content")] == [
        "warning:"
    ]
    assert "checked" not in told


def test_formats(faulty: Site) -> None:
    called = run(faulty.root, "--format", "json")
    assert len(json.loads(called.stdout)["findings"]) == 2
    assert "1 post checked" in called.stderr
    assert run(faulty.root, GITHUB_ACTIONS="true").stdout.startswith(
        "::error file=content/posts/a.md,line=5,"
    )
    assert json.loads(run(faulty.root, "--format", "sarif").stdout)["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("links", 'did you mean "link"?'),
        ("nonsense", "docs/check.md"),
        ("link.mising", "link.missing"),
        ("link.", "did you mean"),
    ],
)
def test_codes_that_there_are_not(faulty: Site, code: str, hint: str) -> None:
    called = run(faulty.root, "--ignore", code)
    assert called.exit_code == 2
    assert hint in called.stderr


def test_a_mistake_in_site_yaml(faulty: Site) -> None:
    faulty.write({"site.yaml": "titel: x\n"})
    assert isinstance(run(faulty.root).exception, ConfigError)
    assert not (faulty.root / ".backfile").exists()


def test_the_example_archive_is_clean(tmp_path: Path) -> None:
    import shutil

    root = Path(__file__).parent.parent.parent
    shutil.copytree(root / "content", tmp_path / "content")
    shutil.copy(root / "site.yaml", tmp_path)
    called = run(tmp_path, "--strict")
    assert (called.exit_code, called.stdout) == (0, "51 posts checked: nothing is wrong\n")
