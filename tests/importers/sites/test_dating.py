"""A post has a date where any part of it can be read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from generator.importers.article import RefusalError
from generator.importers.sites.dating import read_date

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "written", ["2021-12-28 22:010:17", "2021/12/28 25:00", "2021-12-28T10:00:00 CEST-x"]
)
def test_the_day_counts_where_the_time_can_not_be_read(written: str) -> None:
    found = read_date("date", written, "a", ZONE)
    assert f"{found.instant:%Y-%m-%d %H:%M %z}" == "2021-12-28 00:00 +0800"
    assert found.doubt.endswith("its day is used")


@pytest.mark.parametrize("written", ["2021-13-28 22:010:17", "12345678-1-1", "昨天"])
def test_what_names_no_day_is_refused(written: str) -> None:
    with pytest.raises(RefusalError):
        read_date("date", written, "a", ZONE)


def test_the_day_in_the_name_of_the_file_comes_last() -> None:
    assert f"{read_date('date', '昨天', '2021-12-27-a', ZONE).instant:%d}" == "27"
    assert f"{read_date('date', '2021-12-28 22:010:17', '2021-12-27-a', ZONE).instant:%d}" == "28"
