"""Texts are cut into terms with positions."""

from __future__ import annotations

import numpy as np

from generator.search.patch import postings_of
from generator.search.terms import POSITIONS, key_of, key_texts, terms_of


def terms(*blocks: str, title: str = "", categories: tuple[str, ...] = ()) -> dict[str, tuple[int, ...]]:
    found = postings_of(terms_of(title, blocks, categories))
    return {term.decode(): places for term, places in found.items()}


def positioned(*blocks: str) -> set[str]:
    return {term for term, places in terms(*blocks).items() if places}


def test_chinese_becomes_pairs() -> None:
    assert positioned("气温三到五度，明天") == {"气温", "温三", "三到", "到五", "五度", "明天"}


def test_no_pair_goes_over_the_end_of_a_block_or_the_title() -> None:
    assert positioned("甲乙", "丙丁") == {"甲乙", "丙丁"}
    assert set(terms("乙", title="甲")) == {"甲", "乙", "t:甲"}


def test_words_and_numbers_pair_with_their_chinese_neighbours() -> None:
    assert positioned("12月NBA赛") == {"12", "2月", "月n", "nba", "a赛"}
    assert positioned("mp3 x") == {"mp", "3", "x"}


def test_a_character_between_marks_is_a_term_of_its_own() -> None:
    assert positioned("一、二，三四") == {"一", "二", "三四"}


def test_beginnings_titles_and_categories_have_no_positions() -> None:
    found = terms("Weather", title="天", categories=("wanbao",))
    assert {term for term, places in found.items() if not places} == {
        "w*", "we*", "wea*", "weat*", "t:天", "c:wanbao",
    }  # fmt: skip


def test_positions_follow_each_other_in_a_run_and_depend_on_its_first_units() -> None:
    found = terms("气温三度零x")
    start = found["气温"][0]
    order = ["气温", "温三", "三度", "度零", "零x"]
    assert [found[term] for term in order] == [((start + at) % POSITIONS,) for at in range(5)]
    assert terms("，气温三度五")["气温"] == (start,)
    for other in ("高气温三度", "气温三分", "气温", "气温三，度"):
        assert terms(other)["气温"] != (start,)


def test_long_words_are_cut() -> None:
    assert positioned("a" * 30) == {"a" * 24}


def test_keys() -> None:
    assert key_texts(np.array([key_of(text) for text in ("气", "气温", "𠀀x")])) == ["气", "气温", "𠀀x"]
    assert key_of("气") < key_of("气a") < key_of("气温")


def test_empty_text() -> None:
    assert terms() == {}
    assert terms("，。 *") == {}


def test_titles_have_lists_of_their_characters_words_and_numbers() -> None:
    names = terms_of("深圳iPhone 12月", ["正文 news"]).names
    assert [name for name in names if name.startswith("t:")] == ["t:圳", "t:月", "t:深", "t:12", "t:iphone"]
