"""Blocks have a bounded size, and their borders depend on the terms near by alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.binary import Reader, front_coded, number
from generator.search.blocks import MAX, SMALL_BLOCK, Entry, cut, read_block, write_block


def entries(seed: int, count: int = 4000) -> list[Entry]:
    chosen = random.Random(seed)
    terms = sorted(
        {chr(0x4E00 + chosen.randrange(900)) + chr(0x4E00 + chosen.randrange(900)) for _ in range(count)}
    )
    return [Entry(term.encode(), 1, -1, chosen.randbytes(chosen.randrange(90))) for term in terms]


def test_blocks_come_back_and_have_a_bounded_size() -> None:
    found = list(cut(entries(1), SMALL_BLOCK))
    assert [entry for block in found for entry in block] == entries(1)
    written = [write_block(block) for block in found]
    assert [read_block(data) for data in written] == found
    assert all(len(data) <= 64 * 1024 for data in written)
    assert all(sum(entry.size for entry in block) >= SMALL_BLOCK for block in found[:-1])


def test_a_longer_list_changes_few_borders() -> None:
    before = entries(2)
    after = list(before)
    after[len(after) // 2] = after[len(after) // 2]._replace(data=bytes(300))
    old = {block[0].term for block in cut(before, SMALL_BLOCK)}
    assert len(old ^ {block[0].term for block in cut(after, SMALL_BLOCK)}) <= 2


def test_a_list_of_many_parts_takes_several_blocks() -> None:
    parts = [Entry("气温".encode(), 4096, 4096 * part, bytes(30_000)) for part in range(5)]
    found = list(cut(parts, SMALL_BLOCK))
    assert len(found) > 1
    assert all(sum(entry.size for entry in block) <= MAX for block in found)
    assert [entry for block in found for entry in read_block(write_block(block))] == parts


@given(st.lists(st.binary(max_size=40)))
def test_front_coded_texts_come_back(texts: list[bytes]) -> None:
    data = b"".join(front_coded(text, before) for text, before in zip(texts, [b"", *texts], strict=False))
    reader = Reader(data)
    assert [reader.text() for _ in texts] == texts


@given(st.integers(0, 2**40))
def test_numbers_come_back(value: int) -> None:
    assert Reader(number(value)).number() == value


def test_a_block_that_is_cut_off_is_not_read() -> None:
    data = write_block(entries(3)[:50])
    for end in (0, 1, 100, len(data) - 1):
        with pytest.raises(ValueError, match="cut off"):
            read_block(data[:end])
