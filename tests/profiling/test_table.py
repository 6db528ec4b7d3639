"""What `--profile` prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import program
from generator.profiling.profile import Kind, Part, PartCost, Profile, Result
from generator.profiling.table import tables
from tests.conftest import SiteMaker
from tests.sites import post


def profile(kind: Kind = "block", *results: Result) -> Profile:
    found = Profile()
    found.workers["render"].wall, found.workers["render"].cpu = 2.5, 2.0
    outputs = found.outputs["post"]
    outputs.count, outputs.seconds, outputs.templates, outputs.size = 1000, 1.5, 1.0, 2_000_000
    part = found.parts[Part("post.html", kind, "12")]
    part.add(PartCost(1000, 1.0, 1.0, 5000, results=set(results), callers={None}))
    found.parts[Part("base.html", "compiling")].add(PartCost(1, 0.001, 0.001))
    return found


def told(kind: Kind, *results: Result) -> str:
    return tables(profile(kind, *results), {"read": 1.0, "render": 3.0})


def test_the_tables() -> None:
    text = told("block", Result(b"a", "../", "post"))
    assert [line.split() for line in text.splitlines()[:12] if line] == [
        ["stage", "seconds", "share", "in", "workers", "of", "the", "processor"],
        ["read", "1.000", "25%"],
        ["render", "3.000", "75%", "2.500", "2.000"],
        ["output", "count", "seconds", "share", "mean", "µs", "in", "templates", "in", "bodies", "KB"],
        ["post", "1,000", "1.500", "75%", "1,500", "1.000", "2,000"],
        ["writing,", "copying", "0.500", "25%"],
        ["template", "calls", "results", "seconds", "own", "share", "mean", "µs", "KB"],
        ["post.html,", "block", "12", "1,000", "1", "1.000", "1.000", "100%", "1,000", "5"],
        ["1", "other", "parts", "0.001", "0%"],
    ]


ONE, OTHER = Result(b"a", "../", "post"), Result(b"b", "./", "post")
THIRD = Result(b"c", "./", "post")


@pytest.mark.parametrize(
    ("kind", "results", "sentence"),
    [
        (
            "block",
            [ONE],
            "post.html, block 12: 1,000 calls, 1 result; remembered, it would save 1.00 s. On these pages",
        ),
        ("block", [ONE], 'On these pages `{% once "all" %}` would do.'),
        ("macro", [ONE, OTHER], "would save 1.00 s. On these pages `{% once root %}` would do."),
        ("block", [OTHER, THIRD], "would save 1.00 s, if a `once` can name what makes the difference."),
        ("call", [ONE], "would save 1.00 s. If it is a `once`, its key names more than makes a difference."),
    ],
)
def test_findings(kind: Kind, results: list[Result], sentence: str) -> None:
    assert sentence in told(kind, *results)


def test_nothing_to_say() -> None:
    many = [Result(bytes([number]), "", "") for number in range(200)]
    assert told("block", *many).endswith("No template does the same work for many pages.")
    assert tables(Profile(), {"config": 0.1}) == "profile: nothing was rendered; --clean renders everything"


@pytest.mark.slow
def test_the_command(site: SiteMaker, tmp_path: Path) -> None:
    one = site({"posts/a.md": post()})
    report = tmp_path / "report.json"
    run = CliRunner().invoke(program, ["build", str(one.root), "--profile", "--json", str(report)])
    assert run.exit_code == 0, run.output
    assert "\npost.html, compiling it " in run.stdout
    found = json.loads(report.read_text("utf-8"))["profile"]
    assert set(found) == {"workers", "outputs", "parts", "findings"}
    again = CliRunner().invoke(program, ["build", str(one.root), "--profile"])
    assert "profile: nothing was rendered" in again.stdout
    quiet = CliRunner().invoke(program, ["build", str(one.root), "--profile", "--clean", "--quiet"])
    assert quiet.output == ""
