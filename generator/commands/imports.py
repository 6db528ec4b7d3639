"""Run `backfile import`: import articles from a site, an export, a feed or records."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import click

from generator.commands.import_feed import feed
from generator.commands.import_run import DIRECTORY, FILE, MAPPINGS, SOURCE, common, reporting
from generator.commands.import_wxr import wxr
from generator.importers.records.field_names import FieldNames, parse_mappings
from generator.importers.records.run import import_records
from generator.importers.sites.calls import parse_replacements

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
@FILE
@DIRECTORY
@MAPPINGS
@common
def jsonl(file: Path, directory: Path, mapping: tuple[str, ...], **options: Any) -> None:
    """Import FILE in JSON Lines: one object a line, with title, date, body and more.

    \b
    Example: backfile import jsonl articles.jsonl my-archive --map newstext=body
    """  # noqa: D301
    _records("jsonl", file, directory, mapping, options)


@command.command("csv")
@FILE
@DIRECTORY
@MAPPINGS
@common
def table(file: Path, directory: Path, mapping: tuple[str, ...], **options: Any) -> None:
    """Import FILE, a table (CSV, TSV) whose first row names its columns.

    \b
    Example: backfile import csv articles.csv my-archive --map 稿件标题=title
    """  # noqa: D301
    _records("csv", file, directory, mapping, options)


@command.command("jekyll")
@SOURCE
@DIRECTORY
@_TIME_ZONE
@_SHORTCODE
@common
def jekyll(
    source: Path, directory: Path, time_zone: str, shortcodes: tuple[str, ...], **options: Any
) -> None:
    """Import SOURCE, the source folder of a Jekyll site. Addresses stay the same.

    \b
    Example: backfile import jekyll my-blog my-archive
    """  # noqa: D301
    from generator.importers.jekyll.site import import_site  # Late: the other imports don't need it.

    replacements = parse_replacements(shortcodes)
    with reporting(directory, options) as (chosen, reporter, report):
        import_site(source, directory, time_zone, chosen, reporter, report, replacements)


@command.command("hugo")
@SOURCE
@DIRECTORY
@_TIME_ZONE
@_SHORTCODE
@common
def hugo(source: Path, directory: Path, time_zone: str, shortcodes: tuple[str, ...], **options: Any) -> None:
    """Import SOURCE, the source folder of a Hugo site. Addresses stay the same.

    \b
    Example: backfile import hugo my-blog my-archive
    """  # noqa: D301
    from generator.importers.hugo.site import import_site  # Late: the other imports don't need it.

    replacements = parse_replacements(shortcodes)
    with reporting(directory, options) as (chosen, reporter, report):
        import_site(source, directory, time_zone, replacements, chosen, reporter, report)


@command.command("hexo")
@SOURCE
@DIRECTORY
@click.option(
    "--time-zone", metavar="NAME", default="",
    help="Time zone of the machine on which Hexo ran; without it, timezone of _config.yml, else UTC.",
)  # fmt: skip
@_SHORTCODE
@common
def hexo(source: Path, directory: Path, time_zone: str, shortcodes: tuple[str, ...], **options: Any) -> None:
    """Import SOURCE, the folder of a Hexo site. Addresses stay the same.

    \b
    Example: backfile import hexo my-blog my-archive
    """  # noqa: D301
    from generator.importers.hexo.site import import_site  # Late: the other imports don't need it.

    replacements = parse_replacements(shortcodes)
    with reporting(directory, options) as (chosen, reporter, report):
        import_site(source, directory, time_zone, replacements, chosen, reporter, report)


@command.command("pelican")
@SOURCE
@DIRECTORY
@_TIME_ZONE
@click.option(
    "--setting",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting that pelicanconf.py computes, as Python writes it; repeatable.",
)
@common
def pelican(source: Path, directory: Path, time_zone: str, settings: tuple[str, ...], **options: Any) -> None:
    """Import SOURCE, the folder of a Pelican site. Addresses stay the same.

    \b
    Example: backfile import pelican my-blog my-archive
    """  # noqa: D301
    from generator.importers.pelican.site import import_site  # Late: the other imports don't need it.

    with reporting(directory, options) as (chosen, reporter, report):
        import_site(source, directory, time_zone, settings, chosen, reporter, report)


command.add_command(wxr)
command.add_command(feed)


def _records(
    kind: Literal["jsonl", "csv"],
    file: Path,
    directory: Path,
    mapping: tuple[str, ...],
    options: Mapping[str, Any],
) -> None:
    names = FieldNames(parse_mappings(mapping))
    with reporting(directory, options) as (chosen, reporter, report):
        import_records(kind, file, directory, names, chosen, reporter, report)
