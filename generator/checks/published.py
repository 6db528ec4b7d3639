"""Find the output that a build would publish at an address; nothing is rendered for it."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.addresses.segments import fold
from generator.addresses.written import without_suffix
from generator.body.links import linked_files
from generator.body.web_addresses import clean
from generator.kinds.kind import Kind

_HOLDER = """SELECT claims.path, coalesce(posts.address, files.address) FROM claims
             LEFT JOIN posts ON posts.id = claims.post_id AND posts.live = 1
             LEFT JOIN files ON files.path = claims.path AND files.taken = 0
             WHERE claims.key = ? ORDER BY claims.rank, claims.path LIMIT 1"""
_ALIAS = """SELECT aliases.address FROM aliases WHERE key = ? AND lost = 0"""


class Found(NamedTuple):
    """An output. `source` is the path of the post, page or file that it is made from, "" for others."""

    path: str
    source: str = ""


class Published:
    """Answers which output is at a path, by the kinds of output of a site."""

    def __init__(self, connection: sqlite3.Connection, kinds: Iterable[Kind]) -> None:
        self._connection = connection
        self._kinds = tuple(kinds)

    def find(self, path: str) -> Found | None:
        """Return the output at a path, whatever the capitals; its own path tells how it is really written.

        None for a path at which there is nothing.
        """
        key = fold(path)
        row = self._connection.execute(_HOLDER, (key,)).fetchone()
        if row and row[1]:
            return Found(row[1], row[0])
        alias = self._connection.execute(_ALIAS, (key,)).fetchone()
        if alias:
            return Found(alias[0])
        return Found(path) if any(self._has(kind, path) for kind in self._kinds) else None

    def _has(self, kind: Kind, path: str) -> bool:
        return kind.matches(path) and kind.has_output(self._connection, path)

    def served(self, path: str) -> Iterator[tuple[str, Found]]:
        """Yield the outputs that hosts may answer an address with, the surest first, and how it is meant.

        `exact`, `folder` (all hosts send the reader on) or `suffix` (some hosts add `.html`).
        """
        if path == "" or path.endswith("/"):
            tried = [("exact", f"{path}index.html"), ("suffix", f"{path.rstrip('/')}.html")]
        else:
            tried = [("exact", path), ("folder", f"{path}/index.html"), ("suffix", f"{path}.html")]
        for how, one in tried:
            if found := self.find(unicodedata.normalize("NFC", one)):
                yield how, found


def is_in_own_folder(connection: sqlite3.Connection, source: str, written: str) -> bool:
    """Tell whether a relative address names a file in the folder of its post's own name."""
    files = linked_files(clean(written), source)
    query = "SELECT 1 FROM files WHERE path IN (SELECT value FROM json_each(?)) AND taken = 0"
    return bool(files) and connection.execute(query, (json.dumps(files),)).fetchone() is not None


def built_page(output: Path, path: str) -> str | None:
    """Return a page as it was last built; None for one that was not."""
    file = output / path
    try:
        return file.read_text("utf-8", "replace") if without_suffix(path) != path else None
    except OSError:
        return None
