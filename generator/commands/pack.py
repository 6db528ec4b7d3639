"""Run `backfile pack`: move the posts of past months into packs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands import options as shared
from generator.commands.output import report_problem
from generator.commands.packed import PARTLY, show_kept
from generator.core.paths import SitePaths
from generator.kinds.site_config import load_config
from generator.packing.outcome import Outcome
from generator.packing.pack import PackRequest, pack
from generator.parallel.executor import executor
from generator.pipeline.build import now, worker_count
from generator.system.lock import hold


@click.command()
@shared.directory
@click.option(
    "--before", required=True, metavar="YYYY-MM", help="Move posts of the months before this month."
)
@click.option("--dry-run", is_flag=True, help="Only list the months and their posts.")
@shared.jobs
@shared.quiet
def command(directory: Path, before: str, dry_run: bool, jobs: int, quiet: bool) -> None:
    """Move the posts of past months in the archive DIR into packs.

    A pack is one file with all posts of a month: content/packs/2021-12.jsonl.zst.
    The site stays the same to the byte. Drafts and posts with errors stay files.

    Exit codes: 0 done; 1 nothing was moved; 2 wrong usage; 3 a build is at work;
    4 some months could not be packed, all others were.

    \b
    Example: backfile pack my-archive --before 2024-01
    """  # noqa: D301
    paths = SitePaths.of(directory)
    config = load_config(paths.config)

    def done(month: str, number: int) -> None:
        if not quiet:
            click.echo(f"{month}: {number:,} {'post' if number == 1 else 'posts'}")

    with hold(paths.lock):
        chosen = executor(worker_count(jobs, config))
        outcome = pack(paths, config, PackRequest(before, dry_run), chosen, now(), done)
    for problem in outcome.problems:
        report_problem(problem)
    if not quiet:
        click.echo(_summary(outcome, dry_run=dry_run))
    if outcome.problems:
        sys.exit(PARTLY)


def _summary(outcome: Outcome, *, dry_run: bool) -> str:
    moved = (
        f"{outcome.months.total():,} {'to move' if dry_run else 'moved'} into {len(outcome.months):,} packs"
    )
    return f"posts: {moved}{show_kept(outcome, 'stay files')}"
