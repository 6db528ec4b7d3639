"""Run `backfile fit`: compare the size of the output with the limits of hosts."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from generator.commands import options as shared
from generator.commands.output import write_report
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.hosts.fit import Fit, fit
from generator.hosts.limits import all_hosts, find_host
from generator.hosts.measure import Size, measure, posts_a_year
from generator.hosts.report import as_json, details, overview, site_line
from generator.index.database import view
from generator.kinds.site_config import load_config
from generator.publish.source import open_source
from generator.system.lock import hold


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
    written = write_report(json_file, lambda: as_json(found, size))
    if not quiet:
        _print(found, size, alone=bool(key))
    if not written or not any(one.fits for one in found):
        raise SystemExit(1)


def _parse_words(words: tuple[str, ...]) -> tuple[Path, str]:
    """Return the archive and the key of a host, or "", that the words of the command line name."""
    directory, key = shared.archive_and_word(words, "host")
    if len(words) == 1 and key and Path(key).is_dir():
        raise BackfileError(f"{key}: there is no site.yaml in this folder")
    return directory, key


def _measured(paths: SitePaths) -> Size:
    """Measure the output. Raises BackfileError without a finished build, and LockedError during one."""
    with hold(paths.lock, for_all=True), open_source(paths) as source:
        return measure(source.connection, paths.output, _growth(paths.index))


def _growth(index: Path) -> int:
    """Return the number of posts in the last year; 0 without an index, since users may delete it."""
    if not index.is_file():
        return 0
    with closing(view(index)) as connection:
        return posts_a_year(connection)


def _print(found: list[Fit], size: Size, *, alone: bool) -> None:
    click.echo(site_line(size))
    for line in details(found[0], size) if alone else overview(found, size):
        click.echo(line)
