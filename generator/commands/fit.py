"""Run `backfile fit`: compare the size of the output with the limits of hosts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from generator.commands import options as shared
from generator.commands.output import write_json
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.hosts.fit import Fit, fit
from generator.hosts.limits import all_hosts, find_host
from generator.hosts.measure import Size, measure, posts_a_year
from generator.hosts.report import as_json, details, overview, site_line
from generator.kinds.site_config import load_config
from generator.publish.source import open_source
from generator.system.lock import hold
from generator.system.os_errors import describe


@click.command()
@click.argument("words", metavar="[DIR] [HOST]", nargs=-1)
@shared.output("The output to measure")
@shared.json_file("report")
@shared.quiet
def command(words: tuple[str, ...], output: Path | None, json_file: Path | None, quiet: bool) -> None:
    """Compare the output of the archive DIR with the limits of HOST, or of all hosts.

    It says how many more posts fit, and what to switch off or move if the site
    is too large. HOST is a name from the list, or one under hosts: in site.yaml.

    Exit codes: 0 it fits (without HOST: it fits one of them); 1 it does not fit,
    or there is no finished build; 2 wrong usage; 3 a build is at work.

    \b
    Example: backfile fit my-archive cloudflare-pages
    """  # noqa: D301
    directory, key = _parse_words(words)
    paths = SitePaths.of(directory, output)
    own = load_config(paths.config).hosts
    hosts = [find_host(key, own)] if key else list(all_hosts(own))
    size = _measured(paths)
    found = [fit(host, size) for host in hosts]
    if json_file:
        _write(json_file, found, size)
    if not quiet:
        _print(found, size, alone=bool(key))
    if not any(one.fits for one in found):
        raise SystemExit(1)


def _parse_words(words: tuple[str, ...]) -> tuple[Path, str]:
    """Return the archive and the key of a host, or "", that the words of the command line name."""
    if len(words) > 2:
        raise click.UsageError("give one host; only the folder of the archive may come before it")
    if len(words) == 1 and not (Path(words[0]) / "site.yaml").is_file():
        if Path(words[0]).is_dir():
            raise BackfileError(f"{words[0]}: there is no site.yaml in this folder")
        return Path(), words[0]
    directory = Path(words[0]) if words else Path()
    if not directory.is_dir():
        raise click.UsageError(f"{directory}: there is no such folder")
    return directory, words[1] if len(words) == 2 else ""


def _measured(paths: SitePaths) -> Size:
    """Measure the output. Raises BackfileError without a finished build, and LockedError during one."""
    with hold(paths.lock, for_all=True), open_source(paths) as source:
        return measure(source.connection, paths.output, _growth(paths.index))


def _growth(index: Path) -> int:
    """Return the number of posts in the last year; 0 without an index, since users may delete it."""
    if not index.is_file():
        return 0
    with closing(sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True)) as connection:
        return posts_a_year(connection)


def _print(found: list[Fit], size: Size, *, alone: bool) -> None:
    click.echo(site_line(size))
    for line in details(found[0], size) if alone else overview(found, size):
        click.echo(line)


def _write(file: Path, found: list[Fit], size: Size) -> None:
    try:
        write_json(file, as_json(found, size))
    except OSError as error:
        raise BackfileError(f"the report was not written: {describe(error)}") from None
