"""Find the packed posts that are new, changed or gone; packs whose files are as they were are not read."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.content.packs import list_job
from generator.content.packs.container import frames_of
from generator.content.packs.find import FoundPack, find_packs, packs_by_month
from generator.content.packs.list_job import ListedPost, ListJob, damage
from generator.content.packs.names import list_path, month_of, pack_path, shown_path
from generator.content.packs.reader import PackedAt
from generator.content.packs.removed import read_list
from generator.core.model import Problem
from generator.core.paths import is_within
from generator.core.wording import counted
from generator.index import packs
from generator.index.packs import KnownPack
from generator.parallel.executor import Executor, batches
from generator.pipeline.last_good import LastGood
from generator.pipeline.problems import without_problems
from generator.system.files import open_file

#: Codes of problems after which a pack may have posts that can't be read.
_DAMAGE = ("pack.damaged", "pack.unreadable")
_NONE = KnownPack(b"", b"")


class PackScan(NamedTuple):
    """The number of packed posts, the sources that no longer exist, and the problems of names."""

    posts: int
    gone: list[str]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class _Listing:
    """The packs that are listed in one update, by their months, and their problems."""

    known: dict[str, KnownPack] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)


def scan_packs(
    connection: sqlite3.Connection,
    executor: Executor,
    root: Path,
    gone: Collection[str],
    last_good: LastGood,
    *,
    paths: Sequence[str] | None,
    reread: bool,
) -> PackScan:
    """Compare the packs of an archive with the index.

    `gone` are files that no longer exist: packed posts may take their places. Only packs at the `paths` are
    compared, unless that is None. With `reread` all packs are listed, and all their posts read.
    """
    problems: list[Problem] = []
    found = {one.month: one for one in without_problems(find_packs(root), problems)}
    known = packs.known_packs(connection)
    packs.prepare(connection, gone)
    changed = [
        month
        for month in _months(paths, {*found, *known})
        if reread or not _is_unchanged(connection, root, found.get(month), known.get(month))
    ]
    listing = _Listing()
    while changed := changed or packs.uncovered(connection):
        packs.begin(connection, changed)
        listing.problems.update({month: [] for month in changed})
        _list(connection, executor, root, [found[month] for month in changed if month in found], listing)
        for month in changed:
            _finish(connection, root, month, listing, last_good)
        changed = []
    missing = packs.compare(connection)
    if listing.problems:
        _save(connection, root, listing)
    return PackScan(packs.count(connection), missing, problems)


def _months(paths: Sequence[str] | None, months: Iterable[str]) -> list[str]:
    """Return the months whose packs are at some paths, or below them; all if that is None."""
    return sorted(
        month
        for month in months
        if paths is None or any(is_within(name, *paths) for name in (pack_path(month), list_path(month)))
    )


def _is_unchanged(
    connection: sqlite3.Connection, root: Path, found: FoundPack | None, known: KnownPack | None
) -> bool:
    """Tell whether a pack is as it is in the index. In a new clone only its time differs, not its bytes."""
    if found is None or known is None:
        return False
    if found.state == known.state:
        return True
    if known.digest != _digest(root, found.month):
        return False
    packs.keep_state(connection, found.month, found.state)
    return True


def _digest(root: Path, month: str) -> bytes:
    """Return a digest of the bytes of a pack and of its list, or b"" if they can't be read."""
    digest = hashlib.sha256()
    try:
        for path in (pack_path(month), list_path(month)):
            with suppress(FileNotFoundError), open(open_file(str(root / path)), "rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    except OSError:
        return b""
    return digest.digest()[:16]


def _list(
    connection: sqlite3.Connection, executor: Executor, root: Path, found: list[FoundPack], listing: _Listing
) -> None:
    """List the posts of some packs in workers."""
    for pack in found:
        listing.known[pack.month] = _NONE._replace(state=pack.state)
    frames = (place for pack in found for place in _frames(root, pack.month, listing))
    for listed in executor.run(ListJob(str(root)), batches(frames, list_job.BATCH)):
        for post in packs.add(connection, listed.posts):
            listing.problems[post.month].append(_twice(post))
        for problem in listed.problems:
            listing.problems[month_of(problem.path)].append(problem)


def _frames(root: Path, month: str, listing: _Listing) -> Iterator[PackedAt]:
    path = pack_path(month)
    try:
        frames, why = frames_of(str(root / path))
    except OSError as error:
        listing.problems[month].append(
            damage(path, f"the pack can't be read: {error.strerror}", "pack.unreadable")
        )
        return
    if why:
        listing.problems[month].append(damage(path, why))
    yield from (PackedAt(month, *frame) for frame in frames)


def _twice(post: ListedPost) -> Problem:
    path = shown_path(post.month, post.path)
    why = "the pack has two posts with this path; the first is published"
    return Problem(path, 0, 0, "pack.twice", why, "unpack the month, and pack it again", "warning")


def _finish(
    connection: sqlite3.Connection, root: Path, month: str, listing: _Listing, last_good: LastGood
) -> None:
    """Take removed posts off the list of a pack, and add those that damage has made unreadable."""
    if month not in listing.known:
        return  # It is gone.
    problems = listing.problems[month]
    try:
        removed = read_list(root, month)
    except OSError as error:
        problems.append(
            damage(list_path(month), f"the list can't be read: {error.strerror}", "pack.unreadable")
        )
        packs.clear(connection, month)  # Posts that the list removed must not come back.
        removed = None
    if any(problem.code in _DAMAGE for problem in problems):
        lost = packs.add_lost(connection, month, last_good.of_pack(month))
        if lost:
            problems.append(_lost_posts(month, lost))
    if removed:
        problems += removed.problems
        unknown = packs.remove(connection, month, removed.positions)
        problems += [
            Problem(list_path(month), *removed.positions[path], "pack.list", *_UNKNOWN, "warning")
            for path in unknown
        ]


_UNKNOWN = ("the pack has no post with this path", "correct the path, or remove the line")


def _lost_posts(month: str, number: int) -> Problem:
    why = (
        f"{counted(number, 'post')} of the pack can't be read; their last good pages stay where there are any"
    )
    return Problem(pack_path(month), 0, 0, "pack.posts", why, list_job.RESTORE, "warning")


def _save(connection: sqlite3.Connection, root: Path, listing: _Listing) -> None:
    """Save which packs were listed, and their problems; one that changed meanwhile is listed again."""
    now = packs_by_month(root)
    saved = {}
    for month, known in listing.known.items():
        problems = listing.problems[month]
        is_done = month in now and now[month].state == known.state
        is_read = not any(problem.code == "pack.unreadable" for problem in problems)
        saved[month] = known._replace(digest=_digest(root, month)) if is_done and is_read else _NONE
    packs.record(connection, saved)
    for month, problems in listing.problems.items():
        packs.save_problems(connection, month, problems)
