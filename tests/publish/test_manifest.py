"""Manifests say what was put at a target, whatever the names of files, and name nothing outside it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import BackfileError
from generator.publish.manifest import (
    Entry,
    escaped,
    read_fingerprint,
    read_manifest,
    unescaped,
    write_manifest,
)

PATHS = st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1).filter(
    lambda p: p != ".."
)


@given(st.text(st.characters(codec="utf-8")))
def test_a_path_stands_on_one_line_and_comes_back(path: str) -> None:
    assert not {"\n", "\r"} & set(escaped(path))
    assert unescaped(escaped(path)) == path


@given(st.lists(st.builds(Entry, PATHS, st.none() | st.binary(min_size=16, max_size=16), st.integers(0))))
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "manifest"
        write_manifest(file, "ab12", entries)
        assert list(read_manifest(file)) == entries
        assert read_fingerprint(file) == "ab12"


def test_there_may_be_none(tmp_path: Path) -> None:
    assert list(read_manifest(tmp_path / "none")) == []
    assert read_fingerprint(tmp_path / "none") == ""


@pytest.mark.parametrize(
    "text",
    [
        "", "nonsense\n", "backfile-manifest 2 ab\n", "backfile-manifest 1 ab\nx\n",
        "backfile-manifest 1 ab\nzz 1 a\n", "backfile-manifest 1 ab\n- x a\n",
        "backfile-manifest 1 ab\n- 1 ../a\n", "backfile-manifest 1 ab\n- 1 a/../../b\n",
        "backfile-manifest 1 ab\n- 1 /etc/passwd\n", "backfile-manifest 1 ab\n- 1 \n",
    ],
)  # fmt: skip
def test_a_damaged_one_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "manifest"
    file.write_text(text)
    with pytest.raises(BackfileError, match="this manifest is damaged"):
        list(read_manifest(file))
