"""Spellings of one word fold to one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search import fold
from generator.search.characters import DENSE, DIGIT, LETTER, OTHER, class_of, classes


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("總決賽", "总决赛"),
        ("ＮＢＡ２０２１", "nba2021"),
        ("Ⅷ ㈱ ½", "viii (株) 1⁄2"),
        ("STRASSE Éa E\u0301", "strasse éa é"),
        ("零\u200b宽\u00ad", "零宽"),
        ("𠀀x", "𠀀x"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold.fold(text) == folded


@pytest.mark.slow
def test_each_character_of_the_basic_plane() -> None:
    characters = [chr(code) for code in range(0x10000) if not 0xD800 <= code <= 0xDFFF]
    assert [fold.fold(one) for one in characters] == [fold.fold_character(one) for one in characters]


@given(st.text())
def test_folding_is_that_of_each_character(text: str) -> None:
    import unicodedata

    composed = unicodedata.normalize("NFC", text)
    assert fold.fold(text) == "".join(map(fold.fold_character, composed))


def test_folded_pairs_stay_as_they_are() -> None:
    text = fold.pairs()
    assert len(text) % 2 == 0
    assert fold.fold(text[::2]) == text[1::2]
    assert fold.fold(text[1::2]) == text[1::2]


def test_classes() -> None:
    expected = {
        "气": DENSE,
        "か": DENSE,
        "々": DENSE,
        "ไ": DENSE,
        "𠀀": DENSE,
        "a": LETTER,
        "é": LETTER,
        "한": LETTER,
    }
    expected |= {"7": DIGIT, "٣": DIGIT, "，": OTHER, " ": OTHER, "*": OTHER, "😀": OTHER, "・": OTHER}
    assert {one: class_of(one) for one in expected} == expected
    text = "".join(expected)
    assert classes(fold.encode(text)).tolist() == list(expected.values())
