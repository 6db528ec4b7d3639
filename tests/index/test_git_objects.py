"""Object ids of git excuse files from being read only where nothing speaks against it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.index import git_objects, sources
from generator.index.database import open_index
from generator.system.git import Tracked

PATH = "content/posts/a.md"
KNOWN = ("post", 10, 1, b"digest", b"object")
SEEN = ("post", 10, 2)
GIT = (10, 2, b"object")
SOURCE = "path, role, size, mtime_ns, digest, object_id"
UNREAD = "path, role, size, mtime_ns"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection, _ = open_index(tmp_path / "index.sqlite")
    sources.prepare(connection)
    git_objects.prepare(connection)
    yield connection
    connection.close()


def unread(
    index: sqlite3.Connection,
    known: tuple[str, int, int, bytes, bytes | None],
    seen: tuple[str, int, int],
    says: tuple[int, int, bytes],
) -> list[str]:
    """Return what is left to read of one file that the index knows, the scan has seen and git lists."""
    index.execute(f"INSERT INTO sources ({SOURCE}) VALUES (?, ?, ?, ?, ?, ?)", (PATH, *known))
    index.execute(f"INSERT INTO unread ({UNREAD}) VALUES (?, ?, ?, ?)", (PATH, *seen))
    git_objects.save_tracked(index, [Tracked(PATH, *says)])
    git_objects.mark_unchanged(index)
    return [row[0] for row in index.execute("SELECT path FROM unread")]


def state(index: sqlite3.Connection) -> tuple[object, ...]:
    row: tuple[object, ...] = index.execute(
        "SELECT size, mtime_ns, digest, object_id FROM sources"
    ).fetchone()
    return row


def test_a_known_object_in_the_state_that_git_saw_is_excused(index: sqlite3.Connection) -> None:
    assert unread(index, KNOWN, SEEN, GIT) == []
    assert state(index) == (10, 2, b"digest", b"object")


@pytest.mark.parametrize(
    ("known", "seen", "says"),
    [
        pytest.param(KNOWN, SEEN, (10, 2, b"another"), id="another object"),
        pytest.param((*KNOWN[:4], None), SEEN, GIT, id="object not remembered"),
        pytest.param(KNOWN, ("post", 10, 3), GIT, id="changed since git saw it"),
        pytest.param(KNOWN, ("post", 11, 2), GIT, id="other size than git saw"),
        pytest.param(KNOWN, ("post", 11, 2), (11, 2, b"object"), id="ends of lines were converted"),
        pytest.param(("file", *KNOWN[1:]), SEEN, GIT, id="read as something else"),
    ],
)
def test_in_doubt_it_is_read(
    index: sqlite3.Connection,
    known: tuple[str, int, int, bytes, bytes | None],
    seen: tuple[str, int, int],
    says: tuple[int, int, bytes],
) -> None:
    assert unread(index, known, seen, says) == [PATH]
    assert state(index) == known[1:]


def test_only_what_was_read_in_the_state_that_git_saw_is_remembered(index: sqlite3.Connection) -> None:
    for path, read in (("a", 5), ("b", 6)):
        index.execute(f"INSERT INTO sources ({SOURCE}) VALUES (?, 'post', 10, ?, x'', NULL)", (path, read))
        index.execute(f"INSERT INTO unread ({UNREAD}) VALUES (?, 'post', 10, 5)", (path,))
    git_objects.save_tracked(
        index, [Tracked("a", 10, 5, b"A"), Tracked("b", 10, 5, b"B"), Tracked("c", 10, 5, b"C")]
    )
    git_objects.save_object_ids(index)
    assert index.execute("SELECT path, object_id FROM sources").fetchall() == [("a", b"A"), ("b", None)]


@pytest.mark.parametrize(("files", "known", "many"), [(999, 0, 0), (1_000, 4_000, 1), (1_000, 4_001, 0)])
def test_git_is_asked_when_that_takes_less_time(
    index: sqlite3.Connection, files: int, known: int, many: int
) -> None:
    numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
    index.execute(f"{numbers} INSERT INTO unread ({UNREAD}) SELECT i, 'post', 1, 1 FROM n", (files,))
    if known:
        rows = "SELECT i, 'post', 1, 1, x'', NULL FROM n"
        index.execute(f"{numbers} INSERT INTO sources ({SOURCE}) {rows}", (known,))
    assert git_objects.has_many_unread(index) == bool(many)
