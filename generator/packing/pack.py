"""Move the posts of past months into packs.

A month is moved in three steps: the new pack is written and read back; it takes the place of the old one; its
files are removed. A file stands in front of a packed post with its path. So at any moment each post is there
once, and a process that is killed leaves at most files that the next one removes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from heapq import merge
from pathlib import Path
from typing import NamedTuple

from generator.config.schema import SiteConfig
from generator.content.dates import zone_of
from generator.content.packs.catalogue import Catalogue, catalogued
from generator.content.packs.container import DamagedPackError
from generator.content.packs.list_job import damage
from generator.content.packs.names import is_month, list_path, pack_path
from generator.content.packs.records import Record
from generator.content.packs.removed import read_list
from generator.content.packs.writer import fits
from generator.content.scan import post_paths
from generator.core.digests import content_digest
from generator.core.errors import BackfileError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.packing.candidates import Candidate, Candidates, candidates
from generator.packing.outcome import Outcome
from generator.packing.pack_file import records_of, remove_pack, replace_pack, sync_folder
from generator.parallel.executor import Executor
from generator.pipeline.slices import read_options
from generator.system.files import read_file


class PackRequest(NamedTuple):
    """The posts to move: those of months `before` a month, such as `2021-12`.

    `paths` are the posts that may be moved; None for all. With `dry_run` nothing is written.
    """

    before: str
    dry_run: bool = False
    paths: Iterable[str] | None = None


class _ChangedError(Exception):
    """A post is no longer as it was read; the text is its path."""


def current_month(config: SiteConfig, now: int) -> str:
    """Return the month at a time, in microseconds since the epoch, in the time zone of the site."""
    moment = datetime.fromtimestamp(now // 1_000_000, UTC).astimezone(zone_of(config.time_zone))
    return f"{moment.year:04}-{moment:%m}"


def pack(
    paths: SitePaths,
    config: SiteConfig,
    request: PackRequest,
    executor: Executor,
    now: int,
    done: Callable[[str, int], None],
) -> Outcome:
    """Move posts into packs; the caller holds the lock of the archive.

    `done` is called with each month and its number of posts. Raises BackfileError for a month that is not
    over, and OSError. Nothing is lost then: what was not moved is where it was.
    """
    check_over(request.before, current_month(config, now))
    outcome = Outcome()
    found = post_paths(paths.root) if request.paths is None else request.paths
    with candidates(paths.root, found, request.before, read_options(config), executor, outcome.kept) as posts:
        months = posts.months()
        if request.dry_run:
            for month, number in months:
                outcome.months[month] = number
                done(month, number)
        elif months:
            with catalogued(paths.root, executor) as catalogue:
                packer = _Packer(paths.root, posts, catalogue, outcome)
                for month, _ in months:
                    if packer.pack(month):
                        done(month, outcome.months[month])
    return outcome


def check_over(before: str, current: str) -> None:
    """Raise BackfileError unless all months before a month are over."""
    if not is_month(before):
        raise BackfileError(f"--before {before}: this is no month; write it like 2021-12")
    if before > current:
        raise BackfileError(
            f"--before {before}: {current} is not over, and only past months are packed; "
            f"use --before {current} or an earlier month"
        )


class _Packer:
    """Moves the posts of one month after the other."""

    def __init__(self, root: Path, posts: Candidates, catalogue: Catalogue, outcome: Outcome) -> None:
        self._root = root
        self._posts = posts
        self._catalogue = catalogue
        self._outcome = outcome

    def pack(self, month: str) -> bool:
        """Move the posts of a month; return whether any were moved. What stops it becomes a problem."""
        chosen = self._chosen(month)
        others = sorted({one for post in chosen for one in self._catalogue.months_of(post.path)} - {month})
        damaged = [one for one in (month, *others) if self._catalogue.is_damaged(one)]
        if damaged:
            why = f"posts of {month} stay files, because the pack is damaged"
            self._outcome.problems += [damage(pack_path(one), why) for one in damaged]
            return False
        try:
            self._write(month, chosen)
            for other in others:
                self._take_out(other, frozenset(post.path for post in chosen))
        except (_ChangedError, DamagedPackError) as error:
            why = f"posts of {month} stay files, because this post changed meanwhile"
            self._outcome.problems.append(Problem(str(error), 0, 0, "pack.changed", why, "pack again"))
            return False
        self._remove_files(chosen)
        if chosen:
            self._outcome.months[month] = len(chosen)
        return bool(chosen)

    def _chosen(self, month: str) -> list[Candidate]:
        """Return the posts of a month without those that the list beside its pack would hide."""
        removed = read_list(self._root, month).positions
        posts = self._posts.of_month(month)
        for post in posts:
            if post.path in removed:
                why = "it stays a file: the list beside the pack would hide it"
                hint = f"take it off {list_path(month)}, and pack again"
                self._outcome.problems.append(Problem(post.path, 0, 0, "pack.removed", why, hint, "warning"))
        return [post for post in posts if post.path not in removed]

    def _write(self, month: str, chosen: list[Candidate]) -> None:
        """Write the pack of a month, unless it has all these posts already."""
        known = {post.path: post.digest for post in self._catalogue.of_month(month)}
        if all(known.get(post.path) == post.digest for post in chosen):
            return
        own = frozenset(post.path for post in chosen)
        kept = records_of(self._root, self._catalogue, month, own)
        both = merge(kept, self._read(chosen), key=lambda one: one.path)
        self._replace(month, both)

    def _take_out(self, month: str, paths: frozenset[str]) -> None:
        """Take posts, whose dates have changed, out of the pack of their former month."""
        if all(post.path in paths for post in self._catalogue.of_month(month)):
            remove_pack(self._root, self._catalogue, month)
            self._catalogue.read([month])
        else:
            self._replace(month, records_of(self._root, self._catalogue, month, paths))

    def _replace(self, month: str, records: Iterable[Record]) -> None:
        replace_pack(self._root, self._catalogue, month, records)
        self._catalogue.read([month])

    def _read(self, chosen: list[Candidate]) -> Iterator[Record]:
        for post in chosen:
            data = self._bytes(post)
            record = Record(post.path, data or b"")
            if data is None or not fits(record):
                raise _ChangedError(post.path)
            yield record

    def _bytes(self, post: Candidate) -> bytes | None:
        """Return the bytes of a post, or None if they are not those that were read before."""
        try:
            data = read_file(str(self._root / post.path))[0]
        except OSError:
            return None
        return data if data is not None and content_digest(data) == post.digest else None

    def _remove_files(self, chosen: list[Candidate]) -> None:
        """Remove files that are in the pack now; one that was saved meanwhile stays, in front of the pack."""
        folders = set()
        for post in chosen:
            file = self._root / post.path
            if self._bytes(post) is not None:
                file.unlink(missing_ok=True)
                folders.add(file.parent)
        for folder in sorted(folders, reverse=True):
            self._remove_empty(folder)

    def _remove_empty(self, folder: Path) -> None:
        """Remove a folder, and those above it, as long as they are empty."""
        top = self._root / "content" / "posts"
        with suppress(OSError):  # It has other files.
            while folder != top and top in folder.parents:
                folder.rmdir()
                folder = folder.parent
        if folder.is_dir():
            sync_folder(folder)
