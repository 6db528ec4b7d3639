"""Find links to a part of a page whose id the page does not have."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.body.links import PREFIX
from generator.checks.codes import finding
from generator.checks.context import Context
from generator.checks.published import built_page
from generator.checks.store import ids_of
from generator.core.model import Problem
from generator.core.wording import quoted
from generator.theme.lookup import Theme, theme_files

_SHOWN = 120
_HINT = "write the id of a heading of that page, or remove the link's part from # on"
_ID = re.compile(r"""\sid=(?:"([^"{}<>]+)"|'([^'{}<>]+)'|([^\s"'{}<>]+))""")
#: References with a fragment: the output that they lead to ("" if it is not known), and its source.
_FRAGMENTS = """
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


def check(context: Context) -> Iterator[Problem]:
    """Yield links to ids that neither the body of a page nor the theme has.

    Pages that the program makes (lists, the calendar) are read as they were last built. Links to pages that
    were not built, and to files, are not checked.
    """
    connection, output = context.connection, context.paths.output
    own = frozenset(_theme_ids(context.theme))
    page: tuple[str, str] = ("", "")
    has_id: Callable[[str], bool] = lambda _: True  # noqa: E731
    for path, line, column, written, fragment, address, source in connection.execute(_FRAGMENTS).fetchall():
        if (address, source) != page:
            page = (address, source)
            has_id = _id_test(connection, address, source, output)
        if has_id(fragment) or fragment in own:
            continue
        message = f"the link {quoted(written, _SHOWN)} leads to a page without the id {fragment}"
        yield finding("anchor.missing", path, (line, column), message, _HINT)


def _id_test(
    connection: sqlite3.Connection, address: str, source: str, output: Path
) -> Callable[[str], bool]:
    """Return the function that tells whether a page has an id."""
    if connection.execute("SELECT 1 FROM posts WHERE path = ?", (source,)).fetchone():
        # Links to posts get the prefix that ids of bodies have.
        ids = ids_of(connection, source)
        return lambda name: name in ids or f"{PREFIX}{name}" in ids
    page = built_page(output, address) if not source else None
    return frozenset(_ids(page)).__contains__ if page is not None else lambda _: True


def _theme_ids(theme: Theme) -> Iterator[str]:
    """Yield the ids that the templates of a theme have literally."""
    for layer in theme.layers:
        for name, file in theme_files(Path(layer.folder, "templates")):
            if name.endswith(".html"):
                yield from _ids(file.read_text("utf-8"))


def _ids(html: str) -> Iterator[str]:
    return ("".join(found) for found in _ID.findall(html))
