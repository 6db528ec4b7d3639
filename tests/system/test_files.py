from __future__ import annotations

from pathlib import Path

import pytest

from generator.system.files import replacing


def test_a_file_is_replaced_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.write_text("old")
    with replacing(file) as new:
        new.write_text("new")
        assert file.read_text() == "old"
    assert file.read_text() == "new"
    assert list(tmp_path.iterdir()) == [file]


def test_folders_are_made(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "c"
    with replacing(file) as new:
        new.write_text("new")
    assert file.read_text() == "new"


def test_the_old_one_stays_where_it_fails(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError), replacing(file) as new:
        new.write_text("new \ud800", encoding="utf-8")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_kill_left_is_not_taken_for_new(tmp_path: Path) -> None:
    file = tmp_path / "a"
    with replacing(file) as new:
        left = new
        new.write_text("whole")
    left.write_text("half")
    with pytest.raises(FileNotFoundError), replacing(file):
        pass
    assert file.read_text() == "whole"
