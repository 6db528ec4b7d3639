"""Files for CI that `backfile init --ci` writes: their form, and what their steps do when they are run."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import program
from generator.commands.workflows import WORKFLOW_FILES
from generator.core.errors import BackfileError
from tests.fetching.hosts import running
from tests.pictures.samples import picture
from tests.repositories import git, isolate_git, needs_git
from tests.sites import Tree, make_site, post, tree

ROOT = Path(__file__).parents[2]
BAD = "---\ntitle: 坏\ndate: morgen\n---\n坏。\n"
_CRON = re.compile(r"[\d*/,-]+( [\d*/,-]+){4}")
#: Stands in for the `python` of CI: it installs this package by name alone.
_PYTHON = f"""#!/bin/sh
if [ "$1 $2 $3" = "-m pip install" ]; then
    echo "$@" >> "$BIN/installed"
    printf '#!/bin/sh\\nexec {shlex.quote(sys.executable)} -m generator "$@"\\n' > "$BIN/backfile"
    chmod +x "$BIN/backfile"
    exit 0
fi
exec {shlex.quote(sys.executable)} "$@"
"""


def init(*arguments: str | Path) -> str:
    result = CliRunner().invoke(program, ["init", *map(str, arguments)], catch_exceptions=True)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def files_of(system: str, folder: Path) -> dict[str, dict[Any, Any]]:
    """Return the files of a system as data, by their names; `on` is the key True for YAML 1.1."""
    init(folder / system, "--ci", system)
    return {
        name: yaml.safe_load((folder / system / place).read_text("utf-8"))
        for name, place in WORKFLOW_FILES[system].items()
    }


def test_the_workflow_for_github_has_the_form(tmp_path: Path) -> None:
    found = files_of("github", tmp_path)["github.yml"]
    assert set(found) == {"name", True, "concurrency", "permissions", "jobs"}
    assert set(found[True]) == {"push", "schedule", "workflow_dispatch"}
    assert all(_CRON.fullmatch(one["cron"]) for one in found[True]["schedule"])
    assert found["concurrency"] == {"group": "archive", "cancel-in-progress": False}
    assert found["permissions"] == {}
    [job] = found["jobs"].values()
    assert job["permissions"] == {"contents": "write"}
    assert 0 < job["timeout-minutes"] <= 60
    checkout, action = job["steps"]
    assert checkout == {"uses": "actions/checkout@v4"}
    assert f"{action['uses'].removeprefix('./')}/action.yml" == WORKFLOW_FILES["github"]["action.yml"]


def test_the_action_has_the_form(tmp_path: Path) -> None:
    files = files_of("github", tmp_path)
    action = files["action.yml"]
    assert set(action) == {"name", "description", "inputs", "outputs", "runs"}
    assert all(set(one) == {"description", "default"} for one in action["inputs"].values())
    [job] = files["github.yml"]["jobs"].values()
    assert set(job["steps"][1]["with"]) <= set(action["inputs"])
    assert action["runs"]["using"] == "composite"
    for step in action["runs"]["steps"]:
        assert ("run" in step) != ("uses" in step)
        assert set(step) <= {"name", "id", "if", "run", "uses", "with", "shell", "env", "working-directory"}
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z/-]+@v\d+", step["uses"])
        else:
            # An input in a script would be code.
            assert step["shell"] == "bash"
            assert "${{" not in step["run"]


def test_the_action_of_the_repository_is_the_same_file() -> None:
    assert (ROOT / "action.yml").samefile(ROOT / "generator/commands/ci/action.yml")


def test_what_is_restored_is_what_is_saved(tmp_path: Path) -> None:
    steps = files_of("github", tmp_path)["action.yml"]["runs"]["steps"]
    caches = [step for step in steps if step.get("uses", "").startswith("actions/cache/")]
    folder = "${{ inputs.archive }}"
    for name, paths in {
        "archive-": [f"{folder}/.backfile", f"{folder}/output"], "pictures-": [f"{folder}/pictures"]
    }.items():  # fmt: skip
        restore, save = (step for step in caches if step["with"]["key"].startswith(name))
        assert restore["with"] == save["with"] | {"restore-keys": name}
        assert save["with"]["path"].splitlines() == paths
        assert save["if"].startswith("always()")


def test_the_weekly_proof_is_the_one_that_is_scheduled(tmp_path: Path) -> None:
    files = files_of("github", tmp_path)
    [job] = files["github.yml"]["jobs"].values()
    weekly = files["github.yml"][True]["schedule"][1]["cron"]
    assert job["steps"][1]["with"]["verify"] == f"${{{{ github.event.schedule == '{weekly}' }}}}"
    verify = files["action.yml"]["runs"]["steps"][-1]
    assert (verify["run"], verify["if"]) == ("backfile build --verify", "inputs.verify == 'true'")


def test_the_pipeline_for_gitlab_has_the_form(tmp_path: Path) -> None:
    found = files_of("gitlab", tmp_path)["gitlab.yml"]
    assert set(found) == {"variables", "workflow", ".archive", "pages", "verify"}
    assert found[".archive"]["resource_group"] == "archive"
    pages = found["pages"]
    assert [one["paths"] for one in pages["cache"]] == [[".backfile/", "output/"], ["pictures/"]]
    assert {one["when"] for one in pages["cache"]} == {"always"}
    assert pages["artifacts"]["paths"] == ["public"]
    assert pages["artifacts"]["reports"] == {"codequality": "code-quality.json"}
    lines = [*found[".archive"]["before_script"], *pages["script"], *found["verify"]["script"]]
    assert all(isinstance(line, str) for line in lines)
    assert [one["policy"] for one in found["verify"]["cache"]] == ["pull", "pull"]


@pytest.mark.parametrize("system", WORKFLOW_FILES)
def test_scripts_are_valid_shell(tmp_path: Path, system: str) -> None:
    files = files_of(system, tmp_path)
    if system == "github":
        scripts = [step["run"] for step in files["action.yml"]["runs"]["steps"] if "run" in step]
    else:
        found = files["gitlab.yml"]
        scripts = [*found["pages"]["script"], *found["verify"]["script"]]
    for script in scripts:
        subprocess.run(["bash", "-n", "-c", script], check=True)


@pytest.mark.parametrize("system", WORKFLOW_FILES)
def test_an_archive_that_exists_gets_the_file_alone(tmp_path: Path, system: str) -> None:
    one = make_site(tmp_path / "site", {"posts/a.md": post()})
    before = tree(one.root)
    assert "written; its first lines list the settings" in init(one.root, "--ci", system)
    after = tree(one.root)
    files = list(WORKFLOW_FILES[system].values())
    assert after.keys() - before.keys() == set(files)
    assert "this file is there already" in init(one.root, "--ci", system)
    (one.root / files[0]).unlink()
    (one.root / files[-1]).write_text("mine")
    with pytest.raises(BackfileError, match="there is already a different file, which was kept"):
        init(one.root, "--ci", system)
    assert (one.root / files[-1]).read_text() == "mine"
    assert len(files) == 1 or not (one.root / files[0]).exists()


class Runner:
    """Runs the steps of a workflow as GitHub does: a fresh clone, a cache, one shell a step."""

    def __init__(self, folder: Path, origin: Path) -> None:
        self.folder = folder
        self.origin = origin
        self.bin = folder / "bin"
        self.cache = folder / "cache"
        self.runs = 0
        self.inputs: dict[str, str] = {}

    def run(self) -> dict[str, str]:
        """Run all steps; return what each said, by its name."""
        self.runs += 1
        shutil.rmtree(self.bin, ignore_errors=True)
        self.bin.mkdir()
        (self.bin / "python").write_text(_PYTHON)
        (self.bin / "python").chmod(0o755)
        clone = self.folder / f"run{self.runs}" / "repository"
        clone.parent.mkdir()
        git(self.folder, "clone", "-q", "--depth", "1", self.origin.as_uri(), str(clone))
        said: dict[str, str] = {}
        outputs: dict[str, dict[str, str]] = {}
        failed: list[AssertionError] = []
        for step in self._steps(clone):
            condition = step.get("if", "")
            if (failed and not condition.startswith("always()")) or not self._is_due(condition, outputs):
                continue
            try:
                if "run" in step:
                    said[step["name"]] = self._shell(step, clone, outputs)
                else:
                    self._use(step, clone)
            except AssertionError as error:
                failed.append(error)
        if failed:
            raise failed[0]
        return said

    def _steps(self, clone: Path) -> list[dict[str, Any]]:
        """Return the steps of the workflow's action, with its inputs; the checkout is done already."""
        flow, action = (
            yaml.safe_load((clone / place).read_text("utf-8")) for place in WORKFLOW_FILES["github"].values()
        )
        given = flow["jobs"]["publish"]["steps"][1]["with"]
        inputs = {name: given.get(name, one["default"]) for name, one in action["inputs"].items()}
        self.inputs = inputs
        text = yaml.safe_dump(action["runs"]["steps"])
        for name, value in inputs.items():
            text = text.replace(f"${{{{ inputs.{name} }}}}", value)
        steps: list[dict[str, Any]] = yaml.safe_load(text)
        return steps

    def _is_due(self, condition: str, outputs: dict[str, dict[str, str]]) -> bool:
        """Return whether a step is run that does not depend on whether others failed."""
        steps = re.findall(r"steps\.(\w+)\.outputs\.news == 'true'", condition)
        if steps:
            return any(outputs.get(step, {}).get("news") == "true" for step in steps)
        found = re.fullmatch(r"inputs\.(\w+) (==|!=) '(\w*)'", condition)
        assert found or not condition
        return not found or (self.inputs[found[1]] == found[3]) == (found[2] == "==")

    def _use(self, step: dict[str, Any], clone: Path) -> None:
        for name in step.get("with", {}).get("path", "").split():
            pair = [clone / name, self.cache / name]
            if step["uses"].startswith("actions/cache/restore@"):
                pair.reverse()
            if pair[0].exists():
                shutil.rmtree(pair[1], ignore_errors=True)
                shutil.copytree(*pair)

    def _shell(self, step: dict[str, Any], clone: Path, outputs: dict[str, dict[str, str]]) -> str:
        target = self.folder / "github-output"
        target.write_text("")
        environment = {
            **os.environ, **step.get("env", {}),
            "BIN": str(self.bin), "PATH": f"{self.bin}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT), "GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": str(target),
        }  # fmt: skip
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]], cwd=clone / step.get("working-directory", "."),
            env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, (step["name"], done.stderr)
        for line in target.read_text().splitlines():
            name, _, value = line.partition("=")
            outputs.setdefault(step["id"], {})[name] = value
        return done.stdout + done.stderr


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Return a runner for an archive with a workflow, in a bare repository."""
    isolate_git(monkeypatch)
    files = {f"posts/{name}.md": post(name, slug=name, categories="南方日报") for name in "abcde"}
    site = make_site(tmp_path / "site", files | {"posts/bad.md": BAD})
    site.write({".gitignore": "/output/\n/.backfile/\n"})
    init(site.root, "--ci", "github")
    git(site.root, "init", "-q", "--initial-branch", "main")
    git(site.root, "add", "-A")
    git(site.root, "commit", "-qm", "x")
    git(tmp_path, "clone", "-q", "--bare", str(site.root), "origin.git")
    git(tmp_path / "origin.git", "config", "uploadpack.allowFilter", "true")
    return Runner(tmp_path, tmp_path / "origin.git")


def pages(runner: Runner) -> Tree:
    folder = runner.folder / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    git(runner.folder, "clone", "-q", "--branch", "gh-pages", str(runner.origin), str(folder))
    shutil.rmtree(folder / ".git")
    return {path: data for path, data in tree(folder).items() if path != ".nojekyll"}


def commit(runner: Runner, name: str, text: str) -> None:
    folder = runner.folder / "editor"
    shutil.rmtree(folder, ignore_errors=True)
    git(runner.folder, "clone", "-q", str(runner.origin), str(folder))
    (folder / name).write_text(text, "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")
    git(folder, "push", "-q")


def written(said: dict[str, str]) -> int:
    found = re.search(r"files: +([\d,]+) written", said["Build"])
    return int(found[1]) if found else 0


@needs_git
def test_the_second_run_renders_and_sends_only_what_changed(runner: Runner) -> None:
    first = runner.run()
    assert (runner.bin / "installed").read_text() == "-m pip install --quiet backfile\n"
    assert first["Build"].count("::error file=content/posts/bad.md,line=3,col=7,title=date.") == 1
    before = pages(runner)
    assert written(first) == len(before) > 10
    assert b"nanfangribao" in subprocess.run(
        ["git", "show", "main:content/slugs.yaml"], cwd=runner.origin, capture_output=True, check=True
    ).stdout  # fmt: skip

    commit(runner, "content/posts/f.md", post("f", slug="f", categories="南方日报"))
    second = runner.run()
    after = pages(runner)
    changed = sum(before.get(path) != data for path, data in after.items())
    assert written(second) == changed < len(after) - 5
    assert f"{changed} files sent" in second["Publish"]

    third = runner.run()
    assert "nothing changed" in third["Build"]
    assert "up to date" in third["Publish"]
    assert pages(runner) == after


@needs_git
@pytest.mark.slow
def test_pictures_are_fetched_kept_and_shown(runner: Runner) -> None:
    place = WORKFLOW_FILES["github"]["github.yml"]
    with running() as host:
        address = host.serves("/a.png", picture(30, 20))
        commit(runner, "content/posts/p.md", post("p", slug="p", body=f"![字]({address})\n\n字。"))
        assert runner.run().get("Fetch pictures") is None
        assert not host.asked

        flow = git(runner.origin, "show", f"main:{place}")
        commit(runner, place, flow.replace('pictures: ""', "pictures: --limit 5 --allow-private"))
        said = runner.run()
        assert "1 kept" in said["Fetch pictures"]
        assert '"kept"' in git(runner.origin, "grep", "-h", address, "main", "--", "content/pictures")
        shown = {path: data for path, data in pages(runner).items() if path.startswith("assets/pictures/")}
        assert shown

        commit(runner, "content/posts/q.md", post("q", slug="q"))
        assert "nothing changed" not in runner.run()["Build"]
        assert {path: data for path, data in pages(runner).items() if path in shown} == shown
        assert host.asked["/a.png"] == 1


@needs_git
def test_a_publication_that_failed_is_made_up_for(runner: Runner) -> None:
    runner.run()
    refusal = runner.origin / "hooks" / "pre-receive"
    refusal.parent.mkdir(exist_ok=True)
    refusal.write_text("#!/bin/sh\ngrep -q gh-pages && exit 1\nexit 0\n")
    refusal.chmod(0o755)
    commit(runner, "content/posts/f.md", post("f", slug="f", categories="南方日报"))
    with pytest.raises(AssertionError, match="Publish"):
        runner.run()
    refusal.unlink()
    runner.run()
    assert any(path.endswith("/f.html") for path in pages(runner))


@needs_git
def test_the_report_of_code_quality_is_written(tmp_path: Path) -> None:
    one = make_site(tmp_path / "site", {"posts/bad.md": BAD})
    file = tmp_path / "quality.json"
    CliRunner().invoke(program, ["build", str(one.root), "--code-quality", str(file)])
    [found] = json.loads(file.read_text("utf-8"))
    assert found["location"] == {"path": "content/posts/bad.md", "lines": {"begin": 3}}


def _push_between(runner: Runner, monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> dict[str, str]:
    """Run the steps where nobody has an identity, and somebody pushes a file before new slugs are kept."""
    shell = Runner._shell

    def come_between(self: Runner, step: dict[str, Any], *given: Any) -> str:
        if step["name"] == "Keep new slugs and pictures":
            commit(runner, name, text)
            count = int(os.environ["GIT_CONFIG_COUNT"])
            bare = {"GIT_CONFIG_KEY_0": "user.useConfigOnly", "GIT_CONFIG_VALUE_0": "true"}
            bare |= {"GIT_CONFIG_KEY_1": "user.useConfigOnly", "GIT_CONFIG_VALUE_1": "true"}
            assert count >= 2
            with monkeypatch.context() as patch:
                for key, value in bare.items():
                    patch.setenv(key, value)
                return shell(self, step, *given)
        return shell(self, step, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Runner, "_shell", come_between)
        return runner.run()


@needs_git
def test_slugs_are_kept_also_when_somebody_pushed_meanwhile(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = _push_between(runner, monkeypatch, "notes.txt", "x")
    assert "::warning" not in said["Keep new slugs and pictures"]
    assert b"nanfangribao" in git(runner.origin, "show", "main:content/slugs.yaml").encode()
    assert git(runner.origin, "show", "main:notes.txt") == "x"


@needs_git
def test_slugs_that_two_have_made_are_told_and_leave_no_half_rebase(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = _push_between(runner, monkeypatch, "content/slugs.yaml", "other: x\n")
    assert "::warning file=content/slugs.yaml::" in said["Keep new slugs and pictures"]
    clone = runner.folder / "run1" / "repository"
    assert not (clone / ".git" / "rebase-merge").exists()
    assert git(clone, "status", "--porcelain", "--untracked-files=no") == ""
    assert pages(runner)
