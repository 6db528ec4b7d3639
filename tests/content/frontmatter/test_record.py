from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.dates import zone_of
from generator.content.frontmatter.fields import Field
from generator.content.frontmatter.record import COMMAS, SPACES, Record, clean
from generator.content.problems import Diagnostics

Values = dict[str, str | tuple[str, ...]]


def record(values: Values) -> Record:
    return Record({key: Field(value, 2, 8) for key, value in values.items()}, Diagnostics("a.md"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" a  b\n c\t", "a b c"),
        ("\x00a\x1bb\x7f", "a b"),
        ("北\u200b京\ufeff", "北京"),
        ("a\u202eb\u2066c", "abc"),
        ("a\u2028b\u00a0c\u3000d", "a b c d"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ud800a\uffff", "a"),
        ("《社区》", "《社区》"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(max_size=50))
def test_clean_text_is_clean(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode()
    assert not set(once) & set("\n\r\t\x00\u2028\u202e")


def test_the_first_text_that_is_given_counts() -> None:
    fields = record({"summary": " ", "excerpt": "a\n b", "description": "c"})
    assert fields.text("summary", "excerpt", "description") == "a b"
    assert fields.text("title") == ""


def test_a_list_where_a_text_is_expected_is_joined() -> None:
    fields = record({"title": ("a", "b"), "source": ("c",)})
    assert (fields.text("title"), fields.text("source")) == ("a, b", "c")
    (problem,) = fields.diagnostics.problems()
    assert (problem.code, problem.line, problem.column) == ("front-matter.list", 2, 8)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"tags": ("b", " a ", "b", "", "\x00")}, ("b", "a")),
        ({"tags": "a, b，c、d"}, ("a", "b", "c", "d")),
        ({"tags": "a b"}, ("a b",)),
        ({"tags": ("a, b",)}, ("a, b",)),
        ({"tag": "b", "tags": ("a", "b")}, ("a", "b")),
        ({"tags": ""}, ()),
        ({}, ()),
    ],
)
def test_texts_once_each_in_their_order(values: Values, expected: tuple[str, ...]) -> None:
    assert record(values).texts("tags", "tag", separator=COMMAS) == expected


def test_texts_are_parted_on_request_only() -> None:
    fields = record({"categories": "a  b, c"})
    assert fields.texts("categories") == ("a b, c",)
    assert fields.texts("categories", separator=SPACES) == ("a", "b,", "c")


@pytest.mark.parametrize("default", [True, False])
def test_flags(default: bool) -> None:
    for word in ("true", "Yes", "ON", "1"):
        assert record({"x": word}).flag("x", default=default)
    for word in ("false", "No", "off", "0"):
        assert not record({"x": word}).flag("x", default=default)
    assert record({"x": " "}).flag("x", default=default) is default
    assert record({}).flag("x", default=default) is default


def test_a_misspelt_flag_holds_the_post_back() -> None:
    fields = record({"draft": "ture", "published": "flase"})
    assert fields.flag("draft", default=False)
    assert not fields.flag("published", default=True)
    assert [problem.code for problem in fields.diagnostics.problems()] == ["draft.unreadable"] * 2


def test_moments() -> None:
    fields = record({"updated": "2021-12-28 10:39", "expires": "soon", "date": ""})
    zone = zone_of("Asia/Shanghai")
    moment = fields.moment("updated", zone)
    assert moment is not None
    assert moment.isoformat() == "2021-12-28T10:39:00+08:00"
    assert fields.moment("date", zone) is None
    assert fields.diagnostics.problems() == ()
    assert fields.moment("expires", zone) is None
    (problem,) = fields.diagnostics.problems()
    assert (problem.code, problem.severity) == ("date.unreadable", "warning")
    assert "“soon”" in problem.message
    assert "2021-12-28 07:35:22 +0800" in problem.hint


def test_spots() -> None:
    fields = record({"redirect_from": "x"})
    assert fields.position("aliases", "redirect_from") == (2, 8)
    assert fields.position("aliases") == (0, 0)


@pytest.mark.parametrize("read", [lambda r: r.text("x"), lambda r: r.texts("x")])
def test_values_may_be_empty_lists(read: Callable[[Record], object]) -> None:
    assert not read(record({"x": ()}))
