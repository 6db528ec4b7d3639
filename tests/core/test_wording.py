"""The words of messages."""

from __future__ import annotations

import pytest

from generator.core.wording import counted, did_you_mean, listed, printable, quoted, quoted_value, similar


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("many", "many"),
        ("two\n  lines", "two lines"),
        ("南方日报", "南方日报"),
        ("a\x1b[31mb\u202ec", "a�[31mb�c"),
        ("x" * 41, "x" * 40 + "…"),
        ("x" * 40, "x" * 40),
        ("", ""),
    ],
)
def test_printable_is_one_short_line_that_no_terminal_obeys(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert quoted(text) == f"“{shown}”"
    assert quoted_value(text) == f'"{shown}"'


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("wrokers", 'did you mean "workers"?'),
        ("WORKERS", 'did you mean "workers"?'),
        ("Url", 'did you mean "URL"?'),
        ("xyz", "known: some"),
        ("", "known: some"),
        ("w" * 100_000, "known: some"),
    ],
)
def test_did_you_mean_names_what_is_near(word: str, hint: str) -> None:
    assert did_you_mean(word, ["workers", "URL"], "known: some") == hint


def test_did_you_mean_does_not_depend_on_the_order_of_a_set() -> None:
    assert did_you_mean("aa", ["ab", "ac"], "") == did_you_mean("aa", ["ac", "ab"], "")


def test_quoted_may_be_longer_than_others() -> None:
    assert quoted("x" * 50, 60) == f"“{'x' * 50}”"


def test_counted() -> None:
    assert [counted(count, "post") for count in (0, 1, 1204)] == ["0 posts", "1 post", "1,204 posts"]


def test_listed() -> None:
    assert [listed(list(parts)) for parts in ("a", "ab", "abc")] == ["a", "a and b", "a, b and c"]


def test_similar_names_the_most_similar_first() -> None:
    assert similar("tags", ["tagged", "tag", "title"], most=2) == ["tag", "tagged"]
    assert similar("tags", ["title"]) == []
