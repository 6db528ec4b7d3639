"""Share what all commands of `backfile import` need: their options, the report and the summary at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.commands import options as shared
from generator.commands.output import report_problem, write_report
from generator.core.errors import BackfileError
from generator.core.model import Problem
from generator.importers.records.reader import Cleaner
from generator.importers.records.run import ImportOptions
from generator.importers.report import MEANINGS, ImportReport
from generator.reporting.report import Reporter, reporter_for

#: Problems of one code that are printed; --json has up to 200 of each.
_SHOWN = 5
#: Exit code if some articles were bad and all others were imported.
_PARTLY = 4

_Command = TypeVar("_Command", bound=Callable[..., Any])
DIRECTORY = click.argument(
    "directory", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path)
)
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
SOURCE = click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
MAPPINGS = click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="THEIRS=OURS",
    help="Import the column or key THEIRS as our field OURS; repeatable.",
)


def common(function: _Command) -> _Command:
    """Give a command the options that all imports have."""
    options = (
        click.option(
            "--update", is_flag=True, help="Update posts that changed in the source and were not edited here."
        ),
        click.option(
            "--clean",
            is_flag=True,
            help="Remove trackers, styles and empty elements from the HTML of bodies.",
        ),
        click.option("--packs", is_flag=True, help="Put the posts of past months into packs."),
        click.option("--dry-run", is_flag=True, help="Only list the files to write."),
        shared.json_file("report"),
        shared.quiet,
    )
    for option in reversed(options):
        function = option(function)
    return function


@contextmanager
def reporting(
    directory: Path, options: Mapping[str, Any]
) -> Iterator[tuple[ImportOptions, Reporter, ImportReport]]:
    """Yield the options, the reporter and the report of an import; print a summary at its end."""
    on_written = click.echo if options["dry_run"] and not options["quiet"] else None
    report = ImportReport(on_written=on_written)
    cleaner = _cleaner() if options["clean"] else None
    chosen = ImportOptions(options["update"], options["dry_run"], cleaner, options["packs"])
    try:
        yield chosen, reporter_for(sys.stderr, quiet=options["quiet"]), report
    finally:
        _show(report.problems, report)
        written = write_report(options["json_file"], report.as_json)
    if not options["quiet"]:
        click.echo(_summary(report, directory, dry=chosen.dry))
    if not written:
        raise SystemExit(BackfileError.exit_code)
    if report.counts["bad"] or report.files["bad"]:
        raise SystemExit(_PARTLY)


def _cleaner() -> Cleaner:
    from generator.importers.cleaning.clean import clean_body  # Late: loading Beautiful Soup takes 0.1 s.

    cleaner: Cleaner = clean_body
    return cleaner


def _show(problems: list[Problem], report: ImportReport) -> None:
    """Print the first problems of each code, and how many more there are."""
    reported: dict[str, int] = {}
    for problem in problems:
        reported[problem.code] = reported.get(problem.code, 0) + 1
        if reported[problem.code] <= _SHOWN:
            report_problem(problem)
    for code, count in sorted(report.reported.items()):
        if count > _SHOWN:
            click.echo(f"… and {count - _SHOWN:,} more like it ({code})", err=True)


def _summary(report: ImportReport, directory: Path, *, dry: bool) -> str:
    """Return the last lines that a user sees."""
    lines = ["dry run: nothing was written"] if dry else []
    for name, counts in (("articles", report.counts), ("files", report.files)):
        if counts or name == "articles":
            parts = [f"{counts[one]:,} {meaning}" for one, meaning in MEANINGS.items() if counts[one]]
            lines.append(
                f"{name + ':':9} {counts.total():,} read" + (f": {', '.join(parts)}" if parts else "")
            )
    lines += [f"note:     {note}" for note in report.notes]
    if report.rejects:
        lines.append(f"bad ones: {report.rejects}; correct them in this file and import it")
    lines.append(f"seconds:  {report.seconds:.2f}; peak {report.memory.peak_mb():,} MB")
    if not dry:
        lines.append(f"archive:  {directory}; build it with: backfile build {directory}")
    return "\n".join(lines)
