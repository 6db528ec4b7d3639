"""Run `backfile init`: make a new archive."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.workflows import WORKFLOW_FILES, write_workflow
from generator.content.new_archive import create_archive
from generator.core.errors import BackfileError
from generator.kinds.site_config import read_config

_SITE = """\
# Settings of this archive. All options: docs/configuration.md of Backfile.
title: {title}
description: ""
url: {url}          # the address that it will be published at
language: zh-CN
time_zone: Asia/Shanghai
"""


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default="旧闻馆", show_default=True, help="Name of the archive.")
@click.option(
    "--url",
    default="https://archive.example.com/",
    show_default=True,
    help="Address at which it will be published.",
)
@click.option(
    "--ci", type=click.Choice(list(WORKFLOW_FILES)),
    help="Write the CI file of GitHub or GitLab, also into an existing archive.",
)  # fmt: skip
def command(directory: Path, title: str, url: str, ci: str | None) -> None:
    """Make a new, empty archive in DIR; with --ci, add a CI file to an existing one.

    No file is overwritten.

    \b
    Example: backfile init my-archive --title 云渡旧闻馆
    Example: backfile init my-archive --ci github
    """  # noqa: D301
    site = directory / "site.yaml"
    if not site.exists():
        _make_archive(directory, title, url)
    elif not ci:
        raise BackfileError(f"{site}: there is already an archive in this folder")
    if ci:
        click.echo(write_workflow(directory, ci))


def _make_archive(directory: Path, title: str, url: str) -> None:
    import json

    # Every JSON string is a YAML string.
    quoted = {name: json.dumps(value, ensure_ascii=False) for name, value in (("title", title), ("url", url))}
    text = _SITE.format(**quoted)
    read_config(text)
    create_archive(directory, text)
    click.echo(f"{directory}: a new archive. Put posts into {directory}/content/posts/ and run")
    click.echo(f"backfile build {directory}")
    click.echo(f"Its address, in site.yaml, is {url}")
