"""Which numbered pages a page of a list names."""

from __future__ import annotations

import pytest

from generator.kinds.parts.pagers import page_window


@pytest.mark.parametrize(
    ("number", "older", "newer", "expected"),
    [
        (0, 0, 0, []),
        (0, 1, 0, [1]),
        (0, 4, 0, [4, 3, 2, 1]),
        (0, 5, 0, [5, 4, 3, 0, 1]),
        (0, 400, 0, [400, 399, 398, 0, 1]),
        (1, 0, 0, [1]),
        (1, 0, 2, [2, 1]),
        (3, 2, 4, [4, 3, 2, 1]),
        (9, 8, 10, [10, 9, 8, 7, 0, 1]),
        (9, 8, 0, [9, 8, 7, 0, 1]),
    ],
)
def test_pages_around_one_from_the_newest(number: int, older: int, newer: int, expected: list[int]) -> None:
    assert list(page_window(number, older, newer)) == expected
