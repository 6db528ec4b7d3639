"""Each form of a date, and texts that almost have one."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.date_forms import FORMS, Form, doubt, plain_form, read

CHINA = timezone(timedelta(hours=8))
DOCS = (Path(__file__).parents[2] / "docs/posts.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年12月28日15时05分", (2021, 12, 28, 15, 5)),
        ("2021年12月28日15时05分30秒", (2021, 12, 28, 15, 5, 30)),
        ("2021年12月28日 15点", (2021, 12, 28, 15)),
        ("2021年12月28日下午3:05", (2021, 12, 28, 15, 5)),
        ("2021年12月28日 下午 3点半", (2021, 12, 28, 15, 30)),
        ("2021年12月28日下午15:05", (2021, 12, 28, 15, 5)),
        ("2021年12月28日上午9时", (2021, 12, 28, 9)),
        ("2021年12月28日中午12:05", (2021, 12, 28, 12, 5)),
        ("2021年12月28日中午1:05", (2021, 12, 28, 13, 5)),
        ("2021年12月28日凌晨12:05", (2021, 12, 28, 0, 5)),
        ("2021年12月28日晚上8:05", (2021, 12, 28, 20, 5)),
        ("2021年12月28日晚8时许", None),
        ("2021年12月28日 15：05", (2021, 12, 28, 15, 5)),
        ("２０２１年１２月２８日　１５：０５", (2021, 12, 28, 15, 5)),
        ("2021年12月28日（星期二）", (2021, 12, 28)),
        ("2021年12月28日（星期二）15：05", (2021, 12, 28, 15, 5)),
        ("2021-12-28 星期二 15:05", (2021, 12, 28, 15, 5)),
        ("2021年12月28日 周二", (2021, 12, 28)),
        ("2021-12-28【周二】15:05", (2021, 12, 28, 15, 5)),
        ("（星期二）2021年12月28日", (2021, 12, 28)),
        ("（ 星期二 ）2021年12月28日下午3:05", (2021, 12, 28, 15, 5)),
        ("[周二] 2021-12-28", (2021, 12, 28)),
        ("【週二】２０２１年１２月２８日", (2021, 12, 28)),
        ("星期二 二〇二一年十二月二十八日", (2021, 12, 28)),
        ("星期二二〇二一年十二月二十八日", (2021, 12, 28)),
        ("(火) 2021年12月28日 午後3時5分", (2021, 12, 28, 15, 5)),
        ("(화) 2021년 12월 28일", (2021, 12, 28)),
        ("(Tue) 28 Dec 2021", (2021, 12, 28)),
        ("[Tuesday] December 28, 2021", (2021, 12, 28)),
        ("Tue, 2021-12-28 15:05", (2021, 12, 28, 15, 5)),
        ("周二 20211228", (2021, 12, 28)),
        ("（周二）28.12.2021", (2021, 12, 28)),
        ("（星期二）", None),
        ("[草稿] 2021-12-28", None),
        ("二〇二一年十二月二十八日", (2021, 12, 28)),
        ("二○二○年十月三十日 15:05", (2020, 10, 30, 15, 5)),
        ("2021年12月28日(火) 午後3時5分", (2021, 12, 28, 15, 5)),
        ("2021年12月28日午後0時30分", (2021, 12, 28, 12, 30)),
        ("2021년 12월 28일 오후 3시 5분", (2021, 12, 28, 15, 5)),
        ("20211228", (2021, 12, 28)),
        ("202112280735", (2021, 12, 28, 7, 35)),
        ("20211228T073522", (2021, 12, 28, 7, 35, 22)),
        ("28 Dec 2021 07:35:22", (2021, 12, 28, 7, 35, 22)),
        ("July 27, 2020", (2020, 7, 27)),
        ("july 27th, 2020 at 3:05 pm", (2020, 7, 27, 15, 5)),
        ("27-Jul-2020", (2020, 7, 27)),
        ("Tuesday, September 1, 2020", (2020, 9, 1)),
        ("Sept. 1, 2020 12:05 a.m.", (2020, 9, 1, 0, 5)),
        ("Tue Dec 28 07:35:22 2021", (2021, 12, 28, 7, 35, 22)),
        ("2021-12-28 12:05 PM", (2021, 12, 28, 12, 5)),
        ("2021-12-28 3 pm", (2021, 12, 28, 15)),
        ("13/04/2020", (2020, 4, 13)),
        ("04/13/2020", (2020, 4, 13)),
        ("04/04/2020", (2020, 4, 4)),
        ("28.12.2021 10:39", (2021, 12, 28, 10, 39)),
        ("13/13/2020", None),
        ("31/04/2020", None),
        ("Feb 30, 2020", None),
    ],
)
def test_local_times(text: str, expected: tuple[int, ...] | None) -> None:
    one = read(text)
    assert (one and one[:6]) == (expected and (*expected, *[0] * (6 - len(expected))))
    assert not (one and one.offset)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("2020-01-02 +0800", CHINA),
        ("2020-01-02+08:00", CHINA),
        ("2020-01-02Z", UTC),
        ("20200102 +8", CHINA),
        ("Tue, 28 Dec 2021 07:35:22 +0800", CHINA),
        ("Tue, 28 Dec 2021 07:35:22 -0000", UTC),
        ("28 Dec 2021 07:35:22 ut", UTC),
        ("28 Dec 2021 07:35:22 +0800 (CST)", CHINA),
        ("Tue Dec 28 2021 07:35:22 GMT+0800 (China Standard Time)", CHINA),
        ("Tue Dec 28 07:35:22 +0800 2021", CHINA),
        ("2021-12-28T07:35:22+08:00[Asia/Shanghai]", CHINA),
        ("2021-12-28 07:35 GMT+8", CHINA),
        ("1640648122", UTC),
    ],
)
def test_offsets(text: str, offset: timezone) -> None:
    one = read(text)
    assert one is not None
    assert one.offset == offset


@pytest.mark.parametrize(
    ("text", "second", "microsecond"),
    [
        ("1640648122", 22, 0),
        ("1640648122.5", 22, 500_000),
        ("1640648122500", 22, 500_000),
        ("1640648122500001", 22, 500_001),
        ("100000000", 40, 0),
        ("4102444799", 59, 0),
    ],
)
def test_numbers_of_seconds(text: str, second: int, microsecond: int) -> None:
    one = read(text)
    assert one is not None
    assert (one.second, one.microsecond) == (second, microsecond)


@pytest.mark.parametrize(
    "text", ["4102444800", "9999999999", "99999999", "2021122810", "2021122810123", "-1640648122"]
)
def test_numbers_that_are_not_surely_seconds(text: str) -> None:
    one = read(text)
    assert one is None


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_form_reads_its_examples_and_is_documented(form: Form) -> None:
    for example in form.examples:
        assert form.pattern.fullmatch(plain_form(example)), example
        one = read(example)
        assert one is not None
        assert (one.year, one.month) in {(2021, 12), (2020, 7), (2020, 4)}
        assert f"`{example}`" in DOCS, example


def test_no_text_has_two_forms_with_different_meanings() -> None:
    for form in FORMS:
        for example in form.examples:
            text = plain_form(example)
            found = (other.pattern.fullmatch(text) for other in FORMS)
            meanings = {other.read(match) for other, match in zip(FORMS, found, strict=True) if match}
            assert len(meanings) == 1, example


@given(
    st.text(st.sampled_from("0123456789-/.:,年月日时分TZ+ ()UTGMCaApm下午一二十〇星期JulyDec"), max_size=40)
)
def test_any_text_has_a_date_or_a_doubt_or_neither(text: str) -> None:
    assert not (read(text) and doubt(text)) or re.search("[A-Z]{2}", text)


def test_a_day_of_the_week_hides_no_doubt() -> None:
    assert doubt("（星期二）03/04/2020") == "may mean 2020-04-03 or 2020-03-04"
    assert doubt("[周二] 21/12/28") == "has a year of two digits"
