"""Keep the index of a preview up to date, by whole scans or for paths that changed.

It is an index like that of a build, with drafts and future posts, in a folder of its own. Nothing of it is
ever published, and it has no output.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.addresses.segments import fold
from generator.config.schema import SiteConfig
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index import packs
from generator.index.change_set import ChangeSet
from generator.index.database import get_meta, set_meta
from generator.kinds.parts.list_pages import LISTS
from generator.kinds.parts.pictures import picture_store
from generator.kinds.registry import list_kinds, reserved
from generator.parallel.executor import Executor
from generator.pipeline import index_stage, slices
from generator.pipeline.index_stage import Naming, UpdateRequest, Visibility
from generator.pipeline.last_good import LastGood
from generator.pipeline.problems import all_problems, renewed
from generator.plan import page_borders
from generator.plan.touched import Touched
from generator.reporting.report import Clock, Report, Reporter
from generator.taxonomy.registry import Registry, read_registry

#: Posts that had an address before, and are no longer in the index.
_LOST = """SELECT before.address, before.path FROM before LEFT JOIN posts USING (path)
           WHERE before.address != '' AND posts.path IS NULL"""


class Update(NamedTuple):
    """The result of an update: the numbers of files that were read and that are gone, and all problems.

    `changed`: any page may differ now. `files`: a file beside posts, or a static file, may differ.
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
        """Whether all of the content has been read once, so that pages can be shown."""
        return get_meta(self._connection, "paged") != ""

    def update(self, config: SiteConfig, changed: Sequence[str] | None, now: int) -> Update:
        """Bring the index up to date with all of the content (None), or with the files at changed paths.

        `now` is in microseconds since the epoch. On BackfileError and OSError the index stays as it was.
        """
        connection = self._connection
        known = get_meta(connection, "generation")
        request = self._request(config, changed, now)
        last_good = LastGood(connection, self._paths.last_good, None)
        clock = Clock(Report(), self._reporter)
        with index_stage.update(
            connection, self._executor, request, last_good, clock, self._reporter.note
        ) as indexed:
            scanned = renewed(self._scanned, indexed.problems, None if indexed.is_whole else changed)
            found = tuple(all_problems(connection, scanned))
            _save_lost_addresses(connection, found)
            _save_slugs(connection, request.naming.registry)
        self._scanned = scanned
        self._begin_pages(LISTS.of(config).page_size, known)
        files = ChangeSet(connection).has_files()
        shown = tuple(packs.shown(connection, found))
        return Update(indexed.read, indexed.gone, indexed.changes_pages, files, shown)

    def _request(self, config: SiteConfig, changed: Sequence[str] | None, now: int) -> UpdateRequest:
        registry = _registry(self._connection, self._paths.registry)
        return UpdateRequest(
            self._paths.root,
            slices.read_options(config),
            Naming(slices.taxonomies(config), registry, config.permalink, reserved(config)),
            Visibility(now, drafts=True, future=True),
            picture_store(config, self._paths.root),
            paths=changed,
        )

    def _begin_pages(self, size: int, known: str) -> None:
        """Find out where numbered pages begin, and save for which generation and page size that is.

        `known` is the generation before the update. If pages were not found for it and this size, since the
        preview was killed or the size has changed, the pages of all lists are found anew.
        """
        connection = self._connection
        touched = Touched(connection)
        touched.clear()
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
    return _json(connection, "lost")


def _save_lost_addresses(connection: sqlite3.Connection, problems: Sequence[Problem]) -> None:
    bad = {problem.path for problem in problems if problem.severity == "error"}
    known = lost_addresses(connection)
    lost = known | dict(connection.execute(_LOST).fetchall())
    lost = {address: path for address, path in lost.items() if path in bad}
    if lost != known:
        set_meta(connection, "lost", json.dumps(lost, ensure_ascii=False))


def _save_slugs(connection: sqlite3.Connection, registry: Registry) -> None:
    """Save slugs for the preview alone; only builds write content/slugs.yaml."""
    if registry.changed:
        set_meta(connection, "slugs", json.dumps(registry.rows(), ensure_ascii=False))


def _registry(connection: sqlite3.Connection, file: Path) -> Registry:
    """Return the archive's slugs, and those that earlier updates of the preview gave to other names."""
    given = read_registry(file).rows()
    for taxonomy, names in _json(connection, "slugs").items():
        into = given.setdefault(taxonomy, {})
        taken = {fold(slug) for slug in into.values()}
        into.update(
            {name: slug for name, slug in names.items() if name not in into and fold(slug) not in taken}
        )
    return Registry(given)


def _json(connection: sqlite3.Connection, key: str) -> dict[str, Any]:
    """Return a JSON object from the index; an empty one if it is damaged, which SQLite does not detect."""
    try:
        found: dict[str, Any] = json.loads(get_meta(connection, key) or "{}")
    except ValueError:
        return {}
    return found
