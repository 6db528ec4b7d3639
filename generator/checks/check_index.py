"""The index of the check: a copy of the build's own, brought up to date without touching that."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from generator.addresses.segments import fold
from generator.content.read_job import POST_COLUMNS, PostRow
from generator.core.paths import SitePaths
from generator.index.database import copy_index, open_index
from generator.ledger import outputs
from generator.pipeline.last_good import LastGood
from generator.system.lock import hold
from generator.taxonomy.registry import Registry

#: What is told when another process has the lock of the check.
_BUSY = "another check is at work on this archive"
_STANDING = f"SELECT {', '.join(POST_COLUMNS)} FROM posts WHERE path = ? AND stand_in = 1"


def folder_of(paths: SitePaths) -> Path:
    """Return where checks keep what they know."""
    return paths.state / "check"


@contextmanager
def opened(paths: SitePaths) -> Iterator[sqlite3.Connection]:
    """Open the index of the check, with the ledger of the last build beside it, for reading.

    Builds and checks do not wait for each other: what a build writes is only read here, and not at all
    while it can't be. Raises LockedError when another check is at work.
    """
    folder = folder_of(paths)
    with hold(folder / "lock", _BUSY):
        file = folder / "index.sqlite"
        if not file.exists():
            copy_index(paths.index, file)
        connection = open_index(file).connection
        with closing(connection):
            _attach_ledger(connection, paths.ledger)
            yield connection
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _attach_ledger(connection: sqlite3.Connection, file: Path) -> None:
    """Attach the ledger as it is; an empty one where there is none that can be read now."""
    if file.is_file():
        try:
            connection.execute("ATTACH ? AS ledger", (f"{file.as_uri()}?mode=ro",))
            connection.execute("SELECT 1 FROM ledger.outputs LIMIT 1").fetchone()
            version = connection.execute("PRAGMA ledger.user_version").fetchone()[0]
        except sqlite3.DatabaseError:
            version = 0
        if version == outputs.VERSION:
            return
        with suppress(sqlite3.DatabaseError):
            connection.execute("DETACH ledger")
    outputs.attach(connection, Path(":memory:"))


def has_ledger(connection: sqlite3.Connection) -> bool:
    """Tell whether it is known what the last build published."""
    return bool(outputs.get_mark(connection, "output"))


def known_slugs(
    connection: sqlite3.Connection, registry: Registry, fixed: Collection[tuple[str, str]]
) -> Registry:
    """Return the registry with the slugs that the last check has given to names that no build has seen.

    The registry itself is for builds to write. `fixed` are names, by taxonomy, whose slug site.yaml sets.
    """
    slugs = registry.rows()
    owners = {(taxonomy, fold(slug)) for taxonomy, names in slugs.items() for slug in names.values()}
    rows = connection.execute(
        "SELECT taxonomy, name, slug FROM terms WHERE taxonomy IN ('category', 'tag') AND name != ''"
    )
    for taxonomy, name, slug in rows:
        known = slugs.setdefault(taxonomy, {})
        if name not in known and (taxonomy, name) not in fixed and (taxonomy, fold(slug)) not in owners:
            known[name] = slug
    return Registry(slugs)


class ReadOnlyLastGood(LastGood):
    """What stands in for bad posts, as the next build would have it; nothing is written."""

    def __init__(self, connection: sqlite3.Connection, paths: SitePaths) -> None:
        super().__init__(connection, paths.last_good, paths.output)
        self._index = connection

    def row(self, path: str) -> PostRow | None:
        """Return what stands in for a bad post already, or what the next build would take."""
        standing: PostRow | None = self._index.execute(_STANDING, (path,)).fetchone()
        return standing or super().row(path)
