"""Open the index and the ledger that the last build left, for reading only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.config.schema import SiteConfig
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.index import database
from generator.kinds.site_config import load_config
from generator.ledger import outputs
from generator.pipeline.inputs import SharedInputs, shared_inputs
from generator.pipeline.slices import chosen_theme
from generator.theme.dependencies import Templates
from generator.theme.reference_cache import known_references


class State(NamedTuple):
    """Index and ledger as the last build left them, and the shared inputs of the next build.

    `now` is in microseconds since the epoch.
    """

    connection: sqlite3.Connection
    paths: SitePaths
    shared: SharedInputs
    zone: ZoneInfo
    now: int

    @property
    def base(self) -> str:
        """The site's URL with a final slash, or ""."""
        return self.shared.settings.base

    def moment(self, stamp: int) -> str:
        """Return an instant in microseconds since the epoch as a person reads it, in the site's time zone."""
        when = datetime.fromtimestamp(stamp // 1_000_000, self.zone)
        return f"{when:%Y-%m-%d %H:%M} ({self.zone.key})"


@contextmanager
def opened(paths: SitePaths, now: int) -> Iterator[State]:
    """Open the state of an archive, for reading only and without its lock.

    Raises BackfileError when there is no build to explain, and for a site.yaml
    or theme that no build could use.
    """
    config = load_config(paths.config)
    if not (paths.index.exists() and paths.ledger.exists()):
        raise BackfileError(
            f"{paths.output}: there is no build of this archive to explain; run `backfile build` first"
        )
    with _connected(paths) as connection:
        yield State(
            connection, paths, _shared_inputs(connection, paths, config), ZoneInfo(config.time_zone), now
        )


def _shared_inputs(connection: sqlite3.Connection, paths: SitePaths, config: SiteConfig) -> SharedInputs:
    theme = chosen_theme(config, paths)
    return shared_inputs(connection, config, theme, Templates(theme, known_references(paths.templates)))


@contextmanager
def _connected(paths: SitePaths) -> Iterator[sqlite3.Connection]:
    try:
        with closing(database.view(paths.index)) as connection:
            connection.execute("ATTACH ? AS ledger", (f"{paths.ledger.as_uri()}?mode=ro",))
            if connection.execute("PRAGMA ledger.user_version").fetchone()[0] != outputs.VERSION:
                raise BackfileError(
                    f"{paths.ledger}: it is of another version of Backfile; build again first"
                )
            yield connection
    except sqlite3.DatabaseError as error:
        raise BackfileError(
            f"{paths.state}: a build is running, or the last one was interrupted ({error}); build again first"
        ) from error
