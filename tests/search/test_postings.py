"""Lists of postings come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.postings import SPAN, Posting, decode, encode, occurrences, rice_parameter

_POSITIONS = st.sets(st.integers(0, 63), min_size=1, max_size=12).map(lambda found: tuple(sorted(found)))


def decoded(lists: list[list[Posting]], bare: list[bool], posts: int) -> list[list[Posting]]:
    found = encode(occurrences(lists, bare), posts)
    result: list[list[Posting]] = [[] for _ in lists]
    start = 0
    for term, count, base, end in zip(found.term, found.posts, found.base, found.end, strict=True):
        result[term] += decode(found.data[start:end], count, posts, base, bare=bare[term])
        start = end
    return result


@given(st.data(), st.integers(1, 300))
def test_lists_come_back(data: st.DataObject, posts: int) -> None:
    lists, bare = [], []
    for _ in range(data.draw(st.integers(1, 5))):
        numbers = sorted(data.draw(st.sets(st.integers(0, posts - 1), min_size=1)))
        bare.append(data.draw(st.booleans()))
        lists.append([Posting(one, () if bare[-1] else data.draw(_POSITIONS)) for one in numbers])
    assert decoded(lists, bare, posts) == lists


def test_long_lists_are_split_by_spans() -> None:
    posts = 3 * SPAN
    most = [Posting(number, (number % 64,)) for number in range(SPAN)]
    many = [Posting(number, (1,)) for number in range(SPAN + 1)]
    late = [one for one in many if one.post % 2] + [
        Posting(number, (3,)) for number in range(2 * SPAN, posts)
    ]
    assert encode(occurrences([most, many, late], [False] * 3), posts).base == [-1, 0, SPAN, 0, 2 * SPAN]
    assert decoded([most, many, late], [False] * 3, posts) == [most, many, late]


def test_the_parameter_is_the_logarithm_of_eleven_sixteenths_of_the_mean_gap() -> None:
    assert [rice_parameter(1000, count) for count in (1, 10, 100, 500, 1000)] == [9, 6, 2, 0, 0]


def test_a_list_that_is_cut_off_is_not_read() -> None:
    found = encode(occurrences([[Posting(number, (1, 2)) for number in range(9)]], [False]), 100)
    with pytest.raises(ValueError, match="cut off"):
        list(decode(found.data[:-2], 9, 100))
