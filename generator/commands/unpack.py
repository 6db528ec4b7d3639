"""Run `backfile unpack`: bring posts back out of packs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands import options as shared
from generator.commands.output import report_problem
from generator.commands.packed import PARTLY, show_kept
from generator.core.paths import SitePaths
from generator.kinds.site_config import load_config
from generator.packing.unpack import unpack
from generator.parallel.executor import executor
from generator.pipeline.build import worker_count
from generator.system.lock import hold


@click.command()
@click.argument("words", metavar="[DIR] PATH|MONTH", nargs=-1, required=True)
@shared.jobs
@shared.quiet
def command(words: tuple[str, ...], jobs: int, quiet: bool) -> None:
    """Bring the posts of MONTH, or the post at PATH, in the archive DIR back out of their pack.

    PATH is that of the file (content/posts/2021-12-28-a.md), or as messages name
    a packed post (content/packs/2021-12.jsonl.zst:2021-12-28-a.md).

    Exit codes: 0 done; 1 nothing was brought back; 2 wrong usage; 3 a build is at
    work; 4 some posts could not be brought back, all others were.

    \b
    Example: backfile unpack my-archive 2021-12
    """  # noqa: D301
    *folders, wanted = words
    if len(folders) > 1 or not Path(*folders).is_dir():
        raise click.UsageError("give a folder that is an archive, if any, and then one path or month")
    paths = SitePaths.of(Path(*folders))
    config = load_config(paths.config)
    with hold(paths.lock):
        outcome = unpack(paths, wanted, executor(worker_count(jobs, config)))
    for problem in outcome.problems:
        report_problem(problem)
    if not quiet:
        (month,) = outcome.months
        click.echo(f"{month}: {outcome.months[month]:,} brought back{show_kept(outcome, '')}")
    if outcome.problems:
        sys.exit(PARTLY)
