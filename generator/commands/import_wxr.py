"""Run `backfile import wxr`: import an export of WordPress."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from generator.commands.import_run import DIRECTORY, FILE, common, reporting
from generator.core.errors import BackfileError

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@click.command("wxr")
@FILE
@DIRECTORY
@click.option(
    "--time-zone", metavar="NAME", default="", help="Time zone of the site, which an export does not name."
)
@click.option(
    "--type", "types", multiple=True, metavar="NAME",
    help="Import items of this type as posts, too; repeatable.",
)  # fmt: skip
@click.option(
    "--shortcode", "shortcodes", multiple=True, metavar="NAME=HTML",
    help="Put HTML in the place of the shortcode [NAME]; {inner} is its text. Repeatable.",
)  # fmt: skip
@click.option(
    "--uploads", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Copy the files of wp-content/uploads from DIR, which an export does not have.",
)  # fmt: skip
@common
def wxr(
    file: Path,
    directory: Path,
    time_zone: str,
    types: tuple[str, ...],
    shortcodes: tuple[str, ...],
    uploads: Path | None,
    **options: Any,
) -> None:
    """Import FILE, an export of WordPress (WXR). Addresses stay the same.

    \b
    Example: backfile import wxr wordpress.xml my-archive --time-zone Asia/Shanghai
    """  # noqa: D301
    from generator.importers.wordpress.run import ExportOptions, import_export  # Late: others don't need it.

    about = ExportOptions(time_zone, types, parse_shortcodes(shortcodes), uploads)
    with reporting(directory, options) as (chosen, reporter, report):
        import_export(file, directory, about, chosen, reporter, report)


def parse_shortcodes(options: Iterable[str]) -> dict[str, str]:
    """Return HTML by the name of a shortcode. Raises BackfileError for an option that is not `NAME=HTML`."""
    found: dict[str, str] = {}
    for option in options:
        name, equals, html = option.partition("=")
        if not equals or not _NAME.fullmatch(name):
            raise BackfileError(
                f"--shortcode {option}: write it as NAME=HTML, such as 'note=<aside>{{inner}}</aside>'"
            )
        found[name.lower()] = html
    return found
