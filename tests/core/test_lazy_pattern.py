"""Expressions that are compiled late behave as those that are compiled at once."""

from __future__ import annotations

import re

import pytest

from generator.core.lazy_pattern import lazy


def test_it_does_what_a_compiled_one_does() -> None:
    pattern = lazy(r"(\d+)年", re.IGNORECASE)
    for _ in range(2):
        assert pattern.sub(r"\1-", "2021年12月") == "2021-12月"
        found = pattern.search("在2021年")
        assert found
        assert found[1] == "2021"
        assert pattern.pattern == r"(\d+)年"


def test_it_is_compiled_once_and_late(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    original = re.compile

    def compiling(pattern: str, flags: int) -> re.Pattern[str]:
        compiled.append(pattern)
        return original(pattern, flags)

    monkeypatch.setattr(re, "compile", compiling)
    pattern = lazy("a+")
    assert compiled == []
    assert [pattern.fullmatch(text) is not None for text in ("aa", "b", "a")] == [True, False, True]
    assert compiled == ["a+"]


def test_an_invalid_one_raises_when_it_is_used() -> None:
    pattern = lazy("(")
    with pytest.raises(re.error, match="unterminated"):
        pattern.search("")
