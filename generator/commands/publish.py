"""Run `backfile publish`: send the output to the place that serves it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands import options as shared
from generator.commands.output import write_json
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.kinds.site_config import load_config
from generator.publish.plan import Plan
from generator.publish.publish import KEEP, Outcome, Request, publish, roll_back
from generator.publish.target import Target, parse_target
from generator.reporting.report import reporter_for
from generator.system.os_errors import describe

#: Files of each phase that a dry run names.
_SHOWN = 20


@click.command()
@click.argument("words", metavar="[DIR] [TARGET]", nargs=-1)
@shared.output("The output to publish")
@click.option("--dry-run", is_flag=True, help="Only list the files to send and to remove.")
@click.option(
    "--keep", type=click.IntRange(1, 1000), default=KEEP, show_default=True,
    help="Number of releases that a folder or a bucket keeps.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Publish, even if the site is too large or the target is in use.")
@click.option(
    "--rollback", is_flag=True, help="Go back to the release before the current one, in a folder or a bucket."
)
@shared.json_file("outcome")
@shared.quiet
def command(
    words: tuple[str, ...], output: Path | None, dry_run: bool, keep: int, force: bool, rollback: bool,
    json_file: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """Send the changed files of the output of the archive DIR to TARGET.

    TARGET is a folder, which keeps releases; host:path or rsync://host/path;
    git:REMOTE#BRANCH; or a bucket, s3://BUCKET/PREFIX (also gs://, az://, r2:,
    oss:, cos:, minio:). The default is publish.target of site.yaml.
    Only files that Backfile put there are ever removed there.

    Exit codes: 0 published; 1 not published, or only in part: publish again;
    2 wrong usage; 3 a build is at work.

    \b
    Example: backfile publish my-archive /srv/www/archive --dry-run
    """  # noqa: D301
    directory, target = _parse_words(words)
    if rollback and dry_run:
        raise click.UsageError("--rollback and --dry-run can't be combined; leave out one of them")
    paths = SitePaths.of(directory, output)
    request = Request.of(load_config(paths.config), paths.root, target, keep, dry_run=dry_run, force=force)
    reporter = reporter_for(sys.stderr, quiet=quiet)
    outcome = Outcome(str(target), dry_run)
    if rollback:
        message, outcome.after = roll_back(paths, request, reporter)
    else:
        show = _show if dry_run and not quiet else lambda _: None
        publish(paths, request, reporter, outcome, show)
        message = _summary(outcome)
        _write(json_file, outcome)
    for told in outcome.after:
        click.echo(str(told), err=True)
    if not quiet:
        click.echo(message)


def _parse_words(words: tuple[str, ...]) -> tuple[Path, Target]:
    """Return the archive and the target that the words of the command line name."""
    directory, word = shared.archive_and_word(words, "target")
    if word:
        return directory, parse_target(word, Path.cwd())
    given = load_config(directory / "site.yaml").publish.target
    if not given:
        raise click.UsageError("give a target, or set publish.target in site.yaml")
    return directory, parse_target(given, directory)


def _show(plan: Plan) -> None:
    """Print the first files of each phase of a plan."""
    for phase, amount in plan.phases.items():
        if amount.files:
            click.echo(f"{phase}: {amount.files:,} files, {_kilo(amount.size)}")
            paths = (entry.path for entry in plan.sending(phase))
            _show_first("+", paths, amount.files)
    if plan.removed:
        click.echo(f"to remove: {plan.removed:,} files")
        _show_first("-", plan.removing(), plan.removed)


def _show_first(sign: str, paths: object, count: int) -> None:
    for _, path in zip(range(_SHOWN), paths, strict=False):  # type: ignore[call-overload]
        click.echo(f"  {sign} {path}")
    if count > _SHOWN:
        click.echo(f"  … and {count - _SHOWN:,} more")


def _summary(outcome: Outcome) -> str:
    pictures = outcome.pictures
    if pictures and (pictures.files or pictures.removed):
        return f"{pictures}\n{_site_summary(outcome)}"
    return _site_summary(outcome)


def _site_summary(outcome: Outcome) -> str:
    if not (outcome.place or outcome.files or outcome.removed):
        return f"{outcome.target}: up to date, {outcome.unchanged:,} files"
    what = (
        f"{outcome.files:,} files sent ({outcome.new:,} new, {_kilo(outcome.size)}), "
        f"{outcome.removed:,} removed, {outcome.unchanged:,} unchanged"
    )
    if outcome.dry_run:
        return f"dry run: {what.replace(' sent ', ' to send ')}; nothing was done"
    return f"{outcome.place}\n{what}; {outcome.seconds:.1f} s"


def _kilo(size: int) -> str:
    return f"{size / 1000:,.0f} KB"


def _write(file: Path | None, outcome: Outcome) -> None:
    """Write the outcome. Raises BackfileError, whose message says that the publication itself succeeded."""
    if file:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_json(file, outcome.as_json())
        except OSError as error:
            raise BackfileError(f"published, but the outcome was not written: {describe(error)}") from None
