"""Run `backfile import feed`: import the entries of a feed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.commands.import_run import DIRECTORY, MAPPINGS, common, reporting
from generator.importers.records.field_names import parse_mappings


@click.command("feed")
@click.argument("source", metavar="URL|FILE")
@DIRECTORY
@click.option(
    "--category", "categories", multiple=True, metavar="NAME",
    help="Put all entries into this category; repeatable.",
)  # fmt: skip
@MAPPINGS
@common
def feed(
    source: str, directory: Path, categories: tuple[str, ...], mapping: tuple[str, ...], **options: Any
) -> None:
    """Import the entries of a feed (RSS, Atom, JSON Feed), each once.

    With --update, for a job that runs every five minutes: a feed that has not
    changed is not sent again.

    \b
    Example: backfile import feed https://news.example/feed.xml my-archive --update
    """  # noqa: D301
    from generator.importers.feeds.run import FeedOptions, categories_of, import_feed  # Late: see `jekyll`.

    about = FeedOptions(parse_mappings(mapping), categories_of(categories))
    with reporting(directory, options) as (chosen, reporter, report):
        import_feed(source, directory, about, chosen, reporter, report)
