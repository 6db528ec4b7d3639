"""Blocks have a bounded size, and their borders depend on the terms near by alone."""

from __future__ import annotations

import random

import pytest

from generator.search.blocks import Columns, Entry, read_block, write_block
from generator.search.cutting import MAX, Cutter
from generator.search.cutting import cut as cut_columns
from generator.search.tiers import SMALL_BLOCK


def entries(seed: int, count: int = 4000) -> list[Entry]:
    chosen = random.Random(seed)
    terms = sorted(
        {chr(0x4E00 + chosen.randrange(900)) + chr(0x4E00 + chosen.randrange(900)) for _ in range(count)}
    )
    return [Entry(term.encode(), 1, -1, chosen.randbytes(chosen.randrange(90))) for term in terms]


def cut(found: list[Entry], least: int) -> list[list[Entry]]:
    return [read_block(write_block(block)) for block in cut_columns(Columns.of(found), least)]


def cut_one_by_one(found: list[Entry], least: int) -> list[list[Entry]]:
    cutter = Cutter(least)
    blocks = [cutter.add(entry) for entry in found]
    return [block for block in (*blocks, cutter.finish()) if block]


@pytest.mark.parametrize("least", [1, 300, SMALL_BLOCK, MAX])
def test_both_ways_to_cut_agree(least: int) -> None:
    long = [Entry("气温".encode(), 4096, 4096 * part, bytes(30_000)) for part in range(5)]
    mixed = [
        Entry(term.encode(), 20, -1, bytes(20))
        for term in ("12", "a", "a*", "c:" + "x" * 200, "t:气", "ab气")
    ]
    found = sorted([*entries(4), *long, *mixed])
    assert cut(found, least) == cut_one_by_one(found, least)


def test_blocks_come_back_and_have_a_bounded_size() -> None:
    found = cut(entries(1), SMALL_BLOCK)
    assert [entry for block in found for entry in block] == entries(1)
    written = [write_block(Columns.of(block)) for block in found]
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
    found = cut(parts, SMALL_BLOCK)
    assert len(found) > 1
    assert all(sum(entry.size for entry in block) <= MAX for block in found)
    assert [entry for block in found for entry in block] == parts
