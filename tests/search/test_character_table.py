from __future__ import annotations

import numpy as np

from generator.search.character_table import CharacterTable


def test_each_character_is_looked_up_once() -> None:
    asked: list[int] = []

    def find(code: int) -> int:
        asked.append(code)
        return code % 7

    table = CharacterTable(find, 255, np.uint8)
    for text in ("乙甲乙", "", "甲丙"):
        assert table.of(np.array([ord(one) for one in text], dtype=np.uint32)).tolist() == [
            ord(one) % 7 for one in text
        ]
    assert sorted(asked) == sorted(map(ord, "甲乙丙"))
