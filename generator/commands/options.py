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


def archive_and_word(words: tuple[str, ...], noun: str) -> tuple[Path, str]:
    """Return the folder of the archive, and the word after it or instead of it, "" if there is none.

    One word is the archive if a site.yaml is there. Raises UsageError for more than two words, and for a
    folder that does not exist.
    """
    if len(words) > 2:
        raise click.UsageError(f"give one {noun}; only the folder of the archive may come before it")
    alone = len(words) == 1 and not (Path(words[0]) / "site.yaml").is_file()
    directory = Path(words[0]) if words and not alone else Path()
    if not directory.is_dir():
        raise click.UsageError(f"{directory}: there is no such folder")
    return directory, words[-1] if alone or len(words) == 2 else ""
