"""Run `backfile pictures`: keep the pictures of other hosts that posts show."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands import options as shared
from generator.commands.output import write_report
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.fetching.bucket_store import open_picture_store
from generator.fetching.limits import parse_limit
from generator.fetching.options import FetchOptions, fetch_options
from generator.kinds.site_config import load_config
from generator.pictures.store import PictureStore
from generator.publish.pictures import PictureTarget, send_pictures
from generator.reporting.report import reporter_for

_INSTALL = "keeping pictures needs the extra `pictures`: pip install 'backfile[pictures]'"


@click.group()
def command() -> None:
    """Keep the pictures of other hosts that posts show.

    A build never asks other hosts for anything: it shows what was fetched before.

    Exit codes: 0 done; 1 it failed; 2 wrong usage; 3 another program is fetching
    or changing pictures.

    \b
    Example: backfile pictures fetch my-archive --limit 500
    """  # noqa: D301


@command.command("fetch")
@shared.directory
@click.option(
    "--limit", "limits", multiple=True, metavar="AMOUNT",
    help="Ask for no more in this run: 500 (pictures), 200MB, 10m or 2h; repeatable.",
)  # fmt: skip
@click.option("--again", is_flag=True, help="Ask also for pictures that are lost, or failed today.")
@click.option("--wayback", is_flag=True, help="Ask the Wayback Machine for copies of lost pictures.")
@click.option("--allow-private", is_flag=True, help="Ask also hosts of private networks and this machine.")
@shared.json_file("report")
@shared.quiet
def fetch(
    directory: Path, limits: tuple[str, ...], again: bool, wayback: bool, allow_private: bool,
    json_file: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """Ask for the pictures that the posts of the last build show and the archive in DIR lacks.

    Those of the newest posts come first. It can be stopped at any moment; the next
    run goes on from there. A picture that can't be got on three days is lost.

    \b
    Example: backfile pictures fetch my-archive --limit 200MB --limit 10m
    """  # noqa: D301
    paths, store, options = _archive(directory)
    try:
        limit = parse_limit(limits)
    except ValueError as error:
        raise click.UsageError(f"--limit: {error}") from None
    _need_libraries()
    # Late: these import the libraries of the extra.
    from generator.fetching.fetch import fetch as run

    chosen = options._replace(limit=limit, again=again, wayback=wayback, allow_private=allow_private)
    report = run(paths, store, chosen, reporter_for(sys.stderr, quiet=quiet))
    if not quiet:
        for line in report.lines():
            click.echo(line)
    if not write_report(json_file, report.as_json):
        raise SystemExit(1)


@command.command("publish")
@shared.directory
@click.option("--prune", is_flag=True, help="Remove there also what no published post shows any more.")
@shared.json_file("outcome")
@shared.quiet
def publish(directory: Path, prune: bool, json_file: Path | None, quiet: bool) -> None:
    """Send the pictures that the posts of the last build show to pictures.target.

    Only what is missing there is sent. Pictures that were removed from the archive
    are removed there. `backfile publish` does this as well, before it sends pages.

    \b
    Example: backfile pictures publish my-archive
    """  # noqa: D301
    paths = SitePaths.of(directory)
    target = PictureTarget.of(load_config(paths.config), paths.root)
    if target is None:
        raise click.UsageError("set pictures.url and pictures.target in site.yaml")
    reporter = reporter_for(sys.stderr, quiet=quiet)
    sent = send_pictures(paths, target, reporter, ask=True, prune=prune)
    if sent.missing:
        click.echo(f"warning: {sent.warning}", err=True)
    if not quiet:
        click.echo(str(sent))
    if not write_report(json_file, sent.as_json) or sent.missing:
        raise SystemExit(1)


@command.command("adopt")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("address")
@shared.directory
def adopt(file: Path, address: str, directory: Path) -> None:
    """Keep the picture in FILE as the one that was at ADDRESS, in the archive in DIR.

    \b
    Example: backfile pictures adopt boats.jpg https://img.example/2021/boats.jpg my-archive
    """  # noqa: D301
    paths, store, options = _archive(directory)
    _need_libraries()
    from generator.fetching.adopt import adopt as run

    entry = run(paths, store, options, file, address)
    click.echo(f"{entry.address}: kept, {entry.width} × {entry.height} pixels; build to show it")


@command.command("remove")
@click.argument("digest", metavar="HASH")
@shared.directory
@click.option("--why", required=True, help="The reason, which the registry keeps.")
def remove(digest: str, directory: Path, why: str) -> None:
    """Remove a picture from the archive in DIR for good; it is never fetched again.

    HASH is its SHA-256, or the digits in the name of its file on the site.

    \b
    Example: backfile pictures remove 7514d9bdc3ea5ce66b31456c my-archive --why "asked for by a reader"
    """  # noqa: D301
    paths, store, _ = _archive(directory)
    _need_libraries()
    from generator.fetching.adopt import remove as run

    for entry in run(paths, store, digest, why):
        click.echo(f"{entry.address}: removed; build to take it from all pages")


def _archive(directory: Path) -> tuple[SitePaths, PictureStore, FetchOptions]:
    paths = SitePaths.of(directory)
    config = load_config(paths.config)
    return paths, open_picture_store(config, paths), fetch_options(config)


def _need_libraries() -> None:
    """Raise BackfileError if a library of the extra is missing."""
    try:
        import httpcore  # noqa: F401
        import PIL  # noqa: F401
    except ImportError:
        raise BackfileError(_INSTALL) from None
