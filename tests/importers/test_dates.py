"""Dates as imports write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.dates import parse_date
from generator.importers.dates import format_date

SHANGHAI = ZoneInfo("Asia/Shanghai")


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
