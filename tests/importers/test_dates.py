"""Dates as data has them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.dates import parse_date
from generator.importers.dates import format_date, parse_any_date

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-12-28 07:35:22 +0800", "2021-12-28T07:35:22+08:00"),
        ("2021年12月28日", "2021-12-28T00:00:00+08:00"),
        ("1640648122", "2021-12-28T07:35:22+08:00"),
        ("1640648122.5", "2021-12-28T07:35:22.500000+08:00"),
        ("1640648122500", "2021-12-28T07:35:22.500000+08:00"),
        ("1640648122500001", "2021-12-28T07:35:22.500001+08:00"),
        ("20211228", "2021-12-28T00:00:00+08:00"),
        ("20211228T073522Z", "2021-12-28T15:35:22+08:00"),
        ("202112280735", "2021-12-28T07:35:00+08:00"),
        ("Tue, 28 Dec 2021 07:35:22 +0000", "2021-12-28T15:35:22+08:00"),
        ("Tue, 28 Dec 2021 07:35:22 -0000", "2021-12-28T15:35:22+08:00"),
        ("Tue, 28 Dec 2021 07:35:22 GMT", "2021-12-28T15:35:22+08:00"),
        ("28 Dec 2021 07:35:22 ut", "2021-12-28T15:35:22+08:00"),
        ("28 Dec 2021 07:35:22 Z", "2021-12-28T15:35:22+08:00"),
        ("28 Dec 2021 07:35:22 +0900 (JST)", "2021-12-28T06:35:22+08:00"),
        ("28 Dec 2021 07:35", "2021-12-28T07:35:00+08:00"),
    ],
)
def test_forms(text: str, expected: str) -> None:
    instant = parse_any_date(text, SHANGHAI)
    assert instant is not None
    assert instant.isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨天",
        "2021-02-30",
        "20211328",
        "Tue, 99 Dec 2021 07:35",
        "99999999999999",
        "Tue, 28 Dec 2021 07:35:22 CST",
        "28 Dec 2021 07:35 EST",
        "28 Dec 2021 07:35:22 A",
    ],
)
def test_no_dates(text: str) -> None:
    assert parse_any_date(text, SHANGHAI) is None


@settings(deadline=None)
@given(st.datetimes(datetime(1975, 1, 1), datetime(2100, 1, 1)))
def test_what_is_written_is_the_same_instant(naive: datetime) -> None:
    instant = naive.replace(tzinfo=UTC).astimezone(SHANGHAI)
    assert parse_date(format_date(instant, SHANGHAI), SHANGHAI) == instant


def test_local_mean_time_loses_no_seconds() -> None:
    instant = parse_date("1900-01-01 12:00:00", SHANGHAI)
    assert instant is not None
    again = parse_date(format_date(instant, SHANGHAI), SHANGHAI)
    assert again is not None
    assert again - instant == timedelta()
