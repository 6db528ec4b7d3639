"""What templates see of a date."""

from __future__ import annotations

import pytest

from generator.theme.view_models import Moment


@pytest.mark.parametrize(
    ("iso", "zone"),
    [
        ("2021-12-28T07:35:22+08:00", "UTC+8"),
        ("2021-12-28T07:35:22+05:30", "UTC+5:30"),
        ("2021-12-28T07:35:22-03:30", "UTC−3:30"),
        ("2021-12-28T07:35:22-11:00", "UTC−11"),
        ("2021-12-28T07:35:22+00:00", "UTC"),
        ("2021-12-28T07:35:22+00:45", "UTC+0:45"),
        ("2021-12-28T00:00:00+08:00", ""),
    ],
)
def test_zones(iso: str, zone: str) -> None:
    assert Moment(iso).zone == zone


def test_the_day() -> None:
    moment = Moment("2021-12-28T07:35:22+08:00")
    assert moment.weekday == 1
    assert moment.day_url == "archive/2021/12/28.html"
