"""The index of a preview: brought up to date again and again, by whole scans or for paths that changed.

It is an index like that of a build, with drafts and posts of the future let in, in a folder of its own:
what the preview knows is never published. No output belongs to it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.addresses.segments import fold
from generator.config.schema import SiteConfig
from generator.content.read_job import ReadJob
from generator.content.scan import scan_path
from generator.core.model import Problem
from generator.core.paths import SitePaths, is_within
from generator.index import ingest, sources
from generator.index.database import clear_session, get_meta, set_meta
from generator.kinds.registry import list_kinds
from generator.parallel.executor import Executor
from generator.pipeline import index_stage, slices
from generator.pipeline.index_stage import Naming, Visibility
from generator.pipeline.last_good import LastGood
from generator.plan import page_borders
from generator.plan.touched import Touched
from generator.reporting.report import Clock, Report, Reporter
from generator.taxonomy.registry import Registry, read_registry

#: Posts that had an address before, and that are no more.
_LOST = """SELECT before.address, before.path FROM before LEFT JOIN posts USING (path)
           WHERE before.address != '' AND posts.path IS NULL"""


class Update(NamedTuple):
    """What an update found: numbers of files that were read and that are gone, and what is wrong.

    `changed` tells whether any page may be another now, `files` whether a file that goes along is.
    """

    read: int
    gone: int
    changed: bool
    files: bool
    problems: tuple[Problem, ...]


class Archive:
    """An index that is open for as long as the preview runs."""

    def __init__(
        self, connection: sqlite3.Connection, paths: SitePaths, executor: Executor, reporter: Reporter
    ) -> None:
        self._connection = connection
        self._paths = paths
        self._executor = executor
        self._reporter = reporter
        self._scanned: list[Problem] = []

    @property
    def is_known(self) -> bool:
        """Whether all of the content was read once, so that pages can be shown."""
        return get_meta(self._connection, "paged") != ""

    def update(self, config: SiteConfig, changed: Sequence[str] | None, now: int) -> Update:
        """Bring the index up to date with all of the content, or with what stands at the paths that changed.

        `now` is in microseconds since the epoch. Raises BackfileError; then the index is as it was.
        """
        connection, clock = self._connection, Clock(Report(), self._reporter)
        clear_session(connection)
        known = get_meta(connection, "generation")
        connection.execute("BEGIN")
        try:
            found = self._update(config, changed, now, clock)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        self._begin_pages(config.lists.page_size, known)
        return found

    def _update(self, config: SiteConfig, changed: Sequence[str] | None, now: int, clock: Clock) -> Update:
        connection = self._connection
        reading = slices.read_options(config)
        mark = index_stage.reading_mark(reading)
        reread = get_meta(connection, "reading") not in ("", mark)
        registry = _registry(connection, self._paths.registry)
        with clock.stage("scan"):
            gone = self._scan(None if reread else changed, reread=reread)
        unread = sources.count_unread(connection)
        with clock.stage("read", unread):
            ingest.remove(connection, gone)
            job = ReadJob(str(self._paths.root), reading)
            kept = LastGood(connection, self._paths.last_good, None)
            index_stage.read_content(connection, self._executor, job, kept, clock.advance, reread=reread)
        with clock.stage("index"):
            naming = Naming(slices.taxonomies(config), registry, config.permalink)
            news = index_stage.update_terms_and_addresses(
                connection, naming, Visibility(now, drafts=True, future=True)
            )
            problems = tuple(index_stage.all_problems(connection, self._scanned))
            _note_lost(connection, problems)
        set_meta(connection, "reading", mark)
        if registry.changed:
            set_meta(connection, "slugs", json.dumps(registry.rows(), ensure_ascii=False))
        files = connection.execute("SELECT 1 FROM changed_files").fetchone() is not None
        return Update(unread, len(gone), news, files, problems)

    def _scan(self, changed: Sequence[str] | None, *, reread: bool) -> list[str]:
        """Find out what has to be read; return the sources at changed paths that are gone."""
        if changed is None:
            _, self._scanned = index_stage.scan_content(self._connection, self._paths.root, reread=reread)
            index_stage.skip_tracked(self._connection, self._paths.root, self._reporter.note, reread=reread)
            return []
        found = [one for path in changed for one in scan_path(self._paths.root, path)]
        odd = {one for one in found if isinstance(one, Problem)}
        self._scanned = sorted(odd | {one for one in self._scanned if not is_within(one.path, *changed)})
        files = (one for one in found if not isinstance(one, Problem))
        return sources.compare_some(self._connection, changed, files)

    def _begin_pages(self, size: int, known: str) -> None:
        """Find out where numbered pages begin, and note for which state of the index that is.

        `known` is the generation before the update. If it was not that state's, by a kill or another size
        of pages, all lists are looked at.
        """
        connection = self._connection
        touched = Touched(connection)
        is_known = get_meta(connection, "paged") == f"{known} {size}"
        if is_known:
            touched.find_places()
        for kind in list_kinds():
            if is_known:
                touched.by_rules(kind.owner, kind.related_changes)
            else:
                touched.all_of(kind.owner, kind.owners, "")
            page_borders.renew(connection, touched, kind.owner, size)
        set_meta(connection, "paged", f"{get_meta(connection, 'generation')} {size}")


def lost_addresses(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the addresses that posts had before they went bad, with their sources."""
    return _kept(connection, "lost")


def _note_lost(connection: sqlite3.Connection, problems: Sequence[Problem]) -> None:
    bad = {problem.path for problem in problems if problem.severity == "error"}
    known = lost_addresses(connection)
    lost = known | dict(connection.execute(_LOST).fetchall())
    lost = {address: path for address, path in lost.items() if path in bad}
    if lost != known:
        set_meta(connection, "lost", json.dumps(lost, ensure_ascii=False))


def _registry(connection: sqlite3.Connection, file: Path) -> Registry:
    """Return the archive's slugs, and those that the preview gave besides; it freezes none for others."""
    given = read_registry(file).rows()
    for taxonomy, names in _kept(connection, "slugs").items():
        into = given.setdefault(taxonomy, {})
        taken = {fold(slug) for slug in into.values()}
        into.update(
            {name: slug for name, slug in names.items() if name not in into and fold(slug) not in taken}
        )
    return Registry(given)


def _kept(connection: sqlite3.Connection, key: str) -> dict[str, Any]:
    """Return an object that the index keeps; an empty one if it is damaged, which SQLite does not see."""
    try:
        found: dict[str, Any] = json.loads(get_meta(connection, key) or "{}")
    except ValueError:
        return {}
    return found
