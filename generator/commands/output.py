"""Print problems and write JSON reports, for all commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator.core.model import Problem
from generator.reporting.ci import github, on_github
from generator.system.os_errors import describe


def report_problem(problem: Problem) -> None:
    """Print a problem for people, or in GitHub Actions as an annotation."""
    text = github(problem) if on_github() else f"{problem.severity}: {problem}"
    click.echo(text, err=not on_github())


def write_json(file: Path, value: object) -> None:
    """Write a value into a file. It is not replaced by a rename, since it may be a pipe. Raises OSError."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # A file name that is not UTF-8 has surrogates, which JSON writes as these escapes.
    file.write_text(f"{text}\n", "utf-8", "backslashreplace")


def write_report(file: Path | None, report: Callable[[], Any]) -> bool:
    """Write a report as JSON if a file is given; print a message and return False if that fails.

    It raises no exception, which would hide that of the command itself.
    """
    if file is None:
        return True
    try:
        write_json(file, report())
    except OSError as error:
        click.echo(f"backfile: the report was not written: {describe(error)}", err=True)
        return False
    return True
