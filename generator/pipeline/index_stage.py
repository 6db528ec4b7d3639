"""Bring the index up to date with the content: scan files, read new ones, update terms and addresses."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import NamedTuple
from unicodedata import unidata_version

from generator import __version__
from generator.addresses.routes import Reserved
from generator.config.schema import Permalink
from generator.content.options import ReadOptions
from generator.content.outcome import Outcome
from generator.content.read_job import ReadJob
from generator.content.scan import scan, scan_path
from generator.core.digests import digest_values
from generator.core.errors import BackfileError
from generator.core.model import Problem
from generator.index import (
    claims,
    file_pictures,
    git_objects,
    ingest,
    pictures,
    posts,
    site_links,
    sources,
    unkept_pictures,
)
from generator.index.change_set import ChangeSet
from generator.index.database import get_meta, new_generation, set_meta
from generator.index.transactions import atomic
from generator.parallel.executor import Executor, batches
from generator.pictures.beside import SUFFIXES
from generator.pictures.store import PictureStore
from generator.pipeline.last_good import LastGood
from generator.pipeline.pack_stage import scan_packs
from generator.pipeline.problems import without_problems
from generator.reporting.report import Clock
from generator.system.git import CheckoutError, is_checkout, tracked
from generator.system.versions import version
from generator.taxonomy import labels, membership, pinyin, placement
from generator.taxonomy.definitions import CATEGORY, TAG, Taxonomy
from generator.taxonomy.registry import Registry

#: Files that a worker reads at a time.
_BATCH = 64


class Visibility(NamedTuple):
    """Which posts are shown: those due at `now` (microseconds since the epoch), drafts, future ones."""

    now: int
    drafts: bool
    future: bool


class Naming(NamedTuple):
    """The settings that decide terms and addresses. `registry` gains slugs for new names."""

    taxonomies: Mapping[str, Taxonomy]
    registry: Registry
    permalink: Permalink
    reserved: Reserved

    def mark(self) -> str:
        """Return a digest: if it changes, all posts get their terms and addresses anew."""
        spellings = {name: (one.canonical, one.fixed_slugs) for name, one in self.taxonomies.items()}
        program = (__version__, pinyin.SOURCE, unidata_version)
        return digest_values(
            program, astuple(self.permalink), spellings, self.registry.rows(), self.reserved
        ).hex()

    def labels_mark(self) -> str:
        """Return a digest of the labels in site.yaml: if it changes, all terms get their labels anew."""
        return digest_values({name: one.defined for name, one in self.taxonomies.items()}).hex()


class UpdateRequest(NamedTuple):
    """How to bring an index up to date.

    `reread`: read all posts and pages, even if they are unchanged. That is done
    in any case if the rules of `reading` have changed. `paths`: compare only
    these paths of the content, and what is below them; None for all of it. `store`: the kept pictures.
    """

    root: Path
    reading: ReadOptions
    naming: Naming
    visibility: Visibility
    store: PictureStore
    reread: bool = False
    paths: Sequence[str] | None = None


class Indexed(NamedTuple):
    """The result of an update.

    `is_whole`: all of the content was compared, not only some paths. `posts` is
    the number of post files in it; 0 if only some paths were compared. `read`
    and `gone` are numbers of files.
    `changes_pages`: any page may differ now. `problems` are those of the scan.
    """

    is_whole: bool
    posts: int
    read: int
    gone: int
    changes_pages: bool
    problems: tuple[Problem, ...]


class _Scanned(NamedTuple):
    posts: int
    gone: list[str]
    problems: list[Problem]


@contextmanager
def update(
    connection: sqlite3.Connection,
    executor: Executor,
    request: UpdateRequest,
    last_good: LastGood,
    clock: Clock,
    note: Callable[[str], None],
) -> Iterator[Indexed]:
    """Bring an index up to date with the content, in one transaction that includes the body of the `with`.

    On any exception, also one of the body, the index stays as it was. The change
    set (generator.index.change_set) can be read until the next update. `note` is
    called with sentences for the user. Raises BackfileError if there is no
    content, and OSError.
    """
    mark = reading_mark(request.reading)
    reread = request.reread or get_meta(connection, "reading") != mark
    with atomic(connection):
        changes = ChangeSet(connection)
        changes.clear()
        with clock.stage("scan"):
            paths = None if reread else request.paths
            scanned = _scan(connection, executor, request.root, paths, last_good, note, reread=reread)
            if file_pictures.rules_changed(connection, request.reading.max_pixels):
                sources.add_files(connection, SUFFIXES)
        unread = sources.count_unread(connection)
        with clock.stage("read", unread):
            job = ReadJob(str(request.root), request.reading)
            read_content(connection, changes, executor, job, last_good, clock.advance, reread=reread)
            _delete(connection, changes, scanned.gone, last_good)
            sources.record_folders(connection)
        with clock.stage("index"):
            pictures.update(connection, changes, request.root, request.store)
            changed = _update_terms_and_addresses(connection, changes, request.naming, request.visibility)
            site_links.update(connection)
            set_meta(connection, "reading", mark)
            yield Indexed(
                paths is None, scanned.posts, unread, len(scanned.gone), changed, tuple(scanned.problems)
            )


def reading_mark(options: ReadOptions) -> str:
    """Return a digest of the rules of reading: if it changes, all posts are read again."""
    libraries = {name: version(name) for name in ("comrak", "markdown", "pyyaml")}
    of_posts = options._replace(max_pixels=0)
    return digest_values(__version__, libraries, unidata_version, of_posts).hex()


def _scan(
    connection: sqlite3.Connection,
    executor: Executor,
    root: Path,
    paths: Sequence[str] | None,
    last_good: LastGood,
    note: Callable[[str], None],
    *,
    reread: bool,
) -> _Scanned:
    """Find out which files and packed posts have to be read, and which sources no longer exist."""
    sources.prepare(connection)
    git_objects.prepare(connection)
    files = (
        _scan_all(connection, root, reread=reread) if paths is None else _scan_paths(connection, root, paths)
    )
    packed = scan_packs(connection, executor, root, files.gone, last_good, paths=paths, reread=reread)
    sources.find_unread(connection, reread=reread)
    if paths is None:
        _skip_tracked(connection, root, note, reread=reread)
    problems = sorted({*files.problems, *packed.problems})
    return _Scanned(files.posts + packed.posts, packed.gone, problems)


def _scan_all(connection: sqlite3.Connection, root: Path, *, reread: bool) -> _Scanned:
    if not (root / "content").is_dir():
        raise BackfileError(f"{root / 'content'}: there is no such folder, so there is nothing to publish")
    problems: list[Problem] = []
    folders = without_problems(scan(root), problems)
    count = sources.compare(connection, folders, reread=reread)
    return _Scanned(count, sources.gone(connection), problems)


def _scan_paths(connection: sqlite3.Connection, root: Path, paths: Sequence[str]) -> _Scanned:
    problems: list[Problem] = []
    found = without_problems((one for path in paths for one in scan_path(root, path)), problems)
    gone = sources.compare_some(connection, paths, found)
    return _Scanned(0, gone, problems)


def _skip_tracked(
    connection: sqlite3.Connection, root: Path, note: Callable[[str], None], *, reread: bool
) -> None:
    """If many files have to be read, ask git which of them have the bytes in the index; these are not read.

    The answers of git are kept until `read_content` saves them beside the files that were read.
    """
    if not (git_objects.has_many_unread(connection) and is_checkout(root)):
        return
    try:
        git_objects.save_tracked(connection, tracked(root))
    except CheckoutError as error:
        git_objects.prepare(connection)
        note(f"git could not say which files are as they were, so all are read: {error}")
        return
    if not reread:
        git_objects.mark_unchanged(connection)


def read_content(
    connection: sqlite3.Connection,
    changes: ChangeSet,
    executor: Executor,
    job: ReadJob,
    last_good: LastGood,
    advance: Callable[[int], None],
    *,
    reread: bool,
) -> None:
    """Read the new and changed files in workers, and write them to the index."""
    unread = sources.unread(connection, reread=reread)
    for outcomes in executor.run(job, batches(unread, _BATCH)):
        _ingest(connection, changes, outcomes, last_good)
        advance(len(outcomes))
    git_objects.save_object_ids(connection)


def _ingest(
    connection: sqlite3.Connection, changes: ChangeSet, outcomes: list[Outcome], last_good: LastGood
) -> None:
    result = ingest.ingest(connection, changes, outcomes)
    for path in result.good:
        last_good.discard(path)
    for path in result.bad:
        row = last_good.row(path)
        if row:
            posts.save(connection, changes, [row])
        else:
            posts.delete(connection, changes, [path])
    _delete(connection, changes, result.vanished, last_good)
    posts.save_problems(connection, [one for one in outcomes if one.digest is None])


def _delete(
    connection: sqlite3.Connection, changes: ChangeSet, paths: Sequence[str], last_good: LastGood
) -> None:
    ingest.delete(connection, changes, paths)
    for path in paths:
        last_good.discard(path)


def _update_terms_and_addresses(
    connection: sqlite3.Connection, changes: ChangeSet, naming: Naming, visibility: Visibility
) -> bool:
    """Give every post that changed, came due or expired its terms, address and place in every list.

    Returns whether anything changed.
    """
    old_naming = get_meta(connection, "naming")
    renamed = old_naming not in ("", naming.mark())
    relabelled = get_meta(connection, "labels") != naming.labels_mark()
    now, drafts, future = visibility
    if renamed:
        membership.clear(connection, changes)
    posts.add_due(changes, now, drafts=drafts, future=future)
    if changes.is_empty() and not (relabelled or renamed):
        return False
    posts.add_without_address(changes)
    categories, tags = naming.taxonomies[CATEGORY], naming.taxonomies[TAG]
    placement.place_posts(connection, categories, tags, naming.registry, naming.permalink, naming.reserved)
    claims.update_claims(connection, changes, naming.reserved, now, drafts=drafts, future=future)
    claims.update_aliases(connection, changes)
    membership.update(connection, changes)
    unkept_pictures.update(connection)
    labels.update_labels(connection, changes, categories, tags, everything=relabelled or renamed)
    set_meta(connection, "naming", naming.mark())
    set_meta(connection, "labels", naming.labels_mark())
    new_generation(connection)
    return True
