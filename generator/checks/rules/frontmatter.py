"""Keys of front matter that are probably misspelt, as they were found when the files were read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from generator.checks.codes import finding
from generator.content.problems import quoted
from generator.core.model import Problem

_QUERY = "SELECT misspelt.* FROM misspelt JOIN sources USING (path)"


def unknown_keys(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield keys that mean nothing and are much like one that does."""
    for path, line, column, key, meant in connection.execute(_QUERY):
        message = f"{quoted(key)} is no key that means anything, so what it says is not used"
        yield finding("front-matter.unknown-key", path, (line, column), message, f"did you mean {meant}?")
