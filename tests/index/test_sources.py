"""Folders of the content are known by their paths, whatever happens while they are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.index import sources
from generator.index.database import open_index


@pytest.fixture
def index(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection, _ = open_index(tmp_path / "index.sqlite")
    sources.prepare(connection)
    yield connection
    connection.close()


def test_a_folder_whose_files_changed_meanwhile_stays_known(index: sqlite3.Connection) -> None:
    """It may be gone by the next scan, which finds its sources by its path."""
    index.execute("INSERT INTO listed VALUES ('content/posts/x/', x'01', 2)")
    index.execute("INSERT INTO seen VALUES ('content/posts/x/a.md', 'post', 1, 1)")
    sources.record_folders(index)
    assert index.execute("SELECT path, signature FROM folders").fetchall() == [("content/posts/x/", b"")]
