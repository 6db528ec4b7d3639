"""Choose the static pages that the navigation names.

Up to seven static pages enter the navigation by themselves. Beyond that only those do that ask for it with
`nav: true`: hundreds of links serve no reader, and each new page would change all others.
"""

from __future__ import annotations

import sqlite3

from generator.core.model import Problem

#: The most static pages that enter the navigation by themselves.
MOST = 7

_NAV = "json_extract(details, '$.nav')"
_PAGES = f"FROM posts WHERE role = 'page' AND live = 1 AND {_NAV} IS NOT 0"
#: SQL: the order of static pages, in the navigation and in other lists. Pages with a weight come first.
PAGE_ORDER = """ORDER BY json_extract(details, '$.weight') IS NULL, json_extract(details, '$.weight'),
                         title, path"""


def navigation_pages(connection: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """Return titles and addresses of the static pages that the navigation names, in its order."""
    asked = f"AND {_NAV} = 1" if _candidates(connection) > MOST else ""
    return tuple(connection.execute(f"SELECT title, url {_PAGES} {asked} {PAGE_ORDER}").fetchall())


def navigation_problem(connection: sqlite3.Connection) -> Problem | None:
    """Return a warning if there are too many static pages, and none of them asks for its place."""
    count = _candidates(connection)
    if count <= MOST or navigation_pages(connection):
        return None
    return Problem(
        "content/pages",
        *(0, 0),
        "navigation.full",
        f"there are {count:,} static pages, more than the {MOST} that enter the navigation by themselves, "
        "and none has nav: true; so the navigation names none of them",
        "write nav: true into the front matter of pages for the navigation, or set theme.options.navigation",
        "warning",
    )


def _candidates(connection: sqlite3.Connection) -> int:
    """Return the number of static pages that do not say `nav: false`."""
    return int(connection.execute(f"SELECT count(*) {_PAGES}").fetchone()[0])
