"""Hold the values that the rules of a check use."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.checks.published import Published
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.hosts.limits import Host
from generator.kinds.kind import Kind
from generator.kinds.parts.pictures import PictureOptions
from generator.kinds.search_index import SearchIndexKind
from generator.pictures.entry import Entry
from generator.pictures.store import PictureStore
from generator.reporting.report import Reporter
from generator.taxonomy.definitions import Taxonomy
from generator.theme.lookup import Theme


class ExternalOptions(NamedTuple):
    """The file with answers of other sites, the days for which they are valid, and the URL of the archive."""

    file: Path
    days: int
    site: str


class Context(NamedTuple):
    """An archive that is checked.

    `connection` is the index of the check, with the tables of `store` and `targets`, and the ledger of the
    last build. `now` is in microseconds since the epoch. `taxonomies` are by name, `kinds` are those of
    output, `hosts` those that may serve the site. `store` has the kept pictures, as `pictures` says, and
    `registry` returns what is known of them: it is read when a rule asks first.
    `external` is None if other sites are not to be asked.
    """

    connection: sqlite3.Connection
    paths: SitePaths
    now: int
    theme: Theme
    taxonomies: Mapping[str, Taxonomy]
    published: Published
    kinds: tuple[Kind, ...]
    search_index: SearchIndexKind
    hosts: tuple[Host, ...]
    store: PictureStore
    registry: Callable[[], Mapping[str, Entry]]
    pictures: PictureOptions
    external: ExternalOptions | None
    reporter: Reporter


#: A rule yields the problems of one kind.
Rule = Callable[[Context], Iterator[Problem]]
