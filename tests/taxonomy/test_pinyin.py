"""Chinese names in Latin letters."""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import version
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from generator.taxonomy.pinyin import READINGS, SOURCE, romanize, sort_key, spell


def by_library(han: str) -> str:
    return "".join(lazy_pinyin(han, errors="ignore"))


def made() -> str:
    """Return the text of READINGS: all readings that pypinyin has."""
    alike: dict[str, list[str]] = defaultdict(list)
    for character in map(chr, sorted(PINYIN_DICT)):
        alike[by_library(character)].append(character)
    known = {character: reading for reading, found in alike.items() for character in found}
    readings = [f"{reading} {''.join(found)}" for reading, found in sorted(alike.items()) if reading]
    phrases = []
    for phrase in sorted(PHRASES_DICT):
        reading = by_library(phrase)
        usual = "".join(known.get(character, "") for character in phrase)
        phrases.append(phrase if reading == usual else f"{phrase} {reading}")
    return "\n".join([*readings, "", *phrases]) + "\n"


@pytest.mark.slow
def test_the_readings_are_those_of_the_library() -> None:
    assert f"pypinyin {version('pypinyin')}" == SOURCE
    assert READINGS.read_text("utf-8") == made()


#: Phrases, parts of them, and characters, so that phrases overlap and end early.
_PIECES = st.one_of(
    st.sampled_from(sorted(PHRASES_DICT)),
    st.sampled_from(sorted(PHRASES_DICT)).map(lambda phrase: phrase[1:]),
    st.sampled_from(sorted(PHRASES_DICT)).map(lambda phrase: phrase[:-1]),
    st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x323AF),
    st.sampled_from("行长都重乐的地得了着会"),
)


@example("一块石头落了")
@given(st.lists(_PIECES, max_size=6).map("".join))
@settings(max_examples=1000, deadline=None)
def test_a_name_is_read_as_the_library_reads_it(han: str) -> None:
    assert spell(han) == by_library(han)


@pytest.mark.slow
def test_all_phrases_are_read_as_the_library_reads_them() -> None:
    for han in chain(PHRASES_DICT, map(chr, PINYIN_DICT)):
        assert spell(han) == by_library(han)


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("南方日报", "nanfangribao"),
        ("银行", "yinhang"),
        ("行走", "xingzou"),
        ("重庆", "chongqing"),
        ("21世纪经济报道", "21-shijijingjibaodao"),
        ("A股 B股", "a-gu-b-gu"),
        ("绿色", "lvse"),
        ("Ünïcode", "unicode"),
        ("！？", ""),
    ],
)
def test_romanize(text: str, latin: str) -> None:
    assert romanize(text) == latin


@pytest.mark.parametrize(
    ("label", "letter"), [("南方日报", "N"), ("21世纪", "#"), ("apple", "A"), ("！", "#")]
)
def test_letter(label: str, letter: str) -> None:
    assert sort_key(label)[0] == letter


if __name__ == "__main__":
    READINGS.write_text(made(), encoding="utf-8")
