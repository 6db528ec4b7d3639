"""Dates that contradict the file's name or each other, or are far ahead (for keys see test_misspelt_keys)."""

from __future__ import annotations

import pytest

from tests.checks.checking import codes
from tests.conftest import SiteMaker
from tests.sites import post


@pytest.mark.parametrize(
    ("name", "date", "told"),
    [
        ("2021-12-28-a", "2021-12-28 07:35", []),
        ("2021-12-28-a", "2021-12-28 23:30:00 -0500", []),  # the 29th in Shanghai
        ("2021-12-29-a", "2021-12-28 23:30:00 -0500", []),
        ("2021-12-27-a", "2021-12-28", ["date.file-name"]),
        ("2021-12-28-a", "2021年11月28日", ["date.file-name"]),
        ("2021-12-28-a", "20211229", ["date.file-name"]),
        ("a", "2021-12-28", []),
        ("a", "2022-12-28", []),
        ("a", "2023-12-28", ["date.far"]),
    ],
)
def test_dates(site: SiteMaker, name: str, date: str, told: list[str]) -> None:
    one = site({f"posts/{name}.md": post(date=date)})
    assert codes(one) == [f"posts/{name}.md:3:7 {code}" for code in told]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"updated": "2021-12-27"}, True),
        ({"updated": "2021-12-28"}, False),
        ({"expires": "2021-12-20"}, True),
        ({"expires": "2022-12-20"}, False),
    ],
)
def test_order(site: SiteMaker, fields: dict[str, str], wrong: bool) -> None:
    one = site({"posts/a.md": post(date="2021-12-28 07:00", **fields)})
    assert codes(one) == (["posts/a.md:3:7 date.order"] if wrong else [])
