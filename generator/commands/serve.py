"""Run `backfile serve`: show a preview in the browser that follows each change."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from generator.commands import options as shared
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.preview.options import PreviewOptions
from generator.system.signals import Interruption

#: Libraries of the extra `serve`; other commands don't need them.
_EXTRA = ("starlette", "uvicorn")


@click.command()
@shared.directory
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at (0.0.0.0: all).")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port (0: any free port)."
)
@click.option("--allow-host", multiple=True, metavar="NAME", help="Also accept requests for this host name.")
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
@click.option("--no-reload", is_flag=True, help="Don't reload pages in the browser.")
@click.option(
    "--poll", is_flag=True, help="Look for changes at intervals, without the system's notifications."
)
@click.option("--jobs", type=click.IntRange(0, 64), default=0, help="Worker processes (0: one a core).")
@click.option("--log-requests", is_flag=True, help="Print every request.")
def command(
    directory: Path,
    host: str,
    port: int,
    allow_host: tuple[str, ...],
    opens: bool,
    no_reload: bool,
    poll: bool,
    jobs: int,
    log_requests: bool,
) -> None:
    """Show the archive in DIR in the browser, with drafts and posts dated in the future.

    Pages are updated when you save a post, site.yaml or a theme. Nothing is published.

    Exit codes: 0 stopped (Ctrl-C); 1 it can't be served; 2 wrong usage; 3 it is already being served.

    \b
    Example: backfile serve my-archive --open
    """  # noqa: D301
    with suppress(Interruption):  # Before the server was up: it has ended, as intended.
        options = PreviewOptions(host, port, allow_host, jobs, not no_reload, poll, opens, log_requests)
        _serve(SitePaths.of(directory), options)


def _serve(paths: SitePaths, options: PreviewOptions) -> None:
    """Serve until it is stopped. Raises BackfileError if the extra is not installed."""
    try:
        # Late: no other command needs it.
        from generator.preview.server import serve
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library not in _EXTRA:
            raise
        raise BackfileError(
            f"serve needs {library}, which is not installed; run pip install 'backfile[serve]'"
        ) from None
    serve(paths, options, _print)


def _print(text: str) -> None:
    click.echo(f"{datetime.now():%H:%M:%S} {text}")
