"""How `backfile explain` is called, and how it prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import program
from generator.core.errors import BackfileError
from tests.conftest import SiteMaker
from tests.sites import post


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, ["explain", *map(str, arguments)])


def test_here_or_in_a_folder(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    one = site({"posts/a.md": post("甲", slug="a")})
    one.build()
    there = run(one.root, "/2021/12/28/a")
    assert (there.exit_code, there.output.splitlines()[0]) == (0, "2021/12/28/a.html")
    monkeypatch.chdir(one.root / "content" / "posts")
    assert run("../..", "a.md").output.splitlines()[0] == "content/posts/a.md"
    monkeypatch.chdir(one.root)
    assert run("a.md").exit_code == 1
    assert run("index.html").output.splitlines()[0] == "index.html"


def test_lines_are_wrapped_and_paths_stay_whole(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    one = site({"posts/a.md": post("甲", slug="a-b-" * 20)})
    one.build()
    lines = run(one.root, "content/posts/a.md").output.splitlines()
    assert all(len(line) <= 40 or " " not in line.strip() for line in lines)
    assert any(("a-b-" * 20).rstrip("-") in line for line in lines)


def test_another_output(site: SiteMaker, tmp_path: Path) -> None:
    one = site({"posts/a.md": post("甲", slug="a")})
    one.build(output=tmp_path / "there")
    there = run(one.root, "--output", tmp_path / "there", "index.html")
    assert there.output.splitlines()[0] == "index.html"
    assert isinstance(run(one.root, "index.html").exception, BackfileError)


@pytest.mark.parametrize("arguments", [[], ["a", "b", "c"], ["/nowhere", "index.html"]])
def test_wrong_usage(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2
