"""Run `backfile check`: find the problems of an archive before it is published."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from generator.checks.check import Checked, Options, check
from generator.checks.codes import FAMILIES, KINDS, is_code
from generator.checks.findings import Selection
from generator.checks.formats.text import summary
from generator.commands import options as shared
from generator.core.paths import SitePaths
from generator.core.wording import did_you_mean
from generator.pipeline.build import now
from generator.reporting.ci import on_github
from generator.reporting.report import reporter_for

_FORMATS = ("text", "json", "github", "sarif")


@click.command()
@shared.directory
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Output format (default: text; in GitHub Actions github).",
)
@click.option("--only", multiple=True, metavar="CODE", help="Report only this code or family of codes.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Don't report this code or family of codes.")
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--external", is_flag=True, help="Check links to other sites.")
@click.option(
    "--external-days", type=click.IntRange(0), default=7, show_default=True,
    help="Days after which a link to another site is checked again.",
)  # fmt: skip
@shared.output("Output to compare with")
@shared.jobs
@click.option("--quiet", is_flag=True, help="Print only the problems.")
def command(
    directory: Path,
    form: str | None,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    external: bool,
    external_days: int,
    output: Path | None,
    jobs: int,
    quiet: bool,
) -> None:
    """Find the problems of the archive in DIR. Nothing is built or published.

    Exit codes: 0 no errors; 1 errors (with --strict also warnings) were found;
    2 wrong usage; 3 another check is at work.

    \b
    Example: backfile check my-archive --ignore tag.near
    """  # noqa: D301
    selection = Selection(_valid("--only", only), _valid("--ignore", ignore))
    options = Options(now(), jobs, selection, external, external_days)
    chosen = form or ("github" if on_github() else "text")
    reporter = reporter_for(sys.stderr, quiet=quiet)
    with check(SitePaths.of(directory, output), options, reporter) as checked:
        for line in importlib.import_module(f"generator.checks.formats.{chosen}").lines(checked):
            click.echo(line)
        if not quiet:
            click.echo(summary(checked), err=chosen != "text")
        failed = _failed(checked, strict=strict)
    if failed:
        raise SystemExit(1)


def _failed(checked: Checked, *, strict: bool) -> bool:
    return bool(checked.findings.count("error") or (strict and checked.findings.count("warning")))


def _valid(option: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of an option. Raises click.UsageError for a code that does not exist."""
    for code in codes:
        if not is_code(code):
            near = did_you_mean(code, (*FAMILIES, *KINDS), "docs/check.md lists them")
            raise click.UsageError(f"{option} {code}: there is no such code ({near})")
    return codes
