"""The calendar's pages have one address each, whoever asks for it."""

from __future__ import annotations

import pytest

from generator.addresses.calendar import DAY, MONTH, YEAR, period_url
from generator.addresses.routes import Route
from generator.theme.view_models import Moment


@pytest.mark.parametrize(
    ("name", "path", "route"),
    [
        ("2021", "archive/2021.html", YEAR),
        ("2021-12", "archive/2021/12.html", MONTH),
        ("2021-12-28", "archive/2021/12/28.html", DAY),
    ],
)
def test_periods_have_the_path_of_their_route(name: str, path: str, route: Route) -> None:
    assert period_url(name) == path
    assert "-".join((route.match(path) or {}).values()) == name


def test_a_post_links_to_the_page_of_its_day() -> None:
    assert Moment("2021-12-28T07:35:00+08:00").day_url == period_url("2021-12-28")
