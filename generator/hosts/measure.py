"""Measure the output of the last build: files, bytes, what each kind of output takes, and its growth."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.hosts.limits import Measure
from generator.kinds.registry import KINDS

_TOTAL = "SELECT count(*), coalesce(sum(size), 0) FROM ledger.outputs"
_LARGEST = "SELECT size, folder || name FROM ledger.outputs ORDER BY size DESC, folder, name LIMIT 1"
_FULLEST = """
    SELECT count(*) AS files, folder FROM ledger.outputs GROUP BY folder ORDER BY files DESC, folder LIMIT 1
"""
_PARTS = "SELECT kind, count(*), sum(size) FROM ledger.outputs GROUP BY kind"
#: Posts are the owners of their pages, so the ledger knows how many there are.
_POSTS = "SELECT count(*) FROM ledger.outputs WHERE kind = 'post'"
#: Output paths have the day of a post, by default; so the index is asked for the newest posts and their year.
_GROWTH = """
    SELECT count(*) FROM posts WHERE live = 1 AND role = 'post' AND stamp >
        (SELECT max(stamp) FROM posts WHERE live = 1 AND role = 'post') - :year
"""
_YEAR = 365 * 24 * 3600


class Part(NamedTuple):
    """The outputs of one kind: their number and bytes. `without` says how a site does without them."""

    owner: str
    files: int
    size: int
    without: str


class Size(NamedTuple):
    """The size of a site.

    - `values`: by measure; what there is nothing of is left out.
    - `places`: the file or folder that a measure of one of them is of.
    - `a_year`: posts of the year that ends with the newest one.
    """

    values: Mapping[Measure, int]
    places: Mapping[Measure, str]
    parts: tuple[Part, ...]
    posts: int
    a_year: int

    def of_post(self, measure: Measure) -> float:
        """Return what one more post takes of a measure, as posts do in the mean; 0 where it takes none."""
        grows = measure in ("files", "bytes", "folder_files")
        return self.values.get(measure, 0) / self.posts if grows and self.posts else 0.0


def measure(connection: sqlite3.Connection, output: Path, a_year: int) -> Size:
    """Measure the output that the attached ledger records. `a_year` is as for `Size`."""
    files, size = connection.execute(_TOTAL).fetchone()
    values: dict[Measure, int] = {"files": files, "bytes": size}
    places: dict[Measure, str] = {}
    if files:
        values["file_bytes"], places["file_bytes"] = connection.execute(_LARGEST).fetchone()
        values["folder_files"], folder = connection.execute(_FULLEST).fetchone()
        places["folder_files"] = folder or "./"
    values["redirects"] = _rules(output / "_redirects")
    values["headers"] = _rules(output / "_headers")
    posts = connection.execute(_POSTS).fetchone()[0]
    return Size(values, places, tuple(_parts(connection)), posts, a_year)


def posts_a_year(index: sqlite3.Connection) -> int:
    """Return the number of posts in the year that ends with the newest one."""
    return int(index.execute(_GROWTH, {"year": _YEAR * 1_000_000}).fetchone()[0])


def _parts(connection: sqlite3.Connection) -> list[Part]:
    """Return the parts of the site, those with most bytes first."""
    without = {kind.owner: kind.without for kind in KINDS}
    rows = connection.execute(_PARTS)
    found = (Part(owner, files, size, without.get(owner, "")) for owner, files, size in rows)
    return sorted(found, key=lambda part: (-part.size, part.owner))


def _rules(file: Path) -> int:
    """Return the number of rules in a file for the host: lines that begin at the margin, without comments."""
    try:
        text = file.read_text("utf-8")
    except OSError:
        return 0
    return sum(1 for line in text.splitlines() if line and not line[0].isspace() and line[0] != "#")
