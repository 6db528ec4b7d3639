from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content import date_forms
from generator.content.date_parts import Written
from generator.content.dates import (
    date_from_name,
    is_given,
    parse_date,
    problem_of,
    stamp_of,
    without_date,
    written_day,
    zone_of,
)

SHANGHAI = zone_of("Asia/Shanghai")
NEW_YORK = zone_of("America/New_York")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-12-28 07:35:22 +0800", "2021-12-28T07:35:22+08:00"),
        ("2021-12-28 10:39:11", "2021-12-28T10:39:11+08:00"),
        ("2021-12-28 10:39", "2021-12-28T10:39:00+08:00"),
        ("2021-12-28", "2021-12-28T00:00:00+08:00"),
        ("2021-1-5 9:05", "2021-01-05T09:05:00+08:00"),
        ("2021/12/28", "2021-12-28T00:00:00+08:00"),
        ("2021/12/28 10:39:11", "2021-12-28T10:39:11+08:00"),
        ("2021.12.28", "2021-12-28T00:00:00+08:00"),
        ("2021年12月28日", "2021-12-28T00:00:00+08:00"),
        ("2021年1月5日 10:39", "2021-01-05T10:39:00+08:00"),
        ("2021年12月28日10:39:11", "2021-12-28T10:39:11+08:00"),
        ("2021-12-28T10:39:11Z", "2021-12-28T18:39:11+08:00"),
        ("2021-12-28t10:39:11z", "2021-12-28T18:39:11+08:00"),
        ("2021-12-28 10:39:11 UTC", "2021-12-28T18:39:11+08:00"),
        ("2021-12-28T10:39:11+08:00", "2021-12-28T10:39:11+08:00"),
        ("2021-12-28T10:39+08", "2021-12-28T10:39:00+08:00"),
        ("2015-03-17 14:00:00 -4", "2015-03-18T02:00:00+08:00"),
        ("2021-12-28 10:39:11 +05:30", "2021-12-28T13:09:11+08:00"),
        ("2021-12-28 10:39:11 -0330", "2021-12-28T22:09:11+08:00"),
        ("  2021-12-28  ", "2021-12-28T00:00:00+08:00"),
        ("２０２１-12-28", "2021-12-28T00:00:00+08:00"),
        ("2020-01-02 +0800", "2020-01-02T00:00:00+08:00"),
        ("2020-01-02 +0900", "2020-01-01T23:00:00+08:00"),
        ("1640648122", "2021-12-28T07:35:22+08:00"),
        ("1640648122500", "2021-12-28T07:35:22+08:00"),
        ("20211228T073522Z", "2021-12-28T15:35:22+08:00"),
        ("9999-12-31 23:59:59", "9999-12-31T23:59:59+08:00"),
        # Local mean time, +08:05:43, keeps the time of day and loses the seconds of its offset.
        ("1900-01-01", "1900-01-01T00:00:00+08:05"),
        ("0001-01-01T12:00:00Z", "0001-01-01T20:05:43+08:05"),
    ],
)
def test_dates_in_the_zone_of_the_site(text: str, expected: str) -> None:
    moment = parse_date(text, SHANGHAI)
    assert moment is not None
    assert moment.isoformat(timespec="seconds") == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "yesterday", "2021-02-30", "2021-13-01", "2021-00-10", "2021-12-28 25:00", "2021-12-28 10:60",
        "2021-12-28 10:39:61", "2021-12-28 10", "2021-12/28", "2021年12月28", "21-12-28", "20211328",
        "2021-12-28-05", "20211228-05", "+0800", "10:39", "星期二", "99 Dec 2021 07:35", "Smarch 3, 2020",
        "2021-12-28 10:39 +2400", "2021-12-28 10:39 +0860", "2021-12-28 10:39 +080",
        "2021-12-28T", "2021-12-28 10:39 CST", "0000-01-01", "0001-01-01 00:00 +0800", "0001-01-01",
        "2021-12-28\n10:39x", "2021年12月28日上午15:05", "2021年12月28日晚上12:05", "二〇二一年十十月一日",
        "99999999999", "9999999999", "2021122810", "03/04/2020", "2021-12-28 10:39:11.", "12021-12-28",
    ],
)  # fmt: skip
def test_no_dates(text: str) -> None:
    assert parse_date(text, SHANGHAI) is None


def test_last_hours_of_time_do_not_survive_conversion() -> None:
    assert parse_date("9999-12-31 23:59:59", NEW_YORK) is None


@pytest.mark.parametrize(
    ("fraction", "microsecond"),
    [("5", 500_000), ("123456789", 123_456), ("000001", 1), ("9" * 5000, 999_999)],
)
def test_fractions_of_any_length(fraction: str, microsecond: int) -> None:
    moment = parse_date(f"2021-12-28T10:39:11.{fraction}Z", SHANGHAI)
    assert moment is not None
    assert moment.microsecond == microsecond


def test_a_time_that_clocks_skip_counts_on_from_before_the_gap() -> None:
    moment = parse_date("2021-03-14 02:30", NEW_YORK)
    assert moment is not None
    assert moment.isoformat() == "2021-03-14T03:30:00-04:00"


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    moment = parse_date("2021-11-07 01:30", NEW_YORK)
    assert moment is not None
    assert moment.isoformat() == "2021-11-07T01:30:00-04:00"


def test_stamps_count_microseconds_of_utc() -> None:
    assert stamp_of(datetime(1970, 1, 1, 0, 0, 1, 5, UTC)) == 1_000_005
    assert stamp_of(datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC)) == -1


@pytest.mark.parametrize(
    ("stem", "day"),
    [
        ("2021-12-28-202112282227676010", "2021-12-28"),
        ("2021_12_28_news", "2021-12-28"),
        ("2021-1-5-news", "2021-01-05"),
        ("2021-12-28", "2021-12-28"),
        ("202112282227676010", "2021-12-28"),
        ("20211228", "2021-12-28"),
        ("2021-13-40-202112282227676010", "2021-12-28"),
        ("-202205262391921712", "2022-05-26"),
        ("-2022-05-26-news", "2022-05-26"),
        ("2021年1月5日 要闻", "2021-01-05"),
        ("2021.12.28 news", "2021-12-28"),
        ("-20221326", ""),
        ("news-202112282227676010", ""),
        ("2021-02-30-news", ""),
        ("99991231-x", ""),
        ("2021-12_28", ""),
        ("2021-12-280-x", ""),
        ("news", ""),
        ("", ""),
    ],
)
def test_date_from_name(stem: str, day: str) -> None:
    assert date_from_name(stem) == day


@pytest.mark.parametrize(
    ("stem", "rest"),
    [
        ("2021-12-28-202112282227676010", "202112282227676010"),
        ("2021_12_28_news", "news"),
        ("2021-12-28", "2021-12-28"),
        ("2021-12-28-", ""),
        ("202112282227676010", "202112282227676010"),
        ("-202205262391921712", "-202205262391921712"),
        ("news", "news"),
    ],
)
def test_without_date(stem: str, rest: str) -> None:
    assert without_date(stem) == rest


@given(
    st.text(st.sampled_from("0123456789-/.:年月日TZ+ "), max_size=40), st.sampled_from([SHANGHAI, NEW_YORK])
)
def test_any_text_is_a_date_or_none(text: str, zone: ZoneInfo) -> None:
    moment = parse_date(text, zone)
    assert moment is None or moment.utcoffset() is not None


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)))
def test_written_instants_are_read_back(moment: datetime) -> None:
    read = parse_date(moment.isoformat(), SHANGHAI)
    assert read is not None
    assert abs(read - moment) < timedelta(minutes=1)
    assert read == moment or moment.year < 1973


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))
def test_dates_of_posts_are_rfc_3339_and_agree_with_their_stamps(moment: datetime) -> None:
    read = parse_date(moment.isoformat(), NEW_YORK)
    assert read is not None
    shown = read.isoformat(timespec="seconds")
    assert len(shown) == len("2021-12-28T07:35:22+08:00")
    assert stamp_of(datetime.fromisoformat(shown)) == stamp_of(read.replace(microsecond=0))


@given(
    st.datetimes(min_value=datetime(1973, 1, 2)),
    st.sampled_from(["%Y-%m-%d %H:%M:%S +0800", "%Y/%m/%d", "%Y.%m.%dT%H:%M:%S.%fZ", "%Y-%m-%d %H:%M"]),
)
def test_the_usual_forms_are_read_as_the_table_reads_them(moment: datetime, form: str) -> None:
    text = moment.strftime(form.replace("%Y", f"{moment.year:04}"))
    read, one = parse_date(text, SHANGHAI), date_forms.read(text)
    assert one is not None
    assert read is None or read.astimezone(UTC).replace(tzinfo=None) == _in_utc(one)


def _in_utc(one: Written) -> datetime:
    return one.moment(SHANGHAI).astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    "text",
    ["", " ", "+0800", "  +08:00", "-0500", "Z", "UTC", "0000-00-00 00:00:00", "0000-00-00T00:00:00Z", "0"],
)
def test_an_offset_or_a_zero_alone_gives_no_date(text: str) -> None:
    assert not is_given(text)
    assert parse_date(text, SHANGHAI) is None
    assert problem_of(text)[0] == "date.missing"


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("昨天", "date.unreadable", "is not a date"),
        ("2021-02-30", "date.unreadable", "is not a date"),
        ("03/04/2020", "date.ambiguous", "may mean 2020-04-03 or 2020-03-04"),
        ("3.4.2020 10:39", "date.ambiguous", "may mean 2020-04-03 or 2020-03-04"),
        ("21/12/28", "date.ambiguous", "has a year of two digits"),
        ("2021122810", "date.ambiguous", "may be a day, or a number of seconds"),
        ("2021-12-28 10:39 CST", "date.ambiguous", "has the time zone CST, which has several meanings"),
        (
            "Tue, 28 Dec 2021 07:35:22 EST",
            "date.ambiguous",
            "has the time zone EST, which has several meanings",
        ),
        ("三" * 200, "date.unreadable", "is not a date"),
    ],
)
def test_the_problem_of_a_text_that_is_not_a_date(text: str, code: str, reason: str) -> None:
    assert problem_of(text) == (code, reason)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-12-28 23:59 -0500", "2021-12-28"),
        ("July 27, 2020", "2020-07-27"),
        ("1640648122", "2021-12-27"),
        ("x", ""),
    ],
)
def test_the_day_as_it_is_written(text: str, day: str) -> None:
    assert written_day(text) == day
