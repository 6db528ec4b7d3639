"""What is written in a block comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.binary import Reader, front_coded, number
from generator.search.blocks import Columns, Entry, read_block, write_block


@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=20), st.integers(1, 20), st.binary(min_size=1, max_size=20)),
        min_size=1,
        unique_by=lambda row: row[0],
    )
)
def test_sizes_are_those_of_single_entries(rows: list[tuple[str, int, bytes]]) -> None:
    found = [Entry(term.encode("utf-8", "surrogatepass"), count, -1, data) for term, count, data in rows]
    assert Columns.of(found).sizes().tolist() == [entry.size for entry in found]
    assert read_block(write_block(Columns.of(found))) == found


@given(st.lists(st.binary(max_size=40)))
def test_front_coded_texts_come_back(texts: list[bytes]) -> None:
    data = b"".join(front_coded(text, before) for text, before in zip(texts, [b"", *texts], strict=False))
    reader = Reader(data)
    assert [reader.text() for _ in texts] == texts


@given(st.integers(0, 2**40))
def test_numbers_come_back(value: int) -> None:
    assert Reader(number(value)).number() == value


def test_a_block_that_is_cut_off_is_not_read() -> None:
    lists = [Entry(bytes([term]) * 3, 20, -1, bytes(term)) for term in range(1, 50)]
    data = write_block(Columns.of(lists))
    for end in (0, 1, 100, len(data) - 1):
        with pytest.raises(ValueError, match="cut off"):
            read_block(data[:end])
