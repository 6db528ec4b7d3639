"""Run `backfile explain`: explain a post, a file of the output or an address."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from generator.commands import options as shared
from generator.core.paths import SitePaths
from generator.explain.explain import explain
from generator.explain.phrases import wrapped
from generator.pipeline.build import now

#: Wider lines are hard to read, whatever the terminal.
_WIDEST = 100


@click.command()
@click.argument("words", metavar="[DIR] WHAT", nargs=-1, required=True)
@shared.output("Output folder")
def command(words: tuple[str, ...], output: Path | None) -> None:
    """Explain WHAT in the archive DIR: its sources or its outputs, and why it was last written.

    WHAT is a post or another file under content/, a file of the output, or an
    address (a URL, or a path from the root of the site). Nothing is changed.

    Exit codes: 0 explained; 1 no such file or address, or no build yet; 2 wrong usage.

    \b
    Example: backfile explain my-archive /category/nanfangribao.html
    """  # noqa: D301
    *folders, what = words
    if len(folders) > 1:
        raise click.UsageError("give one thing to explain; only the folder of the archive may come before it")
    directory = Path(*folders)
    if not directory.is_dir():
        raise click.UsageError(f"{directory}: there is no such folder")
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    for line in explain(SitePaths.of(directory, output), what, Path.cwd(), now()):
        click.echo(wrapped(line, width))
