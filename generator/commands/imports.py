"""Run `backfile import`: import articles from a Jekyll site, from JSON Lines or from a table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from generator.commands import options as shared
from generator.commands.output import report_problem, write_report
from generator.core.errors import BackfileError
from generator.core.model import Problem
from generator.importers.records.field_names import FieldNames, parse_mappings
from generator.importers.records.reader import Cleaner
from generator.importers.records.run import ImportOptions, import_records
from generator.importers.report import MEANINGS, ImportReport
from generator.importers.sites.calls import parse_replacements
from generator.reporting.report import Reporter, reporter_for

#: Problems of one code that are printed; --json has up to 200 of each.
_SHOWN = 5
#: Exit code if some articles were bad and all others were imported.
_PARTLY = 4

_Command = TypeVar("_Command", bound=Callable[..., Any])
_DIRECTORY = click.argument(
    "directory", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path)
)
_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_MAP = click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="THEIRS=OURS",
    help="Import the column or key THEIRS as our field OURS; repeatable.",
)

_TIME_ZONE = click.option(
    "--time-zone", metavar="NAME", default="UTC", show_default=True,
    help="Time zone of the site's dates, if its settings have none.",
)  # fmt: skip
_SHORTCODE = click.option(
    "--shortcode",
    "shortcodes",
    multiple=True,
    metavar="NAME=TEXT",
    help="Replace a shortcode by TEXT, in which {inner}, {0} and {name} are filled in; repeatable.",
)


def _common(function: _Command) -> _Command:
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


@click.group()
def command() -> None:
    """Import articles into an archive.

    You can repeat an import: it skips articles that it has imported before, and
    never overwrites a post that was edited here.

    Exit codes: 0 all imported; 1 the import failed; 2 wrong usage; 3 a build or
    another import is at work; 4 some articles were bad, all others were imported.

    \b
    Example: backfile import jsonl articles.jsonl my-archive
    """  # noqa: D301


@command.command("jsonl")
@_FILE
@_DIRECTORY
@_MAP
@_common
def jsonl(file: Path, directory: Path, mapping: tuple[str, ...], **options: Any) -> None:
    """Import FILE in JSON Lines: one object a line, with title, date, body and more.

    \b
    Example: backfile import jsonl articles.jsonl my-archive --map newstext=body
    """  # noqa: D301
    _records("jsonl", file, directory, mapping, options)


@command.command("csv")
@_FILE
@_DIRECTORY
@_MAP
@_common
def table(file: Path, directory: Path, mapping: tuple[str, ...], **options: Any) -> None:
    """Import FILE, a table (CSV, TSV) whose first row names its columns.

    \b
    Example: backfile import csv articles.csv my-archive --map 稿件标题=title
    """  # noqa: D301
    _records("csv", file, directory, mapping, options)


@command.command("jekyll")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_DIRECTORY
@_TIME_ZONE
@_common
def jekyll(source: Path, directory: Path, time_zone: str, **options: Any) -> None:
    """Import SOURCE, the source folder of a Jekyll site. Addresses stay the same.

    \b
    Example: backfile import jekyll my-blog my-archive
    """  # noqa: D301
    from generator.importers.jekyll.site import import_site  # Late: the other imports don't need it.

    with _reporting(directory, options) as (chosen, reporter, report):
        import_site(source, directory, time_zone, chosen, reporter, report)


@command.command("hugo")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_DIRECTORY
@_TIME_ZONE
@_SHORTCODE
@_common
def hugo(source: Path, directory: Path, time_zone: str, shortcodes: tuple[str, ...], **options: Any) -> None:
    """Import SOURCE, the source folder of a Hugo site. Addresses stay the same.

    \b
    Example: backfile import hugo my-blog my-archive
    """  # noqa: D301
    from generator.importers.hugo.site import import_site  # Late: the other imports don't need it.

    replacements = parse_replacements(shortcodes)
    with _reporting(directory, options) as (chosen, reporter, report):
        import_site(source, directory, time_zone, replacements, chosen, reporter, report)


@command.command("hexo")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_DIRECTORY
@click.option(
    "--time-zone", metavar="NAME", default="",
    help="Time zone of the machine on which Hexo ran; without it, timezone of _config.yml, else UTC.",
)  # fmt: skip
@_SHORTCODE
@_common
def hexo(source: Path, directory: Path, time_zone: str, shortcodes: tuple[str, ...], **options: Any) -> None:
    """Import SOURCE, the folder of a Hexo site. Addresses stay the same.

    \b
    Example: backfile import hexo my-blog my-archive
    """  # noqa: D301
    from generator.importers.hexo.site import import_site  # Late: the other imports don't need it.

    replacements = parse_replacements(shortcodes)
    with _reporting(directory, options) as (chosen, reporter, report):
        import_site(source, directory, time_zone, replacements, chosen, reporter, report)


@command.command("pelican")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_DIRECTORY
@_TIME_ZONE
@click.option(
    "--setting",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting that pelicanconf.py computes, as Python writes it; repeatable.",
)
@_common
def pelican(source: Path, directory: Path, time_zone: str, settings: tuple[str, ...], **options: Any) -> None:
    """Import SOURCE, the folder of a Pelican site. Addresses stay the same.

    \b
    Example: backfile import pelican my-blog my-archive
    """  # noqa: D301
    from generator.importers.pelican.site import import_site  # Late: the other imports don't need it.

    with _reporting(directory, options) as (chosen, reporter, report):
        import_site(source, directory, time_zone, settings, chosen, reporter, report)


def _records(
    kind: Literal["jsonl", "csv"],
    file: Path,
    directory: Path,
    mapping: tuple[str, ...],
    options: Mapping[str, Any],
) -> None:
    names = FieldNames(parse_mappings(mapping))
    with _reporting(directory, options) as (chosen, reporter, report):
        import_records(kind, file, directory, names, chosen, reporter, report)


@contextmanager
def _reporting(
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
