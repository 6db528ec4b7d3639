"""Find pictures beside posts and pages that none of them shows, and all that can't be opened."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.codes import finding
from generator.checks.context import Context
from generator.core.model import WHOLE_FILE, Problem
from generator.pictures.beside import SUFFIXES

#: Files that neither a body nor front matter names, by a path from the source or an address of the site.
#: Posts that are not published count, too: their day may come.
_UNNAMED = """
    SELECT files.path, files.address FROM sources JOIN files USING (path)
    WHERE sources.role = 'file' AND lower(files.path) GLOB '*.[abgjpsw][a-z]*'
        AND NOT EXISTS (SELECT 1 FROM links WHERE links.target = files.path)
        AND NOT EXISTS (SELECT 1 FROM refs WHERE refs.kind = 'address' AND refs.target = files.address)
    ORDER BY files.path
"""
_DAMAGED = "SELECT path FROM file_pictures WHERE shown = '' ORDER BY path"


def check(context: Context) -> Iterator[Problem]:
    """Yield a problem for each such picture; one that site.yaml names is shown by the theme."""
    unnamed = [row for row in context.connection.execute(_UNNAMED) if row[0].lower().endswith(SUFFIXES)]
    settings = context.paths.config.read_text("utf-8", "replace") if unnamed else ""
    for path, address in unnamed:
        if address not in settings:
            hint = "delete it, or show it in a post"
            yield finding("picture.unused", path, WHOLE_FILE, "no post or page shows this picture", hint)
    for (path,) in context.connection.execute(_DAMAGED):
        message = "the picture can't be opened, so pages have neither its size nor smaller versions of it"
        yield finding("picture.damaged", path, WHOLE_FILE, message, "put the picture there again")
