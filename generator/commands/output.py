"""What commands tell alike: problems, and reports for machines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator.core.model import Problem
from generator.reporting.ci import github, on_github
from generator.system.os_errors import sentence


def report_problem(problem: Problem) -> None:
    """Tell a problem: to people, or as the annotation that GitHub reads from what a job says."""
    text = github(problem) if on_github() else f"{problem.severity}: {problem}"
    click.echo(text, err=not on_github())


def write_json(file: Path, value: object) -> None:
    """Write a value into a file, not in the place of what is there: that may be a pipe. Raises OSError."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # A file's name that is not UTF-8 has halves of pairs, which JSON knows by just these escapes.
    file.write_text(f"{text}\n", "utf-8", "backslashreplace")


def write_report(file: Path | None, report: Callable[[], Any]) -> bool:
    """Write a report as JSON, where one is asked for; return False, and tell, when that fails.

    It is no exception, so that it can't hide how the work itself ended.
    """
    if file is None:
        return True
    try:
        write_json(file, report())
    except OSError as error:
        click.echo(f"backfile: the report was not written: {sentence(error)}", err=True)
        return False
    return True
