"""What brings the program to its users: workflows, image, and the site of the documentation."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import program
from tests.sites import Site

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def workflow(path: Path) -> dict[Any, Any]:
    """Return a workflow; `on` is the key True for YAML 1.1."""
    found: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


def test_there_are_workflows_for_tests_releases_and_docs() -> None:
    assert [path.name for path in WORKFLOWS] == ["docs.yml", "release.yml", "test.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_have_the_form(path: Path) -> None:
    found = workflow(path)
    # Nothing is permitted but what a job asks for.
    assert found["permissions"] in ({}, {"contents": "read"})
    for job in found["jobs"].values():
        assert job["timeout-minutes"] <= 60
        assert set(job.get("permissions", {}).values()) <= {"read", "write"}
    for step in steps(path):
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z/-]+@v\d+", step["uses"])
        else:
            # An expression in a script would be code of whoever chose a tag's name.
            assert "${{" not in step["run"]
            subprocess.run(["bash", "-n", "-c", step["run"]], check=True)


def test_workflows_run_what_there_is() -> None:
    scripts = "\n".join(step.get("run", "") for path in WORKFLOWS for step in steps(path))
    for name in re.findall(r"(?:^|\s)((?:\.ci|docs|scripts)/[\w./-]+)", scripts):
        assert (ROOT / name).is_file(), name


def _instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile with their arguments."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def test_the_image_is_slim_and_runs_the_command_as_nobody_special() -> None:
    found = _instructions()
    bases = [value for name, value in found if name == "FROM"]
    assert all(re.fullmatch(r"python:3\.\d+-slim( AS build)?", base) for base in bases)
    last = dict(found[max(number for number, (name, _) in enumerate(found) if name == "FROM") :])
    assert last["USER"] not in ("root", "0")
    assert json.loads(last["ENTRYPOINT"]) == ["backfile"]


def test_the_image_copies_what_the_build_may_see() -> None:
    allowed = {
        line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")
    }
    copies = [value.split() for name, value in _instructions() if name == "COPY" and "--from" not in value]
    names = {name for copy in copies for name in copy[:-1]}
    assert names == allowed
    assert all((ROOT / name).exists() for name in names)


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the archive of the documentation, built."""
    folder = tmp_path_factory.mktemp("docs")
    subprocess.run([sys.executable, str(ROOT / "docs/site/collect.py"), str(folder)], check=True)
    result = CliRunner().invoke(program, ["build", str(folder), "--strict"])
    assert result.exit_code == 0, result.output
    return Site(folder)


def test_the_site_of_the_documentation_has_no_problems(docs: Site) -> None:
    result = CliRunner().invoke(program, ["check", str(docs.root)])
    assert result.exit_code == 0, result.output
    assert "nothing is wrong" in result.output


def test_every_page_and_decision_is_there(docs: Site) -> None:
    output = docs.tree()
    for page in (ROOT / "docs").glob("*.md"):
        assert f"docs/{page.stem}.html" in output
    for decision in (ROOT / "docs" / "adr").glob("*.md"):
        assert f"decisions/{decision.stem}.html" in output


def test_links_between_pages_and_decisions_lead_there(docs: Site) -> None:
    output = docs.tree()
    assert b'href="../docs/packs.html"' in output["decisions/0021-packs.html"]
    linked = [
        path
        for path, data in output.items()
        if path.startswith("docs/") and path.endswith(".html") and b'href="../decisions/' in data
    ]
    assert linked
    assert b'href="../category/decisions.html"' in output["docs/architecture.html"]


def test_titles_are_headings_once(docs: Site) -> None:
    page = docs.tree()["docs/publish.html"].decode()
    assert len(re.findall(r"<h1\b", page)) == 1
    assert "Publishing an archive</h1>" in page


def test_every_extra_is_documented() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    table = (ROOT / "docs" / "installing.md").read_text("utf-8").partition("## Extras")[2]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(declared) - {"dev"}
