"""The docs cannot drift: they name every command, option, exit code, field of the report and problem code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from jinja2 import Environment

from generator import errors
from generator.cli import program
from generator.profile import Part, Profile, Result, Tally, Work
from generator.report import Report
from generator.theme import views
from generator.theme.assets import assets
from generator.theme.environment import environment
from generator.theme.lookup import find_theme

ROOT = Path(__file__).parent.parent
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
DOCS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))


def commands() -> dict[str, click.Command]:
    context = click.Context(program)
    return {
        name: found
        for name in program.list_commands(context)
        if (found := program.get_command(context, name))
    }


@pytest.mark.parametrize(("name", "command"), commands().items(), ids=commands())
def test_commands_and_options(name: str, command: click.Command) -> None:
    assert f"`backfile {name}" in OPERATING
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            for option in parameter.opts:
                assert f"`{option}" in OPERATING, option
            assert parameter.help
    assert "Example: backfile " in (command.help or "")


def test_exit_codes() -> None:
    codes = {
        cls.exit_code
        for cls in vars(errors).values()
        if isinstance(cls, type) and issubclass(cls, errors.BackfileError)
    }
    assert codes == {1, 3}
    for code in codes | {0, 2}:
        assert re.search(rf"^\| {code} \|", OPERATING, re.MULTILINE)


def test_the_report() -> None:
    for name in Report().as_json():
        assert f"`{name}`" in OPERATING


def test_the_profile_in_the_report() -> None:
    found = Profile()
    found.work["render"].add(Work(1.0, 1.0))
    found.outputs["post"].count = 1
    found.parts[Part("post.html", "template")].add(
        Tally(1000, 1.0, 1.0, results={Result(b"", "", "")}, within={None})
    )
    told = found.as_json()
    rows = [told["workers"]["render"], *told["outputs"], *told["parts"], *told["findings"]]
    assert len(rows) == 4
    for name in {*told, *(name for row in rows for name in row)}:
        assert f"`{name}`" in OPERATING, name


def test_what_themes_can_use() -> None:
    themes = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    plain = Environment(extensions=[])
    theme = find_theme("default", Path("/nowhere"))
    env = environment(theme, "zh-CN", assets(theme, {}))
    assert set(env.filters) - set(plain.filters) == {"date", "fill", "language"}
    assert set(env.globals) - set(plain.globals) == {"asset", "text"}
    for name in ("date", "fill", "language", "asset", "text"):
        assert re.search(rf"`[^`]*\b{name}\b", themes), name
    assert "{% once" in themes
    for view in (
        views.Site,
        views.Post,
        views.Card,
        views.Page,
        views.Pager,
        views.StaticPage,
        views.Publisher,
    ):
        for field in view._fields:
            assert f"`{field}`" in themes, f"{view.__name__}.{field}"


def problem_codes() -> set[str]:
    """Return the strings in the package that have the form of a problem's code."""
    form = re.compile(r"(?:address|alias|scan|verify|post)\.[a-z-]+")
    found = set()
    for file in (ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and form.fullmatch(node.value):
                found.add(node.value)
    return found - {"post.html"}


@pytest.mark.parametrize("code", sorted(problem_codes()))
def test_problem_codes(code: str) -> None:
    assert f"`{code}`" in DOCS


def test_links_between_docs_lead_somewhere() -> None:
    for file in [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]:
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", prose):
            assert (file.parent / target).exists(), f"{file.name}: {target}"
