"""`backfile new`: begin a post."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import click

from generator.core.paths import SitePaths
from generator.drafting.draft import DraftRequest, begin
from generator.pipeline.build import now


@click.command()
@click.argument("words", metavar="[DIR] TITLE", nargs=-1, required=True)
@click.option("--category", multiple=True, metavar="NAME", help="A category, or the start of its name.")
@click.option("--tag", multiple=True, metavar="NAME", help="A tag, or the start of its name.")
@click.option("--as-is", is_flag=True, help="Take categories and tags as they are written.")
@click.option("--date", default="", help="When it is dated; now, in the site's time zone.")
@click.option("--slug", default="", help="The last part of its address; the title in Latin letters.")
@click.option("--author", default="", help="Who wrote it.")
@click.option("--draft", is_flag=True, help="Hold it back for now.")
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
    """Begin a post in the archive DIR, and print its path.

    The file goes where the newest posts are, and is written as a careful editor
    would. A category may be given by its slug, its label or the start of either.

    Exit codes: 0 written; 1 nothing written (a name that may mean several
    categories, a slug or file that is there already), or the editor failed; 2 wrong usage.

    \b
    Example: backfile new my-archive "渡口新开夜航" --category jijiang --draft
    """  # noqa: D301
    *folders, title = words
    if len(folders) > 1:
        raise click.UsageError("name one title, in quotes, after the folder of the archive if need be")
    directory = Path(*folders)
    if not directory.is_dir():
        raise click.UsageError(f"{directory}: there is no such folder; put quotes around the title")
    request = DraftRequest(title, category, tag, date, slug, author, draft, as_is)
    file = begin(SitePaths.of(directory), request, now(), partial(click.echo, err=True))
    click.echo(_shown(file))
    if edit:
        from generator.drafting.editor import edit as run_editor  # late: not every post is edited at once

        run_editor(file, os.environ)


def _shown(file: Path) -> str:
    """Return a path as it is shortest from here."""
    here = Path.cwd()
    return str(file.relative_to(here)) if here in file.parents else str(file)
