"""Report problems of a site as a whole, which no single post has; builds and checks report the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from generator.config.schema import SiteConfig
from generator.core.model import Problem
from generator.kinds.parts.navigation import navigation_problem


def site_problems(connection: sqlite3.Connection, config: SiteConfig) -> Iterator[Problem]:
    """Yield the problems of a site whose index is up to date."""
    if config.theme.options.get("navigation") is None and (full := navigation_problem(connection)):
        yield full
