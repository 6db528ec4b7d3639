"""Format problems for people: by file, each with its place, cause and cure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.checks.check import Checked
from generator.core.model import SEVERITIES, Problem
from generator.core.wording import counted, listed


def lines(checked: Checked) -> Iterator[str]:
    """Yield the problems with their cures below them, and an empty line after each file."""
    for _, found in groupby(checked.findings, key=lambda problem: problem.path):
        yield from (line for problem in found for line in _problem(problem))
        yield ""


def _problem(problem: Problem) -> Iterator[str]:
    yield f"{problem.place}: {problem.severity}: {problem.message} [{problem.code}]"
    if problem.hint:
        yield f"    {problem.hint}"


def summary(checked: Checked) -> str:
    """Return the line that ends a check: the numbers of posts, of problems by severity, and of files."""
    findings = checked.findings
    errors, warnings, notices = map(findings.count, SEVERITIES)
    posts = counted(checked.posts, "post")
    if not errors + warnings + notices:
        return f"{posts} checked: nothing is wrong"
    told = [counted(errors, "error"), counted(warnings, "warning")]
    told += [counted(notices, "notice")] if notices else []
    return f"{posts} checked: {listed(told)} in {counted(findings.files(), 'file')}"
