"""Heads of segments: the days of groups, also long before 1970."""

from __future__ import annotations

import pytest

from generator.search.head import Block, Group, Head, read_head, write_head

HEAD = Head(
    130,
    [Group(b"12345678", "1899-12-31"), Group(b"abcdefgh", "1970-01-01"), Group(b"ABCDEFGH", "2026-02-12")],
    [Block("气温".encode(), b"87654321"), Block("气象".encode(), b"hgfedcba")],
)


def test_heads_are_read_as_written() -> None:
    assert read_head(write_head(HEAD)) == HEAD


def test_a_head_that_is_cut_off_is_an_error() -> None:
    data = write_head(HEAD)
    for length in range(len(data)):
        with pytest.raises(ValueError, match="cut off"):
            read_head(data[:length])
