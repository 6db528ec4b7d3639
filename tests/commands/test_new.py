"""`backfile new` as people and scripts call it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import program
from generator.core.errors import BackfileError
from tests.conftest import SiteMaker
from tests.sites import post


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1641772800")


def run(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner().invoke(program, ["new", *map(str, arguments)], env=environment)


def test_the_path_stands_alone_on_stdout(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    one = site({"posts/2021-12-28-a.md": post(categories="wanbao")})
    monkeypatch.chdir(one.root)
    called = run("夜航", "--category", "wanb")
    assert (called.exit_code, called.stdout) == (0, "content/posts/2022-01-10-yehang.md\n")
    assert called.stderr.startswith("category wanb: interpreted as wanbao")
    monkeypatch.chdir(one.root.parent)
    assert run(one.root.name, "夜航").stdout == f"{one.root.name}/content/posts/2022-01-10-yehang-2.md\n"


@pytest.mark.parametrize("words", [[], ["nowhere", "x"], [".", "x", "y"]])
def test_wrong_usage(words: list[str]) -> None:
    assert run(*words).exit_code == 2


def test_the_editor_is_run_with_its_arguments(site: SiteMaker, tmp_path: Path) -> None:
    one = site({})
    editor = tmp_path / "my editor.sh"
    editor.write_text('#!/bin/sh\necho "$1" >> "$2"\n', encoding="utf-8")
    editor.chmod(0o755)
    called = run(one.root, "夜航", "--edit", VISUAL=f"'{editor}' --wait", EDITOR="false")
    assert called.exit_code == 0, called.output
    file = one.root / "content/posts/2022/01/2022-01-10-yehang.md"
    assert file.read_text(encoding="utf-8").endswith("---\n\n--wait\n")


@pytest.mark.parametrize(
    ("editor", "why"),
    [("", "no editor is set"), ("/nowhere/vi", "can't be run: No such file"), ("false", "exit code 1"),
     ("'", "can't be run: No closing quotation")],
)  # fmt: skip
def test_an_editor_that_fails_is_told_and_the_post_stays(site: SiteMaker, editor: str, why: str) -> None:
    one = site({})
    called = run(one.root, "夜航", "--edit", VISUAL="", EDITOR=editor)
    assert isinstance(called.exception, BackfileError)
    assert why in str(called.exception)
    assert (one.root / "content/posts/2022/01/2022-01-10-yehang.md").exists()
