"""The change set holds posts as they were, and the ids of those that are new or changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.content.outcome import POST_COLUMNS, PostRow
from generator.index import posts
from generator.index.change_set import ChangeSet
from generator.index.database import open_index


@pytest.fixture
def index(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection, _ = open_index(tmp_path / "index.sqlite")
    yield connection
    connection.close()


def row(path: str, title: str) -> PostRow:
    values: dict[str, str | int | bytes | None] = dict.fromkeys(POST_COLUMNS, "[]")
    values |= {"path": path, "role": "post", "digest": title.encode(), "title": title, "stamp": 1}
    values |= {"draft": 0, "expires": None, "stand_in": 0}
    return tuple(values[column] for column in POST_COLUMNS)


def state(index: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """Return the titles in `before`, and the titles of the posts in `changed`."""
    before = index.execute("SELECT title FROM before ORDER BY path")
    changed = index.execute("SELECT title FROM posts WHERE id IN (SELECT id FROM changed) ORDER BY path")
    return [one for (one,) in before], [one for (one,) in changed]


def test_posts_that_are_saved_and_deleted(index: sqlite3.Connection) -> None:
    changes = ChangeSet(index)
    assert changes.is_empty()
    posts.save(index, changes, [row("a", "one"), row("b", "two")])
    assert state(index) == ([], ["one", "two"])
    changes.clear()
    posts.save(index, changes, [row("a", "one"), row("b", "new two")])
    posts.save(index, changes, [row("b", "newer two"), row("c", "three")])
    assert state(index) == (["two"], ["newer two", "three"])
    posts.delete(index, changes, ["b", "nothing"])
    assert state(index) == (["two"], ["three"])
    assert not changes.is_empty()


def test_posts_that_changed_though_their_files_did_not(index: sqlite3.Connection) -> None:
    changes = ChangeSet(index)
    posts.save(index, changes, [row("a", "one"), row("b", "two")])
    changes.clear()
    posts.save(index, changes, [row("c", "three")])
    changes.add_posts("SELECT id FROM posts WHERE title IN (:title, 'three')", {"title": "one"})
    assert state(index) == (["one"], ["one", "three"])


def test_objects_of_a_connection_share_the_changes(index: sqlite3.Connection) -> None:
    ChangeSet(index).add_files(["a.png"])
    assert ChangeSet(index).has_files()
    ChangeSet(index).clear()
    assert not ChangeSet(index).has_files()
