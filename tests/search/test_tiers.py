"""Segments follow from the numbers of posts by day and month alone, and cover all days once."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.search.tiers import FULL_BLOCK, LARGE_BLOCK, OPEN_POSTS, SMALL, SMALL_BLOCK, Segment, segments

_DAYS = st.integers(0, 365 * 40).map(lambda number: (date(1985, 1, 1) + timedelta(number)).isoformat())


def parted(days: Counter[str]) -> list[Segment]:
    months: Counter[str] = Counter()
    for day, posts in days.items():
        months[day[:7]] += posts
    newest = max(months, default="")
    return segments(months, {day: posts for day, posts in days.items() if day.startswith(newest)})


def holds(segment: Segment, day: str) -> bool:
    return segment.since <= day and (not segment.until or day < segment.until)


@given(st.dictionaries(_DAYS, st.integers(1, 900), min_size=1))
def test_each_day_is_in_one_segment(days: dict[str, int]) -> None:
    found = parted(Counter(days))
    assert all(sum(holds(one, day) for one in found) == 1 for day in days)
    assert [one.until for one in found] == ["", *(one.since for one in found[:-1])]
    sizes = [sum(posts for day, posts in days.items() if holds(one, day)) for one in found]
    assert all(left + right >= SMALL for left, right in pairwise(sizes[1:]))
    assert sizes[0] <= OPEN_POSTS or sum(holds(found[0], day) for day in days) == 1


def test_small_parts_of_an_archive_have_small_blocks() -> None:
    """So their lists are cheap to read. Large parts have large blocks, so that files are few;
    those of small archives have full ones."""
    found = parted(steady(date(2021, 12, 28), 20, 14))
    assert [one.block for one in found] == [SMALL_BLOCK] * 4 + [LARGE_BLOCK] * 2
    found = parted(steady(date(2021, 12, 28), 4, 1))
    assert [one.name for one in found] == ["2021-12-17", "2020s", "2010s"]
    assert [one.block for one in found] == [SMALL_BLOCK, FULL_BLOCK, FULL_BLOCK]
    assert {one.block for one in parted(steady(date(2021, 12, 28), 2, 1))} == {SMALL_BLOCK}


def day_of(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def steady(until: date, years: int, a_day: int) -> Counter[str]:
    return Counter({(until - timedelta(number)).isoformat(): a_day for number in range(365 * years)})


def test_twenty_years() -> None:
    found = parted(steady(date(2021, 12, 28), 20, 14))
    assert [one.name for one in found] == ["2021-12-28", "2021-12", "2021", "2020s", "2010s", "2000s"]
    busy = parted(steady(date(2021, 12, 28), 20, 140))
    days = ["2021-12-28", "2021-12-25", "2021-12-17", "2021-12"]
    assert [one.name for one in busy] == [*days, "2021", "2020s", "2010s", "2000s"]


def test_most_days_of_many_posts_make_few_posts_anew() -> None:
    """Segments whose first day, last day or name is new, and which are not the newest, are made anew."""
    before = parted(steady(date(2021, 12, 1), 2, 500))
    made = []
    for day in range(2, 32):
        now = parted(steady(date(2021, 12, day), 2, 500))
        assert len(now) <= len(before) + 4
        old = {(one.name, one.until or f"2021-12-{day:02}") for one in before}
        fresh = [one for one in now[1:] if (one.name, one.until) not in old]
        made.append(sum(day_of(one.until) - day_of(one.since) for one in fresh))
        before = now
    # On 2 December the first day gets the name of the month. On 17 December 16 days become one segment.
    assert made == [1, 2, 0, 4, 0, 2, 0, 8, 0, 2, 0, 4, 0, 2, 0, 16, 0, 2, 0, 4, 0, 2, 0, 8, 0, 2, 0, 4, 0, 2]


def test_one_more_post_moves_nothing() -> None:
    days = steady(date(2021, 12, 27), 20, 14)
    before = parted(days)
    days["2021-12-28"] += 1
    assert parted(days) == before


def test_few_posts_are_one_or_two_segments() -> None:
    assert parted(Counter()) == []
    assert parted(Counter({"2021-12-28": 3})) == [Segment("2021-12-01", "2021-12-01", "", SMALL_BLOCK)]
    assert [one.name for one in parted(steady(date(2021, 12, 28), 2, 1))] == ["2021-12-17", "2010s"]
