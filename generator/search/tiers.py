"""Part the posts of an archive into segments of the index, by tiers of time.

From the newest post back: a few days; the earlier days of their month; the earlier
months of their year; the earlier years of their decade; each decade before. So a
new post changes a small segment alone, and old segments stay as they are. Which
segments there are follows from the number of posts of each day and month alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

#: The newest tier has at most so many posts, if its first day alone has no more.
OPEN_POSTS = 24
#: Tiers next to each other are one segment if they have fewer posts together.
SMALL = 1000
#: How many days the newest tier may span. Spans begin at fixed days of a month.
_SPANS = (32, 16, 8, 4, 2, 1)


class Segment(NamedTuple):
    """A part of the index: its name, and the days (ISO 8601) from `since` on, before `until` ("" for all)."""

    name: str
    since: str
    until: str


class _Tier(NamedTuple):
    name: str
    since: str
    posts: int


def segments(months: Mapping[str, int], days: Mapping[str, int]) -> list[Segment]:
    """Return the segments, newest first.

    `months` has the number of posts of each month, `days` that of each day of the newest month.
    """
    if not months:
        return []
    merged: list[_Tier] = []
    for tier in _tiers(months, days):
        most = OPEN_POSTS if len(merged) == 1 else SMALL - 1
        if merged and merged[-1].posts + tier.posts <= most:
            merged[-1] = tier._replace(posts=merged[-1].posts + tier.posts)
        else:
            merged.append(tier)
    ends = ["", *(tier.since for tier in merged)]
    return [Segment(tier.name, tier.since, until) for tier, until in zip(merged, ends, strict=False)]


def _tiers(months: Mapping[str, int], days: Mapping[str, int]) -> Iterator[_Tier]:
    """Yield the tiers that have posts, newest first."""
    month = max(months)
    year, decade = month[:4], f"{month[:3]}0"
    begin = _open(days)
    opened = sum(posts for day, posts in days.items() if day >= begin)
    earlier = {
        (month, f"{month}-01"): months[month] - opened,
        (year, f"{year}-01-01"): _sum(months, year, month),
        (f"{decade}s", f"{decade}-01-01"): _sum(months, decade, year),
    }
    for first in sorted({f"{one[:3]}0" for one in months} - {decade}, reverse=True):
        earlier[f"{first}s", f"{first}-01-01"] = _sum(months, first, f"{int(first) + 10:04}")
    yield _Tier(begin, begin, opened)
    for (name, since), posts in earlier.items():
        if posts:
            yield _Tier(name, since, posts)


def _open(days: Mapping[str, int]) -> str:
    """Return the first day of the newest tier."""
    newest = max(days)
    month, number = newest[:8], int(newest[8:])
    for span in _SPANS:
        begin = f"{month}{(number - 1) // span * span + 1:02}"
        if sum(posts for day, posts in days.items() if day >= begin) <= OPEN_POSTS:
            return begin
    return newest


def _sum(months: Mapping[str, int], since: str, until: str) -> int:
    return sum(posts for month, posts in months.items() if since <= month < until)
