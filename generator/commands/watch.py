"""Run `backfile watch`: build and publish whenever something changes."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from generator.commands import options as shared
from generator.core.paths import SitePaths
from generator.fetching.limits import parse_limit
from generator.kinds.site_config import load_config
from generator.pipeline.build import Options, now
from generator.publish.publish import KEEP
from generator.publish.target import Target, parse_target
from generator.system.signals import Interruption
from generator.watch.journal import Journal
from generator.watch.options import WatchOptions
from generator.watch.run import watch

#: The value of --publish without a target.
_FROM_SETTINGS = "site.yaml"
_STANDARD_OUTPUT = Path("-")
#: The value of --pictures without an amount.
_LIMIT = "10m"


@click.command()
@shared.directory
@shared.output("Output folder")
@click.option(
    "--publish", is_flag=False, flag_value=_FROM_SETTINGS, metavar="[TARGET]",
    help="Publish each batch to this target, as `backfile publish` does (default: that of site.yaml).",
)  # fmt: skip
@click.option(
    "--keep", type=click.IntRange(1, 1000), default=KEEP, show_default=True,
    help="Number of releases that a folder or a bucket keeps.",
)  # fmt: skip
@click.option(
    "--pictures", is_flag=False, flag_value=_LIMIT, default="", metavar="[AMOUNT]",
    help="Fetch pictures of other hosts between batches, at most so much at a time (default: 10m).",
)  # fmt: skip
@click.option(
    "--exec", "shell_command", default="", metavar="COMMAND", help="Run this by the shell after each batch."
)
@click.option(
    "--look", type=click.FloatRange(0.1, 1440), default=15, show_default=True, metavar="MINUTES",
    help="Compare all of the content so often, whatever the system reports.",
)  # fmt: skip
@click.option(
    "--survey-at", type=click.DateTime(["%H:%M"]), default="03:30", show_default=True, metavar="HH:MM",
    help="Time of day in the site's time zone at which all of the output is compared, too.",
)  # fmt: skip
@click.option(
    "--poll", is_flag=True, help="Look for changes at intervals, without the system's notifications."
)
@shared.jobs
@click.option("--drafts", is_flag=True, help="Include drafts.")
@click.option("--future", is_flag=True, help="Include posts with a date in the future.")
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), metavar="FILE",
    help="Append a line of JSON for each batch to this file (-: standard output).",
)  # fmt: skip
@shared.quiet
def command(
    directory: Path, output: Path | None, publish: str | None, keep: int, pictures: str, shell_command: str,
    look: float, survey_at: datetime, poll: bool, jobs: int, drafts: bool, future: bool,
    json_file: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """Build the archive in DIR whenever something changes.

    Posts that come together are built together. SIGTERM and Ctrl-C let the current batch
    finish; a second one ends at once.

    Exit codes: 0 stopped by a signal; 1 it can't run; 2 wrong usage;
    3 another process watches the archive.

    \b
    Example: backfile watch my-archive --publish /srv/www/archive
    """  # noqa: D301
    paths = SitePaths.of(directory, output)
    try:
        parse_limit([pictures] if pictures else [])
    except ValueError as error:
        raise click.UsageError(f"--pictures: {error}") from None
    target = _target(directory, publish)
    options = WatchOptions(look, survey_at.time(), poll, target, keep, shell_command, pictures)
    to_output = json_file == _STANDARD_OUTPUT
    journal = Journal(
        partial(_say, err=to_output),
        quiet=quiet,
        file=None if to_output else json_file,
        write=click.echo if to_output else None,
    )
    with suppress(Interruption):  # Before anything was begun: it has ended, as intended.
        watch(paths, Options(now(), jobs, drafts=drafts, future=future), options, journal)


def _target(directory: Path, given: str | None) -> Target | None:
    if given is None:
        return None
    if given != _FROM_SETTINGS:
        return parse_target(given, Path.cwd())
    known = load_config(directory / "site.yaml").publish.target
    if not known:
        raise click.UsageError("give --publish a target, or set publish.target in site.yaml")
    return parse_target(known, directory)


def _say(text: str, *, err: bool) -> None:
    click.echo(f"{datetime.now():%H:%M:%S} {text}", err=err)
