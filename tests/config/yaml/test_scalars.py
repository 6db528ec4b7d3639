import contextlib
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config.yaml.errors import OptionError
from generator.config.yaml.scalars import Range, check_tag, is_null, read_free, read_scalar, read_text
from generator.config.yaml.tree import Mapping, Scalar, TreeBuilder, Value


def _node(text: str) -> Value:
    node = TreeBuilder(text).root()
    assert node is not None
    return node


def _read(kind: Any, text: str, bounds: Range | None = None) -> Any:
    return read_scalar(kind, _node(text), bounds)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021", "2021"),
        ("2021-12-28", "2021-12-28"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("' padded '", "padded"),
        ("|\n  two\n  lines\n", "two\nlines"),
        ("南方日报", "南方日报"),
        ("''", ""),
    ],
)
def test_text_is_taken_as_written(text: str, value: str) -> None:
    assert _read(str, text) == value


@pytest.mark.parametrize("text", ['"\\0"', '"a\\eb"', '"\\x7f"', '"\\uffff"'])
def test_text_holds_no_control_characters(text: str) -> None:
    with pytest.raises(OptionError, match="holds a control character, which no page can show"):
        _read(str, text)


def test_text_keeps_tabs_and_line_ends() -> None:
    assert _read(str, '"a\\tb\\nc"') == "a\tb\nc"


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("4", 4), ("-3", -3), ("+3", 3), ("8_000_000", 8_000_000), ("!!str 5", 5)]
)
def test_whole_numbers(text: str, value: int) -> None:
    assert _read(int, text) == value


@pytest.mark.parametrize(
    "text", ["many", "4.0", "010", "0x10", "1:30", "4 MB", "1,000", "9" * 31, "1_", "true", "1e3"]
)
def test_what_is_no_whole_number(text: str) -> None:
    with pytest.raises(OptionError, match="must be a whole number, not ") as caught:
        _read(int, text)
    assert caught.value.hint == "write digits"


@pytest.mark.parametrize(("text", "value"), [("5", 5.0), ("2.5", 2.5), ("-0.5", -0.5), ("1e2", 100.0)])
def test_numbers(text: str, value: float) -> None:
    number = _read(float, text)
    assert (number, type(number)) == (value, float)


@pytest.mark.parametrize("text", [".nan", ".inf", "nan", "1e999", "5%", ".5", "1:30.5"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(OptionError, match="must be a number, not "):
        _read(float, text)


def test_a_number_in_quotes_is_text() -> None:
    with pytest.raises(OptionError, match='must be a whole number, not the text "4"') as caught:
        _read(int, "'4'")
    assert caught.value.hint == "remove the quotes"


@pytest.mark.parametrize(
    ("bounds", "text", "message"),
    [
        (Range(0, 64, "4"), "65", "must be from 0 to 64, not 65"),
        (Range(0, 64, "4"), "-1", "must be from 0 to 64, not -1"),
        (Range(1000, 100_000_000, "8"), "999", "must be from 1,000 to 100,000,000, not 999"),
        (Range(0, None, "4"), "-1", "must be 0 or more, not -1"),
    ],
)
def test_numbers_out_of_range(bounds: Range, text: str, message: str) -> None:
    with pytest.raises(OptionError) as caught:
        _read(int, text, bounds)
    assert str(caught.value) == message
    assert caught.value.hint == f"write for example {bounds.example}"


@pytest.mark.parametrize("text", ["0", "64"])
def test_the_ends_of_a_range_belong_to_it(text: str) -> None:
    assert _read(int, text, Range(0, 64, "4")) == int(text)


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("True", True), ("false", False), ("FALSE", False)]
)
def test_switches(text: str, value: bool) -> None:
    assert _read(bool, text) is value


@pytest.mark.parametrize("text", ["yes", "no", "on", "1", "'true'", "[true]", "tRUE"])
def test_what_is_no_switch(text: str) -> None:
    with pytest.raises(OptionError, match="must be true or false, not ") as caught:
        _read(bool, text)
    assert caught.value.hint == "write true or false, without quotes"


def test_choices() -> None:
    kind = Literal["largest", "recent"]
    assert _read(kind, "recent") == "recent"
    with pytest.raises(OptionError, match='must be "largest" or "recent", not "recentt"') as caught:
        _read(kind, "recentt")
    assert caught.value.hint == 'did you mean "recent"?'
    with pytest.raises(OptionError, match='must be "largest" or "recent", not a list') as caught:
        _read(kind, "[recent]")
    assert caught.value.hint == "write for example largest"


@pytest.mark.parametrize(("text", "found"), [("[a]", "a list"), ("{a: b}", "a group of options")])
@pytest.mark.parametrize(("kind", "wanted"), [(str, "text"), (int, "a whole number"), (float, "a number")])
def test_lists_and_groups_are_no_single_values(kind: type, wanted: str, text: str, found: str) -> None:
    with pytest.raises(OptionError, match=f"must be {wanted}, not {found}"):
        _read(kind, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("12", 12),
        ("-1.5", -1.5),
        ("'12'", "12"),
        ("'true'", "true"),
        ("~", None),
        ("", None),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("007", "007"),
        ("2021-12-28", "2021-12-28"),
        ("9" * 31, "9" * 31),
        ("crimson", "crimson"),
        ("!!bool maybe", "maybe"),
    ],
)
def test_values_without_a_type_are_what_they_look_like(text: str, value: Any) -> None:
    root = _node(f"a: {text}")
    assert isinstance(root, Mapping)
    found = read_free(root.pairs[0][1])
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ["yes", "No", "ON", "off"])
def test_values_that_versions_of_yaml_read_differently_are_refused(text: str) -> None:
    with pytest.raises(OptionError, match="may be read as text or as a switch"):
        read_free(_node(text))


@pytest.mark.parametrize(
    ("text", "null"), [("~", True), ("null", True), ("''", False), ("'null'", False), ("[]", False)]
)
def test_is_null(text: str, null: bool) -> None:
    assert is_null(_node(text)) is null


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("!!binary aGk=", "!!binary"),
        ("!secret x", "!secret"),
        ("!!python/object:os.system {}", "!!python/object:os.system"),
    ],
)
def test_tags_are_refused(text: str, tag: str) -> None:
    with pytest.raises(OptionError) as caught:
        check_tag(_node(text))
    assert str(caught.value) == f'has the tag "{tag}", which means nothing here'


@given(st.text())
@pytest.mark.parametrize("kind", [str, int, float, bool])
def test_any_text_is_read_or_refused(kind: type, text: str) -> None:
    with contextlib.suppress(OptionError):
        assert type(read_scalar(kind, Scalar(text, 0, 0), None)) is kind


def test_reading_text_strips_white_space_of_all_scripts() -> None:
    assert read_text(Scalar("\u3000南方\n", 0, 0)) == "南方"
