"""Where a new post goes: the folder that the newest posts are in, and a name that no other has on its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from generator.addresses import segments
from generator.content.address import stem_of
from generator.content.dates import date_from_name, without_date
from generator.core.errors import BackfileError
from generator.drafting.unindexed import post_paths
from generator.taxonomy.registry import preferred_slug

_POSTS = "content/posts/"
#: Where an import from Jekyll puts drafts: no place of posts to come.
_DRAFTS = "/drafts/"
#: Parts of folders that stand for parts of a date, the longest first.
_FORMS = ("%Y-%m-%d", "%Y%m%d", "%Y-%m", "%Y%m", "%Y", "%m", "%d")


class Survey(NamedTuple):
    """What matters here of the posts that there are: the newest, by the day in its name, and names by day."""

    newest: str
    taken: frozenset[str]


def survey(root: Path, day: str) -> Survey:
    """Look at the names of all posts, without reading any. `taken` are slugs of the given day.

    Posts in a folder `drafts` are never the newest, though they may have the latest day.
    """
    newest = ("", "")
    taken: set[str] = set()
    for path in post_paths(root):
        named = date_from_name(stem_of(path))
        if _DRAFTS not in path:
            newest = max(newest, (named, path))
        if named == day:
            taken.add(segments.fold(segments.slugify(without_date(stem_of(path)))))
    return Survey(newest[1] if newest[0] else "", frozenset(taken))


def folder_like(newest: str, categories: Iterable[str], date: datetime, own: Iterable[str]) -> str:
    """Return the folder of a post of a date, as the newest post has its own.

    Parts of its path that are parts of the day in its name become those of the date, and a part that is
    one of its `categories` becomes the first of the post's `own`; all others stay. Without posts it is
    `content/posts/<year>/<month>/`.
    """
    if not newest:
        return date.strftime(f"{_POSTS}{date.year:04}/%m/")
    day = datetime.fromisoformat(date_from_name(stem_of(newest)))
    named, mine = set(categories), next(iter(own), "")
    parts = newest.removeprefix(_POSTS).split("/")[:-1]
    return _POSTS + "".join(f"{_part(part, day, date, named, mine)}/" for part in parts)


def _part(part: str, day: datetime, date: datetime, categories: set[str], mine: str) -> str:
    if part in categories:
        return segments.slugify(mine) or part
    for form in _FORMS:
        if part == _shown(day, form):
            return _shown(date, form)
    return part


def _shown(day: datetime, form: str) -> str:
    return day.strftime(form.replace("%Y", f"{day.year:04}"))


def slug_for(title: str, wanted: str, taken: frozenset[str]) -> str:
    """Return the slug of a new post: what is wished for, else the title in Latin letters, with a number
    if another post of the day has it.

    Raises BackfileError for a wish that can't stand in an address, or that another post has.
    """  # noqa: D205
    if not wanted:
        slug = preferred_slug(title).lower()
        numbers = (slug if number == 1 else f"{slug}-{number}" for number in range(1, len(taken) + 2))
        return next(one for one in numbers if segments.fold(one) not in taken)
    if segments.slugify(wanted) != wanted:
        near = segments.slugify(wanted)
        raise BackfileError(
            f"--slug {wanted}: it can't stand in an address" + (f"; {near} can" if near else "")
        )
    if segments.fold(wanted) in taken:
        raise BackfileError(f"--slug {wanted}: another post of that day has it; nothing was written")
    return wanted
