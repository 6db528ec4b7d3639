"""Choose the folder of a new post, like that of the newest post, and a slug that is unique on its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from generator.addresses import segments
from generator.content.address import stem_of
from generator.content.dates import date_from_name, without_date
from generator.content.scan import post_paths
from generator.core.errors import BackfileError
from generator.drafting.post_files import last_packed, packed_paths
from generator.taxonomy.registry import preferred_slug

_POSTS = "content/posts/"
#: The folder of drafts that were imported from Jekyll; new posts don't go there.
_DRAFTS = "/drafts/"
#: Names of folders that are made from a date, the longest first.
_FORMS = ("%Y-%m-%d", "%Y%m%d", "%Y-%m", "%Y%m", "%Y", "%m", "%d")


class ExistingPosts(NamedTuple):
    """The path of the newest post, by the day in its name ("" for none), and the slugs taken on a day."""

    newest: str
    taken: frozenset[str]


def existing_posts(root: Path, day: str) -> ExistingPosts:
    """Find the newest post, and the slugs of the given day, from the names of all posts.

    Of packs, only that of the month of the day is read; and the last one, if no post is a file. A post in a
    folder `drafts` is never the newest, even if it has the latest day.
    """
    newest = ("", "")
    taken: set[str] = set()
    for path in chain(post_paths(root), packed_paths(root, day[:7])):
        named = date_from_name(stem_of(path))
        if _DRAFTS not in path:
            newest = max(newest, (named, path))
        if named == day:
            taken.add(segments.fold(segments.slugify(without_date(stem_of(path)))))
    if not newest[0]:
        newest = max(((date_from_name(stem_of(path)), path) for path in last_packed(root)), default=newest)
    return ExistingPosts(newest[1] if newest[0] else "", frozenset(taken))


def folder_for(newest: str, categories: Iterable[str], date: datetime, own: Iterable[str]) -> str:
    """Return the folder of a post of a date: that of the newest post, adapted.

    - A folder that is named after the newest post's day, month or year is named after the new date.
    - A folder that is named after one of the newest post's `categories` is named after the first of `own`.
    - All other folders stay. Without a newest post it is `content/posts/<year>/<month>/`.
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
    """Return the slug of a new post: the wanted one, else the title in Latin letters, made unique.

    Raises BackfileError if the wanted slug can't be in an address, or another post has it.
    """
    if not wanted:
        slug = preferred_slug(title).lower()
        numbers = (slug if number == 1 else f"{slug}-{number}" for number in range(1, len(taken) + 2))
        return next(one for one in numbers if segments.fold(one) not in taken)
    if segments.slugify(wanted) != wanted:
        near = segments.slugify(wanted)
        raise BackfileError(
            f"--slug {wanted}: an address can't contain this" + (f"; use {near}" if near else "")
        )
    if segments.fold(wanted) in taken:
        raise BackfileError(f"--slug {wanted}: another post of this day has it; nothing was written")
    return wanted
