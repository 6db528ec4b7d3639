from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.frontmatter.fields import MAX_LENGTH, Field, read_fields
from generator.core.model import Problem


def read(text: str) -> tuple[dict[str, str | tuple[str, ...]], list[Problem]]:
    fields, problems = read_fields(text, 2, "content/posts/a.md")
    return {key: field.value for key, field in fields.items()}, problems


def test_fields_have_their_place_in_the_file() -> None:
    fields, problems = read_fields('title: "a"\ntags:\n  - b\n  - c\n', 2, "a.md")
    assert fields == {"title": Field("a", 2, 8), "tags": Field(("b", "c"), 4, 3)}
    assert problems == []


def test_empty_front_matter_has_no_fields() -> None:
    assert read("") == ({}, [])


def test_unknown_keys_are_kept_in_silence() -> None:
    assert read("hero: false\nseo: {a: b}\n中文: x\n? [a]\n: b\n") == (
        {"hero": "false", "seo": "", "中文": "x"},
        [],
    )


def test_of_a_key_that_comes_twice_the_last_counts() -> None:
    fields, (problem,) = read("title: a\ntags: b\ntitle: c\n")
    assert fields == {"title": "c", "tags": "b"}
    assert (problem.code, problem.line, problem.column, problem.severity) == (
        "front-matter.duplicate-key",
        4,
        1,
        "warning",
    )
    assert "first in line 2" in problem.message


def test_a_mapping_where_a_text_is_expected_is_ignored() -> None:
    fields, (problem,) = read("title: x\nimage: {path: a.png}\n")
    assert fields == {"title": "x", "image": ""}
    assert (problem.code, problem.line, problem.column) == ("front-matter.mapping", 3, 8)


def test_an_author_may_be_a_mapping_with_a_name() -> None:
    assert read("authors:\n  - name: 曾艳春\n    url: /a\n  - 关孝廷\n") == (
        {"authors": ("曾艳春", "关孝廷")},
        [],
    )


def test_an_item_with_a_colon_is_a_text() -> None:
    fields, (problem,) = read("tags:\n  - 快讯: 今日\n")
    assert fields == {"tags": ("快讯: 今日",)}
    assert (problem.code, problem.line, problem.column) == ("front-matter.colon", 3, 5)


def test_a_list_in_a_list_is_ignored() -> None:
    fields, (problem,) = read("tags: [a, [b], {c: d, e: f}]\n")[0], read("tags: [a, [b]]\n")[1]
    assert fields == {"tags": ("a", "", "")}
    assert problem.code == "front-matter.mapping"


def test_front_matter_has_a_bound() -> None:
    assert read("title: x\n#" + "a" * (MAX_LENGTH - 10)) == ({"title": "x"}, [])
    fields, (problem,) = read("title: x\n#" + "a" * (MAX_LENGTH - 9))
    assert fields == {}
    assert (problem.code, problem.severity, problem.line) == ("front-matter.too-large", "error", 2)


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe"])
def test_control_characters_are_spaces(char: str) -> None:
    fields, (problem,) = read(f"tags: a\ntitle: b{char}c\n")
    assert fields == {"tags": "a", "title": "b c"}
    assert (problem.code, problem.line, problem.column) == ("front-matter.control", 3, 9)
    assert f"U+{ord(char):04X}" in problem.message


@pytest.mark.parametrize(
    ("text", "fields", "line", "column"),
    [
        ("tags:\n\t- a\n\t- b\n", {"tags": ("a", "b")}, 3, 1),
        ("title:\ta\n", {"title": "a"}, 2, 7),
        ("title: \t'a'\n", {"title": "a"}, 2, 8),
        ("tags:\n-\ta\n", {"tags": ("a",)}, 3, 2),
        ("\ttitle: a\n\tdate: b\n", {"title": "a", "date": "b"}, 2, 1),
    ],
)
def test_tabs_where_yaml_wants_spaces(text: str, fields: object, line: int, column: int) -> None:
    read_back, (problem,) = read(text)
    assert read_back == fields
    assert (problem.code, problem.line, problem.column) == ("front-matter.tab", line, column)


@pytest.mark.parametrize("text", ["title: a\tb\n", "title: 'a\tb'\n", "title: a b\t\n\t\ntags: c\n"])
def test_other_tabs_are_spaces_in_silence(text: str) -> None:
    fields, problems = read(text)
    assert fields["title"] == "a b"
    assert problems == []


def test_what_can_not_be_read_is_an_error_with_its_place() -> None:
    fields, (problem,) = read("title: a\n  - b: c: d\n")
    assert fields == {}
    assert (problem.path, problem.line, problem.code, problem.severity) == (
        "content/posts/a.md",
        3,
        "front-matter.syntax",
        "error",
    )
    assert "a colon and a space stand inside an unquoted value" in problem.message


@given(st.text(st.sampled_from("ab:-[]{}\"'#&*!|>%@`, \n\t中：\\?\x00\u2028"), max_size=80))
def test_any_text_gives_fields_or_an_error(text: str) -> None:
    fields, problems = read_fields(text, 2, "a.md")
    assert not fields or all(problem.severity == "warning" for problem in problems)
    assert (fields, problems) == read_fields(text, 2, "a.md")
    for field in fields.values():
        assert isinstance(field.value, str | tuple)
        assert 2 <= field.line <= 2 + len(text.splitlines())
