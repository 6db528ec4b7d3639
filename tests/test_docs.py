"""The docs cannot drift: they name every command, option, exit code, field of the report and problem code."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import get_args

import click
import pytest
from jinja2 import Environment

from generator.checks.codes import KINDS
from generator.cli import program
from generator.core import errors
from generator.core.paths import SitePaths
from generator.importers.records.field_names import FIELD_NAMES
from generator.importers.report import ImportReport
from generator.notifications.classify import Changes
from generator.pipeline.build import Scope
from generator.profiling.profile import Part, PartCost, Profile, Result, WorkerTime
from generator.reporting.report import Report
from generator.theme import view_models
from generator.theme.assets import assets
from generator.theme.environment import environment
from generator.theme.lookup import find_theme
from generator.theme.manifest import Kind
from generator.watch import journal
from generator.watch.after_batch import environment as environment_of_command
from generator.watch.journal import Done
from generator.watch.schedule import Batch, Cause

ROOT = Path(__file__).parent.parent
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
IMPORT = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
CHECK = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
DOCS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))


def commands() -> dict[str, click.Command]:
    context = click.Context(program)
    found = {
        name: command
        for name in program.list_commands(context)
        if (command := program.get_command(context, name))
    }
    groups = [(name, command) for name, command in found.items() if isinstance(command, click.Group)]
    for name, group in groups:
        found |= {f"{name} {inner}": command for inner, command in group.commands.items()}
    return found


@pytest.mark.parametrize(("name", "command"), commands().items(), ids=commands())
def test_commands_and_options(name: str, command: click.Command) -> None:
    assert f"`backfile {name.partition(' ')[0]}" in OPERATING
    assert f"backfile {name}" in DOCS
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


def test_the_lines_and_variables_of_a_watch() -> None:
    watch = (ROOT / "docs" / "watch.md").read_text(encoding="utf-8")
    batch = Batch("start", Changes(), Scope(), 0.0)
    done = Done(1, batch, Report(), 0.0, 0.0, (), 0)
    for name in done.as_json().keys() - Report().as_json().keys():
        assert f"\n| `{name}` |" in watch, name
    for name in environment_of_command(done, None, SitePaths.of(Path("/archive"))):
        assert f"`{name}`" in watch, name
    for cause in get_args(Cause):
        assert f"\n| `{cause}` |" in watch, cause
    for event in re.findall(r'_record\("([a-z-]+)"', inspect.getsource(journal)):
        assert f"\n| `{event}` |" in watch, event


def test_the_report_of_an_import() -> None:
    for name in ImportReport().as_json():
        assert f"`{name}`" in IMPORT, name


def test_options_and_fields_of_imports() -> None:
    options = {
        option
        for name, command in commands().items()
        if name.startswith("import ")
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    for name in {*options, *FIELD_NAMES}:
        assert re.search(rf"`{name}\b", IMPORT), name


def test_the_profile_in_the_report() -> None:
    found = Profile()
    found.workers["render"] = WorkerTime(1.0, 1.0)
    found.outputs["post"].count = 1
    found.parts[Part("post.html", "template")].add(
        PartCost(1000, 1.0, 1.0, results={Result(b"", "", "")}, callers={None})
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
    assert set(env.filters) - set(plain.filters) == {"date", "direction", "fill", "language"}
    assert set(env.globals) - set(plain.globals) == {"asset", "text"}
    for name in ("date", "direction", "fill", "language", "asset", "text"):
        assert re.search(rf"`[^`]*\b{name}\b", themes), name
    assert "{% once" in themes
    shown = [
        view
        for view in vars(view_models).values()
        if isinstance(view, type) and view.__module__ == view_models.__name__
    ]
    assert {view_models.Site, view_models.Term, view_models.HalfYear} < set(shown)
    for view in shown:
        section = themes.partition(f"\n### {view.__name__}\n")[2].partition("\n#")[0]
        for field in _fields(view):
            assert f"`{field}`" in section, f"{view.__name__}.{field}"


def _fields(view: type) -> set[str]:
    """Return what templates can ask a view for."""
    named = {name for name, value in vars(view).items() if isinstance(value, property)}
    return named | set(view.__annotations__)


def test_the_parts_of_the_default_theme() -> None:
    themes = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8").splitlines()
    for file in (ROOT / "themes" / "default" / "templates").glob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert any(line.startswith(f"| `{file.name}` |") for line in themes), file.name
        named = (file.name, *re.findall(r'{% extends "(.+)" %}', text))
        rows = "".join(line for line in themes if line.startswith(tuple(f"| `{name}` |" for name in named)))
        for block in re.findall(r"{% block (\w+) %}", text):
            assert f"`{block}`" in rows, f"{file.name}: {block}"


def test_what_themes_can_declare() -> None:
    themes = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    for kind in get_args(Kind):
        assert f"\n| `{kind}` |" in themes, kind
    for theme in ("default", "broadsheet"):
        for option in find_theme(theme, Path("/nowhere")).options:
            assert f"\n| `{option}` |" in themes, option


def test_the_worked_example_is_small() -> None:
    folder = ROOT / "themes" / "broadsheet"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert sum(path.read_text(encoding="utf-8").count("\n") for path in files) < 60
    themes = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    assert (folder / "templates" / "base.html").read_text(encoding="utf-8") in themes


def problem_codes() -> set[str]:
    """Return the strings in the package that have the form of a problem's code."""
    form = re.compile(r"""(["'])((?:address|alias|import|scan|verify|post)\.[a-z-]+)\1""")
    files = (ROOT / "generator").rglob("*.py")
    return {code for file in files for _, code in form.findall(file.read_text("utf-8"))} - {"post.html"}


def test_problem_codes() -> None:
    found = problem_codes()
    assert {"scan.name", "verify.difference"} <= found
    assert {code for code in found if f"`{code}`" not in DOCS} == set()


MARKDOWN = [
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md")),
]


def anchors(file: Path) -> set[str]:
    """Return the ids that GitHub gives the headings of a file."""
    prose = re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("file", MARKDOWN, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_between_docs_lead_somewhere(file: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    for path, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", prose):
        target = file.parent / path if path else file
        assert target.exists(), path
        if anchor:
            assert anchor in anchors(target), f"{path}#{anchor}"


@pytest.mark.parametrize("file", sorted((ROOT / "docs").rglob("*.md")), ids=lambda file: file.name)
def test_modules_that_docs_name_exist(file: Path) -> None:
    for path in re.findall(r"`((?:\w+/)+\w+\.py)`", file.read_text(encoding="utf-8")):
        assert (ROOT / path).exists() or (ROOT / "generator" / path).exists(), path


def test_the_index_names_every_page() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for file in (ROOT / "docs").rglob("*.md"):
        if file.name != "index.md":
            assert f"]({file.relative_to(ROOT / 'docs').as_posix()})" in index, file.name


@pytest.mark.parametrize("code", sorted(KINDS))
def test_findings_of_checks(code: str) -> None:
    """Each has a row with how bad it is, and a cure."""
    rows = [line.split("|") for line in CHECK.splitlines() if line.startswith("| `")]
    (row,) = [row for row in rows if f"`{code}`" in row[1]]
    assert row[2].startswith(f" {KINDS[code].severity}: ")
    assert row[3].strip()
