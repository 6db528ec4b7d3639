from __future__ import annotations

import time

import pytest
import yaml

from generator.config.yaml import tree
from generator.config.yaml.tree import MAX_DEPTH, MAX_EXPANSION, Mapping, Scalar, Sequence, Value
from generator.content.frontmatter.yaml_tree import UnreadableError, read_tree


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers read the same."""
    if request.param == "pure Python":
        monkeypatch.setattr(tree, "LOADER", yaml.BaseLoader)


def values(text: str) -> dict[str, object]:
    """Return the texts of a front matter, lists as lists, mappings as dicts."""
    return {plain(key): plain(value) for key, value in read_tree(text).pairs}  # type: ignore[misc]


def plain(value: Value) -> object:
    match value:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(pairs):
            return {plain(key): plain(item) for key, item in pairs}


@pytest.mark.parametrize(
    "text", ["2021", "yes", "0x1F", "1e3", "2021-12-28", "3.10", "012", "1:30", "=", ".inf", "Null"]
)
def test_nothing_is_guessed(text: str) -> None:
    assert values(f"a: {text}") == {"a": text}


@pytest.mark.parametrize("text", ["", "~", "null", "''", '""', "# a comment"])
def test_empty_values(text: str) -> None:
    assert values(f"a: {text}") == {"a": ""}


def test_quoted_null_is_a_text() -> None:
    assert values("a: 'null'\nb: \"~\"") == {"a": "null", "b": "~"}


@pytest.mark.parametrize("text", ["", "\n", "# a comment\n", "~"])
def test_nothing_is_an_empty_tree(text: str) -> None:
    assert read_tree(text).pairs == []


def test_lists_mappings_and_long_texts() -> None:
    text = "a: [b, 'c d']\ne:\n  - f\n  - g: h\ni: |\n  j\n  k\nl: >\n  m\n  n\n"
    assert values(text) == {"a": ["b", "c d"], "e": ["f", {"g": "h"}], "i": "j\nk\n", "l": "m n\n"}


def test_places_count_from_zero() -> None:
    pairs = read_tree("a: b\n中文:   'c'\nd:\n - e\n").pairs
    assert [(key.line, key.column, value.line, value.column) for key, value in pairs] == [
        (0, 0, 0, 3),
        (1, 0, 1, 6),
        (2, 0, 3, 1),
    ]


def test_a_key_may_come_twice() -> None:
    assert [plain(value) for _, value in read_tree("a: b\na: c\n").pairs] == ["b", "c"]


def test_an_alias_is_what_its_anchor_marks() -> None:
    assert values("a: &x b\nc: [*x, d]\ne: &y [f]\ng: *y\n") == {
        "a": "b",
        "c": ["b", "d"],
        "e": ["f"],
        "g": ["f"],
    }


@pytest.mark.parametrize(
    "text",
    ["a: &b c", "a: !b c", "a: ! c", "a: !!wow c", "a: c #618", "a: #618", 'a: "b\nc: d"', "a:\n- &x b\n"],
)
def test_a_value_that_loses_text_is_told(text: str) -> None:
    assert read_tree(text).lossy


@pytest.mark.parametrize(
    "text",
    [
        "a: !!str c",
        "a: c # 618",
        "a: 'c #618'",
        'a: "b\n c: d"',
        "a: &x b\nc: *x",
        "a: |\n  c #618\n",
        "a: C#",
    ],
)
def test_a_value_that_keeps_its_text(text: str) -> None:
    assert not read_tree(text).lossy


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("a: b\nc: d: e\n", 1, 4, "a colon and a space stand inside an unquoted value"),
        ("a: b\nc: @d\n", 1, 3, "a value starts with a character that YAML reserves"),
        ("a: 'b' c\n", 0, 7, "there is text after the end of a value"),
        ("a: b\n- c\n", 1, 0, "there is text after the end of a value"),
        ('a: "b\\q"\n', 0, 5, "a backslash in double quotes is followed by an unknown character"),
        ("a: *b\n", 0, 3, "the alias *b has no anchor"),
        ("- a\n", 0, 0, "it is not lines of `key: value`"),
        ("a\n", 0, 0, "it is not lines of `key: value`"),
        ("a: b\n--- \nc: d\n", 0, 0, "it holds two YAML documents"),
    ],
)
def test_errors_name_place_and_cause(text: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_tree(text)
    error = caught.value
    assert (error.code, error.reason) == ("front-matter.syntax", reason)
    assert error.line == line
    assert abs(error.column - column) <= 1


@pytest.mark.parametrize("text", ["a: \0b", "a: \ufffe", 'a: "\\U99999999"'])
def test_characters_that_do_not_exist(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_tree(text)


def test_depth_is_bounded() -> None:
    inner = MAX_DEPTH - 1
    assert read_tree("a: " + "[" * inner + "]" * inner).pairs
    with pytest.raises(UnreadableError, match="levels are nested") as caught:
        read_tree("a: " + "[" * (inner + 1) + "]" * (inner + 1))
    assert caught.value.code == "front-matter.nested"


@pytest.mark.slow
def test_aliases_are_bounded() -> None:
    assert read_tree(f"a: &x b\nc: [{'*x, ' * MAX_EXPANSION}]").pairs
    with pytest.raises(UnreadableError, match="aliases") as caught:
        read_tree(f"a: &x b\nc: [{'*x, ' * (MAX_EXPANSION + 1)}]")
    assert caught.value.code == "front-matter.alias-bomb"


def test_an_alias_within_its_own_anchor_is_no_loop() -> None:
    with pytest.raises(UnreadableError, match="no anchor"):
        read_tree("a: &x [*x]")


@pytest.mark.parametrize(
    "bomb", ["[" * 60_000, "{a: " * 16_000, "- " * 30_000, "? " * 30_000, "a: " + "[" * 60_000]
)
def test_bombs_of_brackets_are_quick(bomb: str) -> None:
    start = time.process_time()
    with pytest.raises(UnreadableError):
        read_tree(bomb)
    assert time.process_time() - start < 3
