"""Chinese names in Latin letters."""

from __future__ import annotations

import pytest

from generator.taxonomy.pinyin import romanize, sort_key


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
