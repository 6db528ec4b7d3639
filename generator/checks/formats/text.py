"""Findings for people: by file, each with its place, its cause and its cure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.checks.check import Checked
from generator.core.model import Problem


def lines(checked: Checked) -> Iterator[str]:
    """Yield the findings, files apart, with their cures below them."""
    for _, found in groupby(checked.findings, key=lambda problem: problem.path):
        yield from (line for problem in found for line in _problem(problem))
        yield ""


def _problem(problem: Problem) -> Iterator[str]:
    place = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part)
    yield f"{place}: {problem.severity}: {problem.message} [{problem.code}]"
    if problem.hint:
        yield f"    {problem.hint}"


def summary(checked: Checked) -> str:
    """Return what a person wants to know at the end."""
    findings = checked.findings
    errors, warnings = findings.count("error"), findings.count("warning")
    looked = _some(checked.posts, "post")
    if not errors + warnings:
        return f"{looked} checked: nothing is wrong"
    files = _some(findings.files(), "file")
    return f"{looked} checked: {_some(errors, 'error')} and {_some(warnings, 'warning')} in {files}"


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
