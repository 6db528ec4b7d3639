"""Paths of an archive, and which of them are in which folder."""

from __future__ import annotations

import pytest

from generator.core.paths import is_within


@pytest.mark.parametrize(
    ("path", "found"), [("a/b", True), ("a/b/c.md", True), ("a/bc", False), ("a", False), ("x", True)]
)
def test_is_within(path: str, found: bool) -> None:
    assert is_within(path, "a/b", "x") is found
