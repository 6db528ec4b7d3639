"""Names that are probably one, written in two ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.taxonomy.similar_names import is_slip, plain_key, with_one_left_out


def test_keys() -> None:
    same = ["Nanfang-Ribao", "nanfangribao", "nanfang_ribao", "NANFANG RIBAO", "ｎａｎｆａｎｇribao"]
    assert {plain_key(name) for name in same} == {"nanfangribao"}
    assert plain_key("---") == "---"
    assert plain_key("C++") != plain_key("C")


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("abcde", "abcd", True), ("abcd", "abcde", True), ("abcde", "abxde", True), ("abcde", "acbde", True),
        ("abcde", "abcde", False), ("abcde", "abced", True), ("abcde", "badce", False),
        ("abc1", "abc2", False),
    ],
)  # fmt: skip
def test_slips(one: str, other: str, slip: bool) -> None:
    assert is_slip(one, other) is slip
    assert not slip or with_one_left_out(one) & with_one_left_out(other)


@given(one=st.text("abc", max_size=5), other=st.text("abc", max_size=5))
def test_slips_have_a_part_in_common(one: str, other: str) -> None:
    assert is_slip(one, other) == is_slip(other, one)
    if is_slip(one, other):
        assert with_one_left_out(one) & with_one_left_out(other)
