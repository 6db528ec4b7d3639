"""From files to the index: scan what there is, read what is new, and work out what follows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from unicodedata import unidata_version

from generator import __version__
from generator.content.options import ReadOptions
from generator.content.read_job import Outcome, ReadJob
from generator.content.scan import Folder, scan
from generator.core.digests import digest_values
from generator.core.errors import BackfileError, ProblemsError
from generator.core.model import Problem
from generator.index import claims, git_objects, posts, sources
from generator.index.database import get_meta, new_generation, set_meta
from generator.index.ingest import has_changes, ingest, remove
from generator.parallel.executor import Executor, batches
from generator.pipeline.last_good import LastGood
from generator.reporting.report import Report
from generator.system.git import CheckoutError, is_checkout, tracked
from generator.system.versions import version
from generator.taxonomy import labels, membership, placement
from generator.taxonomy.definitions import CATEGORY, TAG, Taxonomy
from generator.taxonomy.registry import Registry

#: Files that a worker reads at a time.
_BATCH = 64


class Visibility(NamedTuple):
    """Which posts are shown: `now` in microseconds since the epoch, and what is let in besides."""

    now: int
    drafts: bool
    future: bool


def scan_content(connection: sqlite3.Connection, root: Path, *, reread: bool) -> tuple[int, list[Problem]]:
    """Compare what is under content/ with the index; return the number of post files, and problems."""
    problems: list[Problem] = []

    def folders() -> Iterator[Folder]:
        for one in scan(root):
            if isinstance(one, Problem):
                problems.append(one)
            else:
                yield one

    if not (root / "content").is_dir():
        raise BackfileError(f"{root / 'content'}: there is no such folder, so there is nothing to publish")
    count = sources.compare(connection, folders(), reread=reread)
    return count, sorted(problems)


def skip_tracked(
    connection: sqlite3.Connection, root: Path, note: Callable[[str], None], *, reread: bool
) -> None:
    """Ask git, when there is much to read, which files have the bytes they had: they need not be read.

    What git says is kept for `read_content`, which notes it beside what is read after all.
    """
    if not (git_objects.has_many_unread(connection) and is_checkout(root)):
        return
    try:
        git_objects.take(connection, tracked(root))
    except CheckoutError as error:
        git_objects.clear(connection)
        note(f"git could not say which files are as they were, so all are read: {error}")
        return
    if not reread:
        git_objects.mark_unchanged(connection)


def reading_mark(options: ReadOptions) -> str:
    """Return what identifies the rules of reading: when it changes, all posts are read again."""
    libraries = {name: version(name) for name in ("comrak", "markdown", "pyyaml")}
    return digest_values(__version__, libraries, unidata_version, options).hex()


def read_content(
    connection: sqlite3.Connection,
    executor: Executor,
    job: ReadJob,
    last_good: LastGood,
    advance: Callable[[int], None],
    *,
    reread: bool,
) -> None:
    """Read what is new in workers and take it into the index; take out what is gone."""
    unread = sources.unread(connection, reread=reread)
    for outcomes in executor.run(job, batches(unread, _BATCH)):
        _take(connection, outcomes, last_good)
        advance(len(outcomes))
    _remove(connection, sources.gone(connection), last_good)
    git_objects.remember(connection)
    sources.record_folders(connection)


def _take(connection: sqlite3.Connection, outcomes: list[Outcome], last_good: LastGood) -> None:
    taken = ingest(connection, outcomes)
    for path in taken.good:
        last_good.drop(path)
    for path in taken.bad:
        row = last_good.row(path)
        if row:
            posts.store(connection, [row])
        else:
            posts.remove(connection, [path])
    _remove(connection, taken.vanished, last_good)
    posts.store_problems(connection, [one for one in outcomes if one.digest is None])


def _remove(connection: sqlite3.Connection, paths: Iterable[str], last_good: LastGood) -> None:
    gone = list(paths)
    remove(connection, gone)
    for path in gone:
        last_good.drop(path)


class Naming(NamedTuple):
    """What decides terms and addresses."""

    taxonomies: Mapping[str, Taxonomy]
    registry: Registry
    permalink: str

    def mark(self) -> str:
        """Return what identifies it: when it changes, all posts get their terms and addresses anew."""
        spellings = {name: (one.canonical, one.fixed_slugs) for name, one in self.taxonomies.items()}
        program = (__version__, version("pypinyin"), unidata_version)
        return digest_values(program, self.permalink, spellings, self.registry.rows()).hex()

    def labels_mark(self) -> str:
        """Return what identifies the labels that site.yaml gives."""
        return digest_values({name: one.defined for name, one in self.taxonomies.items()}).hex()


def update_terms_and_addresses(
    connection: sqlite3.Connection, naming: Naming, visibility: Visibility
) -> bool:
    """Give every post that changed, came due or expired its terms, address and place in every list.

    Returns whether anything changed.
    """
    named = get_meta(connection, "naming")
    renamed = named not in ("", naming.mark())
    relabelled = get_meta(connection, "labels") != naming.labels_mark()
    now, drafts, future = visibility
    if renamed:
        _forget_terms(connection)
    posts.touch_due(connection, now, drafts=drafts, future=future)
    if not (has_changes(connection) or relabelled or renamed):
        return False
    posts.touch_taken(connection)
    categories, tags = naming.taxonomies[CATEGORY], naming.taxonomies[TAG]
    placement.place(connection, categories, tags, naming.registry, naming.permalink)
    claims.update_claims(connection, now, drafts=drafts, future=future)
    claims.update_aliases(connection)
    membership.update(connection)
    labels.relabel(connection, categories, tags, everything=relabelled or renamed)
    set_meta(connection, "naming", naming.mark())
    set_meta(connection, "labels", naming.labels_mark())
    new_generation(connection)
    return True


def _forget_terms(connection: sqlite3.Connection) -> None:
    """Start terms and addresses anew, since what decides them has changed."""
    posts.touch_all(connection)
    membership.clear(connection)


def check_budget(found: int, problems: Sequence[Problem], percent: float, minimum: int) -> None:
    """Raise ProblemsError when more posts are bad than the archive puts up with."""
    bad = len({problem.path for problem in problems if problem.severity == "error"})
    allowed = max(minimum, int(found * percent / 100))
    if bad > allowed:
        options = f"build.bad_posts_percent: {percent:g}, build.bad_posts_minimum: {minimum}"
        raise ProblemsError(
            f"{bad:,} of {found:,} posts are bad, more than the {allowed:,} that site.yaml allows "
            f"({options}); nothing was published"
        )


def all_problems(connection: sqlite3.Connection, scanned: list[Problem]) -> list[Problem]:
    """Return everything that is wrong with the content, in the order of paths."""
    return sorted([*scanned, *posts.problems(connection), *claims.conflicts(connection)])


def count_posts(connection: sqlite3.Connection, report: Report) -> None:
    """Count the posts in a report that has its problems already."""
    bad = {problem.path for problem in report.problems if problem.severity == "error"}
    warned = {problem.path for problem in report.problems} - bad
    shown = "SELECT count(*) FROM posts WHERE live = 1 AND role = 'post'"
    up, kept = connection.execute(f"SELECT ({shown}), ({shown} AND stand_in = 1)").fetchone()
    report.published, report.kept = up - kept, kept
    report.quarantined = _count(connection, "sources.role = 'post'", bad)
    report.rescued = _count(connection, "posts.live = 1 AND posts.role = 'post'", warned)
    report.withheld = report.posts - report.published - report.quarantined


def _count(connection: sqlite3.Connection, condition: str, paths: set[str]) -> int:
    """Count those of some paths that fulfil a condition on their source and post."""
    query = f"""SELECT count(*) FROM sources LEFT JOIN posts USING (path)
                WHERE sources.path = ? AND {condition}"""
    return sum(connection.execute(query, (path,)).fetchone()[0] for path in paths)
