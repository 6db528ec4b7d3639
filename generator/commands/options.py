"""Define the arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

_Decorator = Callable[[Any], Any]

directory: _Decorator = click.argument(
    "directory", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
jobs: _Decorator = click.option(
    "--jobs", type=click.IntRange(0, 64), default=0,
    help="Worker processes (0: as in site.yaml, else one for each core).",
)  # fmt: skip
quiet: _Decorator = click.option("--quiet", is_flag=True, help="Print only errors and warnings.")


def output(meaning: str) -> _Decorator:
    """Return the option --output with a help text of its own."""
    folder = click.Path(file_okay=False, path_type=Path)
    return click.option("--output", type=folder, help=f"{meaning} (default: DIR/output).")


def json_file(content: str) -> _Decorator:
    """Return the option --json; `content` is "report" or "outcome"."""
    file = click.Path(dir_okay=False, path_type=Path)
    return click.option("--json", "json_file", type=file, help=f"Write the {content} to this file.")
