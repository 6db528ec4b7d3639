"""Links to places within a page that the page does not have."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.checks.codes import finding
from generator.checks.published import built_page
from generator.checks.store import ids_of
from generator.content.problems import quoted
from generator.core.model import Problem
from generator.theme.lookup import Theme, theme_files

_SHOWN = 120
_ID = re.compile(r"""\sid=(?:"([^"{}<>]+)"|'([^'{}<>]+)'|([^\s"'{}<>]+))""")
#: References that name a place: which output they lead to ("" where that is not known), and its source.
_PLACES = """
    SELECT r.path, r.line, r.column, r.written, r.fragment, p.address, r.target
    FROM refs AS r JOIN posts AS p ON p.path = r.target AND p.live = 1
    WHERE r.kind = 'source' AND r.fragment != ''
    UNION ALL SELECT path, line, column, written, fragment, '', path
    FROM refs WHERE kind = 'page'
    UNION ALL SELECT r.path, r.line, r.column, r.written, r.fragment, t.path, t.source
    FROM refs AS r JOIN targets AS t ON t.target = r.target
    WHERE r.kind = 'address' AND r.fragment != '' AND t.how IN ('exact', 'folder', 'suffix')
    ORDER BY 7, 5, 1
"""


def stray_anchors(connection: sqlite3.Connection, theme: Theme, output: Path) -> Iterator[Problem]:
    """Yield links to places that neither the body nor the theme's page around it has.

    Pages that the program makes (lists, the calendar) are looked at as they were last built; of those that
    were not, and of files, nothing is said.
    """
    own = frozenset(_theme_ids(theme))
    page: tuple[str, str] = ("", "")
    ids: Callable[[str], bool] = lambda _: True  # noqa: E731
    for path, line, column, written, fragment, address, source in connection.execute(_PLACES).fetchall():
        if (address, source) != page:
            page = (address, source)
            ids = _known(connection, address, source, output)
        if ids(fragment) or fragment in own:
            continue
        message = f"the link {quoted(written, _SHOWN)} leads to a page that has no place #{fragment}"
        yield finding("anchor.missing", path, (line, column), message, _hint(ids, fragment))


def _known(connection: sqlite3.Connection, address: str, source: str, output: Path) -> Callable[[str], bool]:
    """Return what tells whether a page has an id."""
    if connection.execute("SELECT 1 FROM posts WHERE path = ?", (source,)).fetchone():
        return ids_of(connection, source).__contains__
    page = built_page(output, address) if not source else None
    return frozenset(_ids(page)).__contains__ if page is not None else lambda _: True


def _hint(ids: Callable[[str], bool], fragment: str) -> str:
    if ids(f"post-{fragment}"):
        return (
            f"write #post-{fragment}: ids of bodies begin so; or link to the file, as in other.md#{fragment}"
        )
    return "name a heading of that page, or take out what follows the #"


def _theme_ids(theme: Theme) -> Iterator[str]:
    """Yield the ids that the templates of a theme name outright."""
    for layer in theme.layers:
        for name, file in theme_files(Path(layer.folder, "templates")):
            if name.endswith(".html"):
                yield from _ids(file.read_text("utf-8"))


def _ids(html: str) -> Iterator[str]:
    return ("".join(found) for found in _ID.findall(html))
