"""Bring posts back out of packs, to the byte.

Files are written first; a file stands in front of a packed post. Then the pack is written without them. So a
process that is killed loses nothing, and the next one ends its work.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.content.packs.catalogue import Catalogue, PackedPost, catalogued
from generator.content.packs.container import DamagedPackError
from generator.content.packs.list_job import damage
from generator.content.packs.names import POSTS, is_month, month_of, pack_path, post_in_pack
from generator.content.packs.reader import PackReader
from generator.content.packs.removed import read_list
from generator.core.errors import BackfileError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.core.wording import counted
from generator.packing.outcome import Outcome
from generator.packing.pack_file import records_of, remove_pack, replace_pack, unsafe
from generator.parallel.executor import Executor
from generator.system.files import read_file, replacing, write_file


class _Wanted(NamedTuple):
    """Posts to bring back: all of a month, or one, perhaps in a given pack."""

    month: str
    path: str = ""


def unpack(paths: SitePaths, wanted: str, executor: Executor) -> Outcome:
    """Bring back a month, or the post with a path; the caller holds the lock of the archive.

    Raises BackfileError if no pack has it, and OSError.
    """
    outcome = Outcome()
    chosen = _parse(wanted)
    with catalogued(paths.root, executor, [chosen.month] if chosen.month else None) as catalogue:
        month, posts = _find(catalogue, chosen, wanted, outcome)
        if not chosen.path:
            posts = _without_removed(paths.root, month, posts, outcome)
        reader = PackReader(str(paths.root))
        done = {post.path for post in posts if _write(paths.root, reader, post, outcome)}
        outcome.months[month] = len(done)
        if catalogue.is_damaged(month):
            why = f"it is damaged, so it stays; {counted(len(done), 'post')} could be brought back from it"
            outcome.problems.append(damage(pack_path(month), why))
        elif done:
            _take_out(paths.root, catalogue, month, frozenset(done))
    return outcome


def _parse(wanted: str) -> _Wanted:
    """Return what a month, a path, or a post in a message names."""
    if is_month(wanted):
        return _Wanted(wanted)
    if month := month_of(wanted):
        return _Wanted(month)
    if path := post_in_pack(wanted):
        return _Wanted(month_of(wanted.partition(":")[0]), path)
    return _Wanted("", wanted if wanted.startswith(POSTS) else POSTS + wanted)


def _find(
    catalogue: Catalogue, chosen: _Wanted, wanted: str, outcome: Outcome
) -> tuple[str, list[PackedPost]]:
    if not chosen.path:
        posts = list(catalogue.of_month(chosen.month))
        if not posts and not catalogue.is_damaged(chosen.month):
            raise BackfileError(f"{wanted}: there is no pack of this month, or it has no posts")
        return chosen.month, posts
    post = catalogue.find(chosen.path)
    if post is None:
        outcome.problems += catalogue.problems
        damaged = " that can be read; a pack is damaged" if catalogue.problems else ""
        raise BackfileError(f"{wanted}: no pack has a post with this path{damaged}")
    return post.place.month, [post]


def _without_removed(root: Path, month: str, posts: list[PackedPost], outcome: Outcome) -> list[PackedPost]:
    """Leave out posts on the list beside the pack: as files they would be published again."""
    removed = read_list(root, month).positions
    found = [post for post in posts if post.path not in removed]
    if len(found) < len(posts):
        outcome.kept["removed posts, which stay in the pack"] += len(posts) - len(found)
    return found


def _write(root: Path, reader: PackReader, post: PackedPost, outcome: Outcome) -> bool:
    """Write the file of a post; return whether it is there now with the bytes of the packed post."""
    problem = unsafe(root, post.path)
    try:
        data = reader.read(post.path, post.place)
        if problem is None and (problem := _in_the_way(root, post.path, data)) is None:
            return True
    except DamagedPackError as error:
        problem = damage(pack_path(post.place.month), f"{post.path}: {error}")
    outcome.problems.append(problem)
    return False


def _in_the_way(root: Path, path: str, data: bytes) -> Problem | None:
    """Write a file, unless there is one; return a problem if that has other bytes."""
    file = root / path
    with suppress(FileNotFoundError, NotADirectoryError):
        if read_file(str(file))[0] != data:
            why = "a file with other bytes stands in front of the packed post, which stays in its pack"
            return Problem(
                path, 0, 0, "pack.edited", why, "pack again to replace the packed post by the file"
            )
        return None
    with replacing(file) as new:
        write_file(str(new), data)
    return None


def _take_out(root: Path, catalogue: Catalogue, month: str, paths: frozenset[str]) -> None:
    """Take posts out of a pack, whose files are there now."""
    if hasattr(os, "sync"):
        os.sync()  # Their bytes have to be on the disk before the pack goes; one call is faster than many.
    if all(post.path in paths for post in catalogue.of_month(month)):
        remove_pack(root, catalogue, month)
    else:
        replace_pack(root, catalogue, month, records_of(root, catalogue, month, paths))
