"""`backfile check`: what is wrong with an archive, before it is published."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from generator.checks.check import Checked, Options, check
from generator.checks.codes import FAMILIES, KINDS, is_code
from generator.checks.findings import Selection
from generator.checks.formats.text import summary
from generator.core.paths import SitePaths
from generator.core.wording import did_you_mean
from generator.pipeline.build import now
from generator.reporting.ci import on_github
from generator.reporting.report import reporter_for

_FORMATS = ("text", "json", "github", "sarif")


@click.command()
@click.argument(
    "directory", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="How to tell; text, or github in GitHub Actions."
)
@click.option("--only", multiple=True, metavar="CODE", help="Tell this code, or this family of codes, alone.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Don't tell this code, or family of codes.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("--external", is_flag=True, help="Ask other sites whether what is linked is there.")
@click.option(
    "--external-days", type=click.IntRange(0), default=7, show_default=True,
    help="Days for which an answer of another site holds.",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), help="What was published; DIR/output."
)
@click.option(
    "--jobs", type=click.IntRange(0, 64), default=0, help="Worker processes; 0: site.yaml, or a core each."
)
@click.option("--quiet", is_flag=True, help="Say nothing but what was found.")
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
    """Look at the archive in DIR and tell what is wrong with it. Nothing is built or published.

    Exit codes: 0 no errors; 1 errors were found (with --strict, or warnings);
    2 wrong usage; 3 another check is at work.

    \b
    Example: backfile check my-archive --ignore tag.near
    """  # noqa: D301
    selection = Selection(_known("--only", only), _known("--ignore", ignore))
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


def _known(option: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return codes that there are. Raises click.UsageError for others."""
    for code in codes:
        if not is_code(code):
            near = did_you_mean(code, (*FAMILIES, *KINDS), "docs/check.md lists them")
            raise click.UsageError(f"{option} {code}: there is no such code ({near})")
    return codes
