"""The frequent terms of a segment, in the file that tells them, and after changes of single lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.blocks import Columns, Entry
from generator.search.frequent import HASHES, SHARES, Frequent, Tally, hash_of, least

_TERMS = st.sampled_from([chr(0x4E00 + number).encode() for number in range(40)])
_COUNTS = st.dictionaries(_TERMS, st.integers(0, 2_000))


def test_a_term_is_frequent_from_a_share_of_the_posts_on() -> None:
    assert [least(100, share) for share in SHARES] == [4, 4]
    assert [least(100_000, share) for share in SHARES] == [391, 3125]


def test_the_parts_of_a_list_count_together() -> None:
    tally = Tally(100_000)
    lists = [Entry(b"a", 200, 0, b""), Entry(b"a", 191, 4096, b""), Entry(b"b", 390, -1, b"")]
    tally.add(Columns.of(lists))
    tally.add(Columns.of([Entry(b"c", 100, 0, b""), Entry(b"d", 400, -1, b"")]))
    assert tally.frequent() == {b"a": 391, b"d": 400}


@given(_COUNTS, _COUNTS)
def test_a_change_gives_what_new_counts_give(before: dict[bytes, int], now: dict[bytes, int]) -> None:
    changed = Frequent.read(Frequent(2_000, before).write(), 2_000)
    for term in before.keys() | now.keys():
        changed.change(term, before.get(term, 0), now.get(term, 0))
    assert changed.write() == Frequent(2_000, now).write()


def test_of_two_terms_with_one_hash_one_can_go() -> None:
    seen: dict[int, bytes] = {}
    for number in range(HASHES):
        term = str(number).encode()
        other = seen.setdefault(hash_of(term), term)
        if other != term:
            break
    both = Frequent(1_000, {term: 500, other: 500})
    both.change(term, 500, 3)
    assert both.write() == Frequent(1_000, {other: 500}).write()


def test_a_file_that_is_cut_off_is_not_read() -> None:
    data = Frequent(1_000, {b"a": 10, b"b": 900}).write()
    with pytest.raises(ValueError, match="cut off"):
        Frequent.read(data[:-1], 1_000)
