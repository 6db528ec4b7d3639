"""Run `backfile new`: create a post."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import click

from generator.core.paths import SitePaths
from generator.drafting.new_post import PostRequest, create_post
from generator.pipeline.build import now


@click.command()
@click.argument("words", metavar="[DIR] TITLE", nargs=-1, required=True)
@click.option("--category", multiple=True, metavar="NAME", help="A category, or the start of its name.")
@click.option("--tag", multiple=True, metavar="NAME", help="A tag, or the start of its name.")
@click.option("--as-is", is_flag=True, help="Use categories and tags exactly as typed.")
@click.option("--date", default="", help="Its date (default: now, in the site's time zone).")
@click.option("--slug", default="", help="Last part of its address (default: the title in Latin letters).")
@click.option("--author", default="", help="Its author.")
@click.option("--draft", is_flag=True, help="Don't publish it yet.")
@click.option("--edit", is_flag=True, help="Open it in your editor (VISUAL or EDITOR).")
def command(
    words: tuple[str, ...],
    category: tuple[str, ...],
    tag: tuple[str, ...],
    as_is: bool,
    date: str,
    slug: str,
    author: str,
    draft: bool,
    edit: bool,
) -> None:
    """Create a post in the archive DIR, and print its path.

    The file goes into the folder of the newest posts, or the same kind of folder
    for its own date. You may give a category by its slug, its label or the start
    of either.

    Exit codes: 0 written; 1 nothing written (an ambiguous category or tag, a slug
    or file that exists), or the editor failed; 2 wrong usage.

    \b
    Example: backfile new my-archive "渡口新开夜航" --category jijiang --draft
    """  # noqa: D301
    *folders, title = words
    if len(folders) > 1:
        raise click.UsageError("give one title, in quotes; only the folder of the archive may come before it")
    directory = Path(*folders)
    if not directory.is_dir():
        raise click.UsageError(f"{directory}: there is no such folder; put quotes around the title")
    request = PostRequest(title, category, tag, date, slug, author, draft, as_is)
    file = create_post(SitePaths.of(directory), request, now(), partial(click.echo, err=True))
    click.echo(_shown(file))
    if edit:
        from generator.drafting.editor import edit as run_editor  # Late: most calls don't need it.

        run_editor(file, os.environ)


def _shown(file: Path) -> str:
    """Return a path relative to the current folder, if it is below it."""
    here = Path.cwd()
    return str(file.relative_to(here)) if here in file.parents else str(file)
