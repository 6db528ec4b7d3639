"""The command line as people and scripts meet it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__, cli
from generator.system import signals
from generator.system.lock import hold
from tests.conftest import SiteMaker
from tests.sites import post


def backfile(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_version() -> None:
    assert backfile("--version").stdout == f"backfile, version {__version__}\n"


@pytest.mark.parametrize(
    ("words", "completed"),
    [("backfile b", "build"), ("backfile import j", "jekyll jsonl"), ("backfile check --form", "--format")],
)
def test_the_shell_is_told_what_may_follow(words: str, completed: str) -> None:
    typed = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    # As the script that is installed: the name of the variable follows from that of the command.
    code = "import sys; sys.argv = ['backfile']; from generator.cli import main; main()"
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=False,
        env={**os.environ, "_BACKFILE_COMPLETE": "bash_complete", **typed},
    )  # fmt: skip
    assert told.stdout.split() == [f"plain,{word}" for word in completed.split()]


def test_init_then_build(tmp_path: Path) -> None:
    site = tmp_path / "new archive"
    assert backfile("init", site, "--title", '我的"馆": #1').returncode == 0
    assert sorted(path.name for path in site.iterdir()) == [".gitignore", "content", "site.yaml"]
    built = backfile("build", site)
    assert (built.returncode, built.stderr) == (0, "")
    assert "0 found: 0 published" in built.stdout
    assert "<title>我的&#34;馆&#34;: #1</title>" in (site / "output" / "index.html").read_text(
        encoding="utf-8"
    )
    again = backfile("init", site)
    assert again.returncode == 1
    assert "there is already an archive in this folder" in again.stderr


def test_a_bad_post_is_told_and_the_rest_is_published(site: SiteMaker, tmp_path: Path) -> None:
    one = site(
        {"posts/a.md": post(), "posts/b.md": "", "posts/c.md": "---\ntitle: a: b\ndate: 2021-12-28\n---\nx\n"}
    )
    report = tmp_path / "report.json"
    built = backfile("build", one.root, "--json", report)
    assert built.returncode == 0
    assert "error: content/posts/b.md: " in built.stderr
    assert "warning: content/posts/c.md:2:" in built.stderr
    assert "3 found: 2 published, 1 of them rescued, 1 quarantined" in built.stdout
    found = json.loads(report.read_text(encoding="utf-8"))
    assert (found["posts"], found["published"], found["rescued"], found["quarantined"]) == (3, 2, 1, 1)


def test_strict_publishes_nothing(site: SiteMaker, tmp_path: Path) -> None:
    one = site({"posts/a.md": post(), "posts/b.md": ""})
    report = tmp_path / "report.json"
    built = backfile("build", one.root, "--strict", "--json", report)
    assert built.returncode == 1
    assert "--strict allows no problems, and there are 1; nothing was published" in built.stderr
    assert not one.output.exists()
    assert json.loads(report.read_text(encoding="utf-8"))["quarantined"] == 1


def test_a_config_error_names_the_place(site: SiteMaker) -> None:
    one = site({}, "title: x\nbuild:\n  workers: many\n  wrkers: 2\n")
    built = backfile("build", one.root)
    assert built.returncode == 1
    assert "site.yaml:3:3: build.workers: " in built.stderr
    assert "site.yaml:4:3: build.wrkers: " in built.stderr
    assert "did you mean" in built.stderr
    assert "Traceback" not in built.stderr


@pytest.mark.parametrize(
    "arguments", [["build", "--jobs", "x"], ["build", "/nowhere"], ["bulid"], ["build", "--nope"]]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    assert backfile(*arguments).returncode == 2


def test_a_held_lock_is_exit_code_3(site: SiteMaker) -> None:
    one = site({"posts/a.md": post()})
    with hold(one.root / ".backfile" / "lock"):
        built = backfile("build", one.root)
    assert built.returncode == 3
    assert "another build or publication of this archive is running" in built.stderr


def test_no_archive_here(tmp_path: Path) -> None:
    built = backfile("build", tmp_path)
    assert built.returncode == 1
    assert "site.yaml" in built.stderr
    assert "Traceback" not in built.stderr
    assert not (tmp_path / ".backfile").exists()


def test_annotations_under_actions(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(), "posts/b.md": ""})
    built = backfile("build", one.root, GITHUB_ACTIONS="true")
    assert "::error file=content/posts/b.md,title=post.empty::" in built.stdout


def test_quiet_says_nothing(site: SiteMaker) -> None:
    built = backfile("build", site({"posts/a.md": post()}).root, "--quiet")
    assert (built.stdout, built.stderr) == ("", "")


def test_verify(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(slug="a"), "static/own.txt": "x"})
    assert backfile("build", one.root, "--verify").returncode == 1
    assert backfile("build", one.root).returncode == 0
    (one.output / "foreign.txt").write_text("x", encoding="utf-8")
    assert backfile("build", one.root, "--verify").returncode == 0
    page = one.output / "2021/12/28/a.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    (one.output / "own.txt").unlink()
    verified = backfile("build", one.root, "--verify")
    assert verified.returncode == 1
    assert "output/2021/12/28/a.html: it differs" in verified.stderr
    assert "output/own.txt: it is missing" in verified.stderr
    assert backfile("build", one.root).returncode == 0
    assert backfile("build", one.root, "--verify").returncode == 0


def test_output_elsewhere_is_its_own(site: SiteMaker, tmp_path: Path) -> None:
    one = site({"posts/a.md": post(slug="a")})
    assert backfile("build", one.root, "--output", tmp_path / "there").returncode == 0
    assert not one.output.exists()
    one.write({"content/posts/b.md": post(slug="b"), "content/posts/a.md": None})
    assert backfile("build", one.root).returncode == 0
    assert backfile("build", one.root, "--output", tmp_path / "there").returncode == 0
    assert not (tmp_path / "there/2021/12/28/a.html").exists()
    assert (tmp_path / "there/2021/12/28/b.html").exists()


def test_names_that_are_not_utf8_can_be_said(tmp_path: Path) -> None:
    """The summary names the side file of bad records, on a terminal that takes nothing but UTF-8."""
    file = Path(os.fsdecode(bytes(tmp_path) + b"/\xff.jsonl"))
    file.write_text("{")
    done = backfile("import", "jsonl", file, tmp_path / "site", PYTHONIOENCODING="utf-8:strict")
    assert done.returncode == 4
    assert "\\udcff.bad.jsonl" in done.stdout


def test_a_signal_while_a_class_is_made_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before Python 3.12 it comes in a RuntimeError; dataclasses are made while settings are read."""

    class Field:
        def __set_name__(self, owner: type, name: str) -> None:
            raise signals.Interruption(signal.SIGTERM)

    def make(**_: object) -> None:
        type("Made", (), {"field": Field()})

    monkeypatch.setattr(cli, "program", make)
    monkeypatch.setattr(signals, "listen", lambda: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 143
    assert capsys.readouterr().err == "backfile: stopped by SIGTERM; run it again to continue\n"


def test_other_errors_of_the_program_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(cli, "program", fail)
    monkeypatch.setattr(signals, "listen", lambda: None)
    with pytest.raises(RuntimeError, match="a defect"):
        cli.main()
