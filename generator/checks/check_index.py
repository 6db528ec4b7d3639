"""Open the index of the check: a copy of the build's index, which a check brings up to date on its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from generator.addresses.segments import fold
from generator.content.outcome import POST_COLUMNS, PostRow
from generator.core.paths import SitePaths
from generator.index.database import copy_index, open_index
from generator.ledger import outputs
from generator.pipeline.last_good import LastGood
from generator.system.lock import hold
from generator.taxonomy.registry import Registry

#: The message of LockedError.
_BUSY = "another check of this archive is running"
_LAST_GOOD = f"SELECT {', '.join(POST_COLUMNS)} FROM posts WHERE path = ? AND stand_in = 1"


def folder_of(paths: SitePaths) -> Path:
    """Return the folder in which checks keep their state."""
    return paths.state / "check"


@contextmanager
def opened(paths: SitePaths) -> Iterator[sqlite3.Connection]:
    """Open the index of the check, and attach the ledger of the last build for reading.

    Builds and checks do not wait for each other: the files of a build are only read, and left out while
    they can't be read. Raises LockedError if a different check is running.
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


def _attach_ledger(connection: sqlite3.Connection, file: Path) -> None:
    """Attach the ledger as it is, or an empty one if it can't be read now."""
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
    """Tell whether the attached ledger is that of a finished build."""
    return bool(outputs.get_mark(connection, "output"))


def known_slugs(
    connection: sqlite3.Connection, registry: Registry, fixed: Collection[tuple[str, str]]
) -> Registry:
    """Return the registry with the slugs that the last check gave to names that are in no build yet.

    Only builds write the registry. `fixed` are pairs of taxonomy and name whose slug site.yaml sets.
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
    """The last good sources that the next build would use. `write` and `remove` are never called."""

    def __init__(self, connection: sqlite3.Connection, paths: SitePaths) -> None:
        super().__init__(connection, paths.last_good, paths.output)
        self._index = connection

    def row(self, path: str) -> PostRow | None:
        """Return the row of a bad post's last good source: that in the index, or that of the next build."""
        known: PostRow | None = self._index.execute(_LAST_GOOD, (path,)).fetchone()
        return known or super().row(path)
